DROP FUNCTION public.is_org_admin(uuid, uuid);
DROP FUNCTION public.get_user_organization_id(uuid);
DROP FUNCTION public.user_organization_ids(uuid, boolean);
DROP FUNCTION public.update_updated_at_column();
