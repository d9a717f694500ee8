DROP TABLE public.verification_documents;
DROP TABLE public.applications;
DROP TABLE public.messages;
DROP TABLE public.properties;
DROP TABLE public.profiles;
REVOKE USAGE ON SCHEMA public FROM anon, authenticated, service_role;
