-- For a database on which legacy/ has run: what its files have made twice is there once afterwards. Nothing is dropped with
-- CASCADE, and no table is touched.
--   psql -X -v ON_ERROR_STOP=1 -1 -f scripts/cleanup-migrations.sql "$DATABASE_URL"
-- Row level security, privileges and roles it leaves to scripts/take-over, which runs this file first.

-- 1. One trigger function. It is replaced in place: DROP FUNCTION would be refused, because triggers depend on it.
CREATE OR REPLACE FUNCTION public.update_updated_at_column() RETURNS trigger
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END
$$;

-- 2. Triggers that call another one of the family are pointed at it. DDL is transactional: nobody sees a moment without.
DO $$
DECLARE
    old record;
BEGIN
    FOR old IN
        SELECT tgname, tgrelid::regclass AS relation
        FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid
        WHERE NOT tgisinternal AND pronamespace = 'public'::regnamespace AND (tgname <> 'set_updated_at' OR proname <> 'update_updated_at_column')
          AND proname IN ('update_updated_at', 'update_updated_at_column', 'set_updated_at', 'touch_updated_at')
        ORDER BY 2, 1
    LOOP
        EXECUTE format('DROP TRIGGER %I ON %s', old.tgname, old.relation);
        EXECUTE format('CREATE TRIGGER set_updated_at BEFORE UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column()', old.relation);
        RAISE NOTICE 'trigger % of % now calls update_updated_at_column()', old.tgname, old.relation;
    END LOOP;
END
$$;

-- 3. What nobody calls any more. RESTRICT, which is the default: what is still in use refuses, and all of this is undone.
DROP FUNCTION IF EXISTS public.update_updated_at();
DROP FUNCTION IF EXISTS public.set_updated_at();
DROP FUNCTION IF EXISTS public.touch_updated_at();
DROP FUNCTION IF EXISTS public.get_org_for_user(uuid);
DROP FUNCTION IF EXISTS public.is_org_admin(uuid);

-- 4. Indexes that begin as another one does (products: organization_id, sku).
DROP INDEX IF EXISTS public.idx_products_organization_id;
DROP INDEX IF EXISTS public.idx_products_org;
