-- Migration: 001_core_schema
-- Description: The core tables, each defined once, with their triggers, policies and privileges
-- Author: TruthSource Team
-- Date: 2026-10-05
-- Priority: high
-- Impact: none; new tables
-- Dependencies: 000, 002
-- Tags: core, phase-2
--
-- Made of legacy/ by `dunlin audit legacy --consolidate`, and finished by hand: tables that were defined twice are those that
-- really came into being (see MIGRATION_AUDIT_REPORT.md), seven triggers call one function, every table has row level
-- security, and two indexes that another one makes needless are gone. Columns and constraints are those of legacy/.
-- It needs the roles of 002_pack_roles, which therefore runs first; on Supabase that finds most of them there.

-- ---------------------------------------------------------------- tables, in the order of their foreign keys

-- from legacy/001_init.sql:9
CREATE TABLE public.organizations (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text NOT NULL,
    slug text NOT NULL,
    plan text DEFAULT 'free'::text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT organizations_pkey PRIMARY KEY (id),
    CONSTRAINT organizations_slug_key UNIQUE (slug)
);

-- The definition of 007 (a serial id, the key itself in clear) never came into being: it said IF NOT EXISTS.
-- from legacy/005_api_keys.sql:1
CREATE TABLE public.api_keys (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    organization_id uuid NOT NULL,
    name text NOT NULL,
    key_hash bytea NOT NULL,
    scopes text[] DEFAULT '{}'::text[] NOT NULL,
    last_used_at timestamp with time zone,
    expires_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT api_keys_key_hash_key UNIQUE (key_hash),
    CONSTRAINT api_keys_pkey PRIMARY KEY (id),
    CONSTRAINT api_keys_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations(id) ON DELETE CASCADE
);

-- Who did what. The definition of 007 (org_id, actor, event, payload) never came into being either.
-- from legacy/001_init.sql:38
CREATE TABLE public.audit_logs (
    id bigint NOT NULL,
    organization_id uuid,
    user_id uuid,
    action text NOT NULL,
    resource_type text NOT NULL,
    resource_id text,
    details jsonb DEFAULT '{}'::jsonb NOT NULL,
    ip_address inet,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT audit_logs_pkey PRIMARY KEY (id),
    CONSTRAINT audit_logs_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations(id) ON DELETE SET NULL
);

ALTER TABLE public.audit_logs ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.audit_logs_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- from legacy/002_products.sql:9
CREATE TABLE public.categories (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    organization_id uuid NOT NULL,
    name text NOT NULL,
    slug text NOT NULL,
    CONSTRAINT categories_organization_id_slug_key UNIQUE (organization_id, slug),
    CONSTRAINT categories_pkey PRIMARY KEY (id),
    CONSTRAINT categories_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations(id) ON DELETE CASCADE
);

-- from legacy/002_products.sql:17
CREATE TABLE public.products (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    organization_id uuid NOT NULL,
    category_id uuid,
    sku text NOT NULL,
    name text NOT NULL,
    description text,
    price numeric(12,2) DEFAULT 0 NOT NULL,
    attributes jsonb DEFAULT '{}'::jsonb NOT NULL,
    status text DEFAULT 'draft'::text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT products_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'published'::text, 'retired'::text]))),
    CONSTRAINT products_organization_id_sku_key UNIQUE (organization_id, sku),
    CONSTRAINT products_pkey PRIMARY KEY (id),
    CONSTRAINT products_category_id_fkey FOREIGN KEY (category_id) REFERENCES public.categories(id),
    CONSTRAINT products_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations(id) ON DELETE CASCADE
);

-- from legacy/001_init.sql:19
CREATE TABLE public.profiles (
    id uuid NOT NULL,
    email text NOT NULL,
    full_name text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT profiles_email_key UNIQUE (email),
    CONSTRAINT profiles_pkey PRIMARY KEY (id)
);

-- from legacy/001_init.sql:28
CREATE TABLE public.organization_members (
    organization_id uuid NOT NULL,
    user_id uuid NOT NULL,
    role text DEFAULT 'member'::text NOT NULL,
    joined_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT organization_members_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'admin'::text, 'member'::text, 'viewer'::text]))),
    CONSTRAINT organization_members_pkey PRIMARY KEY (organization_id, user_id),
    CONSTRAINT organization_members_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations(id) ON DELETE CASCADE,
    CONSTRAINT organization_members_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.profiles(id) ON DELETE CASCADE
);

-- from legacy/003_suppliers.sql:7
CREATE TABLE public.suppliers (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    organization_id uuid NOT NULL,
    name text NOT NULL,
    country character(2) NOT NULL,
    contact_email text,
    approved boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT suppliers_pkey PRIMARY KEY (id),
    CONSTRAINT suppliers_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations(id) ON DELETE CASCADE
);

-- from legacy/003_suppliers.sql:30
CREATE TABLE public.certificates (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    supplier_id uuid NOT NULL,
    kind text NOT NULL,
    issued_by text NOT NULL,
    valid_from date NOT NULL,
    valid_until date NOT NULL,
    CONSTRAINT certificates_check CHECK ((valid_until > valid_from)),
    CONSTRAINT certificates_pkey PRIMARY KEY (id),
    CONSTRAINT certificates_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES public.suppliers(id) ON DELETE CASCADE
);

-- from legacy/006_purchasing.sql:7
CREATE TABLE public.purchase_orders (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    organization_id uuid NOT NULL,
    supplier_id uuid NOT NULL,
    number text NOT NULL,
    status text DEFAULT 'draft'::text NOT NULL,
    ordered_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT purchase_orders_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'sent'::text, 'confirmed'::text, 'received'::text, 'cancelled'::text]))),
    CONSTRAINT purchase_orders_organization_id_number_key UNIQUE (organization_id, number),
    CONSTRAINT purchase_orders_pkey PRIMARY KEY (id),
    CONSTRAINT purchase_orders_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations(id) ON DELETE CASCADE,
    CONSTRAINT purchase_orders_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES public.suppliers(id)
);

-- from legacy/006_purchasing.sql:21
CREATE TABLE public.purchase_order_lines (
    order_id uuid NOT NULL,
    line integer NOT NULL,
    product_id uuid NOT NULL,
    quantity integer NOT NULL,
    unit_price numeric(12,2) NOT NULL,
    CONSTRAINT purchase_order_lines_pkey PRIMARY KEY (order_id, line),
    CONSTRAINT purchase_order_lines_order_id_fkey FOREIGN KEY (order_id) REFERENCES public.purchase_orders(id) ON DELETE CASCADE,
    CONSTRAINT purchase_order_lines_product_id_fkey FOREIGN KEY (product_id) REFERENCES public.products(id)
);

-- from legacy/003_suppliers.sql:20
CREATE TABLE public.supplier_products (
    supplier_id uuid NOT NULL,
    product_id uuid NOT NULL,
    supplier_sku text,
    unit_cost numeric(12,2) DEFAULT 0 NOT NULL,
    lead_days integer DEFAULT 14 NOT NULL,
    CONSTRAINT supplier_products_pkey PRIMARY KEY (supplier_id, product_id),
    CONSTRAINT supplier_products_product_id_fkey FOREIGN KEY (product_id) REFERENCES public.products(id) ON DELETE CASCADE,
    CONSTRAINT supplier_products_supplier_id_fkey FOREIGN KEY (supplier_id) REFERENCES public.suppliers(id) ON DELETE CASCADE
);

-- from legacy/004_inventory.sql:10
CREATE TABLE public.warehouses (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    organization_id uuid NOT NULL,
    name text NOT NULL,
    country character(2) NOT NULL,
    CONSTRAINT warehouses_pkey PRIMARY KEY (id),
    CONSTRAINT warehouses_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations(id) ON DELETE CASCADE
);

-- from legacy/004_inventory.sql:18
CREATE TABLE public.inventory (
    warehouse_id uuid NOT NULL,
    product_id uuid NOT NULL,
    quantity integer DEFAULT 0 NOT NULL,
    reorder_level integer DEFAULT 0 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT inventory_pkey PRIMARY KEY (warehouse_id, product_id),
    CONSTRAINT inventory_product_id_fkey FOREIGN KEY (product_id) REFERENCES public.products(id) ON DELETE CASCADE,
    CONSTRAINT inventory_warehouse_id_fkey FOREIGN KEY (warehouse_id) REFERENCES public.warehouses(id) ON DELETE CASCADE
);

-- from legacy/009_shipments.sql:8
CREATE TABLE public.shipments (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    order_id uuid NOT NULL,
    warehouse_id uuid NOT NULL,
    carrier text,
    tracking_code text,
    shipped_at timestamp with time zone,
    arrived_at timestamp with time zone,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT shipments_check CHECK (((arrived_at IS NULL) OR (arrived_at >= shipped_at))),
    CONSTRAINT shipments_pkey PRIMARY KEY (id),
    CONSTRAINT shipments_order_id_fkey FOREIGN KEY (order_id) REFERENCES public.purchase_orders(id) ON DELETE CASCADE,
    CONSTRAINT shipments_warehouse_id_fkey FOREIGN KEY (warehouse_id) REFERENCES public.warehouses(id)
);

-- from legacy/004_inventory.sql:29
CREATE TABLE public.stock_movements (
    id bigint NOT NULL,
    warehouse_id uuid NOT NULL,
    product_id uuid NOT NULL,
    quantity integer NOT NULL,
    reason text NOT NULL,
    moved_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT stock_movements_quantity_check CHECK ((quantity <> 0)),
    CONSTRAINT stock_movements_pkey PRIMARY KEY (id),
    CONSTRAINT stock_movements_product_id_fkey FOREIGN KEY (product_id) REFERENCES public.products(id) ON DELETE CASCADE,
    CONSTRAINT stock_movements_warehouse_id_fkey FOREIGN KEY (warehouse_id) REFERENCES public.warehouses(id) ON DELETE CASCADE
);

ALTER TABLE public.stock_movements ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.stock_movements_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- where each batch has been: what the product is named after
-- from legacy/009_shipments.sql:24
CREATE TABLE public.trace_events (
    id bigint NOT NULL,
    organization_id uuid NOT NULL,
    product_id uuid NOT NULL,
    shipment_id uuid,
    batch text NOT NULL,
    kind text NOT NULL,
    place text,
    happened_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT trace_events_kind_check CHECK ((kind = ANY (ARRAY['made'::text, 'tested'::text, 'packed'::text, 'shipped'::text, 'received'::text, 'recalled'::text]))),
    CONSTRAINT trace_events_pkey PRIMARY KEY (id),
    CONSTRAINT trace_events_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations(id) ON DELETE CASCADE,
    CONSTRAINT trace_events_product_id_fkey FOREIGN KEY (product_id) REFERENCES public.products(id) ON DELETE CASCADE,
    CONSTRAINT trace_events_shipment_id_fkey FOREIGN KEY (shipment_id) REFERENCES public.shipments(id) ON DELETE SET NULL
);

ALTER TABLE public.trace_events ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.trace_events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- from legacy/005_api_keys.sql:11
CREATE INDEX idx_api_keys_org ON public.api_keys USING btree (organization_id);

-- from legacy/007_audit_and_keys.sql:10
CREATE INDEX idx_audit_logs_created ON public.audit_logs USING btree (created_at DESC);

-- from legacy/003_suppliers.sql:39
CREATE INDEX idx_certificates_supplier ON public.certificates USING btree (supplier_id, valid_until);

-- from legacy/004_inventory.sql:26
CREATE INDEX idx_inventory_product ON public.inventory USING btree (product_id);

-- from legacy/001_init.sql:35
CREATE INDEX idx_organization_members_user ON public.organization_members USING btree (user_id, joined_at);

-- from legacy/002_products.sql:32
CREATE INDEX idx_products_category ON public.products USING btree (category_id);

-- from legacy/006_purchasing.sql:29
CREATE INDEX idx_purchase_order_lines_product ON public.purchase_order_lines USING btree (product_id);

-- from legacy/006_purchasing.sql:18
CREATE INDEX idx_purchase_orders_supplier ON public.purchase_orders USING btree (supplier_id);

-- from legacy/009_shipments.sql:19
CREATE INDEX idx_shipments_order ON public.shipments USING btree (order_id);

-- from legacy/009_shipments.sql:20
CREATE INDEX idx_shipments_warehouse ON public.shipments USING btree (warehouse_id);

-- from legacy/004_inventory.sql:37
CREATE INDEX idx_stock_movements_product ON public.stock_movements USING btree (product_id, moved_at DESC);

-- from legacy/004_inventory.sql:38
CREATE INDEX idx_stock_movements_warehouse ON public.stock_movements USING btree (warehouse_id);

-- from legacy/003_suppliers.sql:28
CREATE INDEX idx_supplier_products_product ON public.supplier_products USING btree (product_id);

-- from legacy/003_suppliers.sql:17
CREATE INDEX idx_suppliers_org ON public.suppliers USING btree (organization_id);

-- from legacy/009_shipments.sql:34
CREATE INDEX idx_trace_events_batch ON public.trace_events USING btree (organization_id, batch, happened_at);

-- from legacy/009_shipments.sql:35
CREATE INDEX idx_trace_events_product ON public.trace_events USING btree (product_id);

-- from legacy/009_shipments.sql:36
CREATE INDEX idx_trace_events_shipment ON public.trace_events USING btree (shipment_id);

-- from legacy/004_inventory.sql:16
CREATE INDEX idx_warehouses_org ON public.warehouses USING btree (organization_id);

-- ---------------------------------------------------------------- triggers

CREATE TRIGGER set_updated_at BEFORE UPDATE ON public.organizations FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
CREATE TRIGGER set_updated_at BEFORE UPDATE ON public.profiles FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
CREATE TRIGGER set_updated_at BEFORE UPDATE ON public.products FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
CREATE TRIGGER set_updated_at BEFORE UPDATE ON public.suppliers FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
CREATE TRIGGER set_updated_at BEFORE UPDATE ON public.inventory FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
CREATE TRIGGER set_updated_at BEFORE UPDATE ON public.purchase_orders FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();
CREATE TRIGGER set_updated_at BEFORE UPDATE ON public.shipments FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();

-- ---------------------------------------------------------------- row level security

ALTER TABLE public.organizations ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.profiles ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.organization_members ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.categories ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.products ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.suppliers ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.supplier_products ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.certificates ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.warehouses ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.inventory ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.stock_movements ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.purchase_orders ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.purchase_order_lines ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.shipments ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.trace_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.audit_logs ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.api_keys ENABLE ROW LEVEL SECURITY;

-- Memberships are asked once a query, by functions that don't come back to these policies.
CREATE POLICY "Members can view their organizations" ON public.organizations FOR SELECT TO authenticated
    USING (id = ANY (ARRAY(SELECT public.user_organization_ids((SELECT auth.uid())))));
CREATE POLICY "Admins can update their organizations" ON public.organizations FOR UPDATE TO authenticated
    USING (id = ANY (ARRAY(SELECT public.user_organization_ids((SELECT auth.uid()), true)))) WITH CHECK (id = ANY (ARRAY(SELECT public.user_organization_ids((SELECT auth.uid()), true))));
CREATE POLICY "Members can view fellow members" ON public.organization_members FOR SELECT TO authenticated
    USING (organization_id = ANY (ARRAY(SELECT public.user_organization_ids((SELECT auth.uid())))));
CREATE POLICY "Admins can add members" ON public.organization_members FOR INSERT TO authenticated
    WITH CHECK (role <> 'owner' AND organization_id = ANY (ARRAY(SELECT public.user_organization_ids((SELECT auth.uid()), true))));
CREATE POLICY "Admins can remove members" ON public.organization_members FOR DELETE TO authenticated
    USING (role <> 'owner' AND organization_id = ANY (ARRAY(SELECT public.user_organization_ids((SELECT auth.uid()), true))));
CREATE POLICY "Users can view own profile" ON public.profiles FOR SELECT TO authenticated
    USING (id = (SELECT auth.uid()));
CREATE POLICY "Users can update own profile" ON public.profiles FOR UPDATE TO authenticated
    USING (id = (SELECT auth.uid())) WITH CHECK (id = (SELECT auth.uid()));
CREATE POLICY "Admins can read the log" ON public.audit_logs FOR SELECT TO authenticated
    USING (organization_id = ANY (ARRAY(SELECT public.user_organization_ids((SELECT auth.uid()), true))));
CREATE POLICY "Admins can manage keys" ON public.api_keys TO authenticated
    USING (organization_id = ANY (ARRAY(SELECT public.user_organization_ids((SELECT auth.uid()), true)))) WITH CHECK (organization_id = ANY (ARRAY(SELECT public.user_organization_ids((SELECT auth.uid()), true))));

-- Rows with an organization of their own.
CREATE POLICY "Members can view data of their organization" ON public.categories FOR SELECT TO authenticated
    USING (organization_id = ANY (ARRAY(SELECT public.user_organization_ids((SELECT auth.uid())))));
CREATE POLICY "Members can insert data of their organization" ON public.categories FOR INSERT TO authenticated
    WITH CHECK (organization_id = ANY (ARRAY(SELECT public.user_organization_ids((SELECT auth.uid())))));
CREATE POLICY "Members can update data of their organization" ON public.categories FOR UPDATE TO authenticated
    USING (organization_id = ANY (ARRAY(SELECT public.user_organization_ids((SELECT auth.uid()))))) WITH CHECK (organization_id = ANY (ARRAY(SELECT public.user_organization_ids((SELECT auth.uid())))));
CREATE POLICY "Admins can delete data of their organization" ON public.categories FOR DELETE TO authenticated
    USING (organization_id = ANY (ARRAY(SELECT public.user_organization_ids((SELECT auth.uid()), true))));
CREATE POLICY "Members can view data of their organization" ON public.products FOR SELECT TO authenticated
    USING (organization_id = ANY (ARRAY(SELECT public.user_organization_ids((SELECT auth.uid())))));
CREATE POLICY "Members can insert data of their organization" ON public.products FOR INSERT TO authenticated
    WITH CHECK (organization_id = ANY (ARRAY(SELECT public.user_organization_ids((SELECT auth.uid())))));
CREATE POLICY "Members can update data of their organization" ON public.products FOR UPDATE TO authenticated
    USING (organization_id = ANY (ARRAY(SELECT public.user_organization_ids((SELECT auth.uid()))))) WITH CHECK (organization_id = ANY (ARRAY(SELECT public.user_organization_ids((SELECT auth.uid())))));
CREATE POLICY "Admins can delete data of their organization" ON public.products FOR DELETE TO authenticated
    USING (organization_id = ANY (ARRAY(SELECT public.user_organization_ids((SELECT auth.uid()), true))));
CREATE POLICY "Members can view data of their organization" ON public.suppliers FOR SELECT TO authenticated
    USING (organization_id = ANY (ARRAY(SELECT public.user_organization_ids((SELECT auth.uid())))));
CREATE POLICY "Members can insert data of their organization" ON public.suppliers FOR INSERT TO authenticated
    WITH CHECK (organization_id = ANY (ARRAY(SELECT public.user_organization_ids((SELECT auth.uid())))));
CREATE POLICY "Members can update data of their organization" ON public.suppliers FOR UPDATE TO authenticated
    USING (organization_id = ANY (ARRAY(SELECT public.user_organization_ids((SELECT auth.uid()))))) WITH CHECK (organization_id = ANY (ARRAY(SELECT public.user_organization_ids((SELECT auth.uid())))));
CREATE POLICY "Admins can delete data of their organization" ON public.suppliers FOR DELETE TO authenticated
    USING (organization_id = ANY (ARRAY(SELECT public.user_organization_ids((SELECT auth.uid()), true))));
CREATE POLICY "Members can view data of their organization" ON public.warehouses FOR SELECT TO authenticated
    USING (organization_id = ANY (ARRAY(SELECT public.user_organization_ids((SELECT auth.uid())))));
CREATE POLICY "Members can insert data of their organization" ON public.warehouses FOR INSERT TO authenticated
    WITH CHECK (organization_id = ANY (ARRAY(SELECT public.user_organization_ids((SELECT auth.uid())))));
CREATE POLICY "Members can update data of their organization" ON public.warehouses FOR UPDATE TO authenticated
    USING (organization_id = ANY (ARRAY(SELECT public.user_organization_ids((SELECT auth.uid()))))) WITH CHECK (organization_id = ANY (ARRAY(SELECT public.user_organization_ids((SELECT auth.uid())))));
CREATE POLICY "Admins can delete data of their organization" ON public.warehouses FOR DELETE TO authenticated
    USING (organization_id = ANY (ARRAY(SELECT public.user_organization_ids((SELECT auth.uid()), true))));
CREATE POLICY "Members can view data of their organization" ON public.purchase_orders FOR SELECT TO authenticated
    USING (organization_id = ANY (ARRAY(SELECT public.user_organization_ids((SELECT auth.uid())))));
CREATE POLICY "Members can insert data of their organization" ON public.purchase_orders FOR INSERT TO authenticated
    WITH CHECK (organization_id = ANY (ARRAY(SELECT public.user_organization_ids((SELECT auth.uid())))));
CREATE POLICY "Members can update data of their organization" ON public.purchase_orders FOR UPDATE TO authenticated
    USING (organization_id = ANY (ARRAY(SELECT public.user_organization_ids((SELECT auth.uid()))))) WITH CHECK (organization_id = ANY (ARRAY(SELECT public.user_organization_ids((SELECT auth.uid())))));
CREATE POLICY "Admins can delete data of their organization" ON public.purchase_orders FOR DELETE TO authenticated
    USING (organization_id = ANY (ARRAY(SELECT public.user_organization_ids((SELECT auth.uid()), true))));
CREATE POLICY "Members can view data of their organization" ON public.trace_events FOR SELECT TO authenticated
    USING (organization_id = ANY (ARRAY(SELECT public.user_organization_ids((SELECT auth.uid())))));
CREATE POLICY "Members can insert data of their organization" ON public.trace_events FOR INSERT TO authenticated
    WITH CHECK (organization_id = ANY (ARRAY(SELECT public.user_organization_ids((SELECT auth.uid())))));
CREATE POLICY "Members can update data of their organization" ON public.trace_events FOR UPDATE TO authenticated
    USING (organization_id = ANY (ARRAY(SELECT public.user_organization_ids((SELECT auth.uid()))))) WITH CHECK (organization_id = ANY (ARRAY(SELECT public.user_organization_ids((SELECT auth.uid())))));
CREATE POLICY "Admins can delete data of their organization" ON public.trace_events FOR DELETE TO authenticated
    USING (organization_id = ANY (ARRAY(SELECT public.user_organization_ids((SELECT auth.uid()), true))));

-- Rows that belong to one of those: who sees that one sees them (its own policies apply inside of the subquery).
CREATE POLICY "Members can use data of their organization" ON public.supplier_products TO authenticated
    USING (supplier_id IN (SELECT id FROM public.suppliers)) WITH CHECK (supplier_id IN (SELECT id FROM public.suppliers));
CREATE POLICY "Members can use data of their organization" ON public.certificates TO authenticated
    USING (supplier_id IN (SELECT id FROM public.suppliers)) WITH CHECK (supplier_id IN (SELECT id FROM public.suppliers));
CREATE POLICY "Members can use data of their organization" ON public.inventory TO authenticated
    USING (warehouse_id IN (SELECT id FROM public.warehouses)) WITH CHECK (warehouse_id IN (SELECT id FROM public.warehouses));
CREATE POLICY "Members can use data of their organization" ON public.stock_movements TO authenticated
    USING (warehouse_id IN (SELECT id FROM public.warehouses)) WITH CHECK (warehouse_id IN (SELECT id FROM public.warehouses));
CREATE POLICY "Members can use data of their organization" ON public.purchase_order_lines TO authenticated
    USING (order_id IN (SELECT id FROM public.purchase_orders)) WITH CHECK (order_id IN (SELECT id FROM public.purchase_orders));
CREATE POLICY "Members can use data of their organization" ON public.shipments TO authenticated
    USING (order_id IN (SELECT id FROM public.purchase_orders)) WITH CHECK (order_id IN (SELECT id FROM public.purchase_orders));

-- ---------------------------------------------------------------- privileges

GRANT USAGE ON SCHEMA public TO authenticated;
GRANT SELECT, UPDATE ON public.organizations, public.profiles TO authenticated;
GRANT SELECT, INSERT, DELETE ON public.organization_members TO authenticated;
GRANT SELECT, INSERT, UPDATE, DELETE ON public.categories, public.products, public.suppliers, public.supplier_products, public.certificates,
    public.warehouses, public.inventory, public.purchase_orders, public.purchase_order_lines, public.shipments, public.api_keys TO authenticated;
GRANT SELECT, INSERT ON public.stock_movements, public.trace_events TO authenticated;
GRANT SELECT ON public.audit_logs TO authenticated;
GRANT EXECUTE ON FUNCTION public.user_organization_ids(uuid, boolean) TO authenticated, service_role, app_service, admin_role;
GRANT EXECUTE ON FUNCTION public.get_user_organization_id(uuid) TO authenticated, service_role, app_service, admin_role;
GRANT EXECUTE ON FUNCTION public.is_org_admin(uuid, uuid) TO authenticated, service_role, app_service, admin_role;
