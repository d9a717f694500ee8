-- Migration: 001_critical_indexes
-- Description: Indexes for search, messages and applications; analytics as a materialized view
-- Author: Mon Toit
-- Date: 2025-06-09
-- Priority: IMMEDIATE
-- Impact: HIGH; index builds, concurrently: no write waits
-- Dependencies: 000
-- Tags: 001_critical
-- Phase: expand

-- Property search.
CREATE INDEX CONCURRENTLY idx_properties_search ON public.properties (city, property_type, status, monthly_rent);
CREATE INDEX CONCURRENTLY idx_properties_owner ON public.properties (owner_id);

-- Unread messages of a person, newest first; conversations.
CREATE INDEX CONCURRENTLY idx_messages_unread ON public.messages (receiver_id, is_read, created_at DESC);
CREATE INDEX CONCURRENTLY idx_messages_sender ON public.messages (sender_id, created_at DESC);
CREATE INDEX CONCURRENTLY idx_messages_property ON public.messages (property_id);

-- Status of applications, from both sides.
CREATE INDEX CONCURRENTLY idx_applications_property_status ON public.applications (property_id, status, updated_at DESC);
CREATE INDEX CONCURRENTLY idx_applications_applicant ON public.applications (applicant_id, updated_at DESC);
CREATE INDEX CONCURRENTLY idx_verification_documents_profile ON public.verification_documents (profile_id);

-- Analytics by city and type.
CREATE MATERIALIZED VIEW public.mv_property_analytics AS
SELECT p.city, p.property_type, count(*) AS properties, count(*) FILTER (WHERE p.status = 'published') AS published,
       count(*) FILTER (WHERE p.status = 'rented') AS rented, round(avg(p.monthly_rent), 2) AS average_rent,
       min(p.monthly_rent) AS lowest_rent, max(p.monthly_rent) AS highest_rent,
       coalesce(sum(a.applications), 0)::bigint AS applications
FROM public.properties AS p
LEFT JOIN (SELECT property_id, count(*) AS applications FROM public.applications GROUP BY property_id) AS a ON a.property_id = p.id
GROUP BY p.city, p.property_type;
CREATE UNIQUE INDEX mv_property_analytics_key ON public.mv_property_analytics (city, property_type);
-- A materialized view knows no row level security: only the server's side reads it.
REVOKE ALL ON public.mv_property_analytics FROM PUBLIC, anon, authenticated;
GRANT SELECT ON public.mv_property_analytics TO service_role;

-- The same as dunlin's own rollback, for people with psql only. A function can't drop concurrently: it locks the tables
-- for a moment. Afterwards dunlin still has 001 as applied: dunlin rollback then finds nothing left to drop.
CREATE FUNCTION public.rollback_migration_001() RETURNS void
LANGUAGE plpgsql SET search_path = '' SET lock_timeout = '5s' AS $$
BEGIN
    DROP MATERIALIZED VIEW public.mv_property_analytics;
    DROP INDEX public.idx_properties_search, public.idx_properties_owner, public.idx_messages_unread, public.idx_messages_sender,
        public.idx_messages_property, public.idx_applications_property_status, public.idx_applications_applicant,
        public.idx_verification_documents_profile;
    DROP FUNCTION public.rollback_migration_001();
END
$$;
REVOKE ALL ON FUNCTION public.rollback_migration_001() FROM PUBLIC;
