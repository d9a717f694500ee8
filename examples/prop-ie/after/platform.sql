-- Description: who may read what of the platform, full search of features, sales by county for analytics
-- Author: PROP.ie
-- Impact: medium

-- Signed-in people are known by their UUID; the tables go by number. Called once a query, not once a row.
CREATE FUNCTION my_user_id() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
RETURN (SELECT id FROM public.users WHERE public_id = auth.uid());
REVOKE ALL ON FUNCTION my_user_id() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION my_user_id() TO authenticated;

CREATE POLICY "People see their messages" ON messages FOR SELECT TO authenticated
    USING ((SELECT my_user_id()) IN (sender_id, recipient_id));
CREATE POLICY "People write in their own name" ON messages FOR INSERT TO authenticated
    WITH CHECK (sender_id = (SELECT my_user_id()));
-- dunlin:unit
CREATE POLICY "Buyers and agents see their sales" ON sales FOR SELECT TO authenticated
    USING ((SELECT my_user_id()) IN (buyer_id, agent_id));
-- dunlin:unit
CREATE POLICY "People see their documents" ON documents FOR SELECT TO authenticated
    USING (user_id = (SELECT my_user_id()));
-- dunlin:unit
CREATE POLICY "People see their checks" ON kyc_checks FOR SELECT TO authenticated
    USING (user_id = (SELECT my_user_id()));
GRANT SELECT ON messages, sales, documents, kyc_checks TO authenticated;
GRANT INSERT ON messages TO authenticated;

-- dunlin:unit
CREATE INDEX CONCURRENTLY properties_features ON properties USING gin (cast(features AS jsonb) jsonb_path_ops);
-- dunlin:unit
CREATE INDEX CONCURRENTLY messages_sender ON messages (sender_id, sent_at DESC);

-- dunlin:unit
-- Sums by county, for analytics only: nothing in it is anybody's own.
-- dunlin:allow exposes-materialized-view: sums by county, and only analytics_role reads it
CREATE MATERIALIZED VIEW mv_sales_by_county AS
    SELECT d.county, s.status::text AS status, count(*) AS sales, sum(s.price) AS total
    FROM sales AS s JOIN properties AS p ON p.id = s.property_id JOIN developments AS d ON d.id = p.development_id
    GROUP BY d.county, s.status;
CREATE UNIQUE INDEX mv_sales_by_county_key ON mv_sales_by_county (county, status);
GRANT SELECT ON mv_sales_by_county TO analytics_role;

-- dunlin:down
DROP MATERIALIZED VIEW mv_sales_by_county;
DROP INDEX messages_sender;
DROP INDEX properties_features;
REVOKE INSERT ON messages FROM authenticated;
REVOKE SELECT ON messages, sales, documents, kyc_checks FROM authenticated;
DROP POLICY "People see their checks" ON kyc_checks;
DROP POLICY "People see their documents" ON documents;
DROP POLICY "Buyers and agents see their sales" ON sales;
DROP POLICY "People write in their own name" ON messages;
DROP POLICY "People see their messages" ON messages;
DROP FUNCTION my_user_id();
