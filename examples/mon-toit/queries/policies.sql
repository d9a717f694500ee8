SELECT schemaname, tablename, policyname, roles FROM pg_policies WHERE schemaname = 'public';
