REVOKE EXECUTE ON FUNCTION public.is_org_admin(uuid, uuid) FROM authenticated, service_role, app_service, admin_role;
REVOKE EXECUTE ON FUNCTION public.get_user_organization_id(uuid) FROM authenticated, service_role, app_service, admin_role;
REVOKE EXECUTE ON FUNCTION public.user_organization_ids(uuid, boolean) FROM authenticated, service_role, app_service, admin_role;
-- All in one statement: what is left of foreign keys goes with them.
DROP TABLE public.api_keys, public.audit_logs, public.trace_events, public.shipments, public.purchase_order_lines, public.purchase_orders, public.stock_movements, public.inventory, public.warehouses, public.certificates, public.supplier_products, public.suppliers, public.products, public.categories, public.organization_members, public.profiles, public.organizations;
