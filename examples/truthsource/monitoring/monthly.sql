-- Every month: everything is read, and the last backup that was restored and compared is younger than 31 days.
SELECT * FROM public.verify_data_integrity();
SELECT * FROM public.check_rls_effectiveness();
SELECT * FROM public.get_database_stats();
SELECT backup, taken_at, verified_at, equal FROM public.backup_verifications WHERE verified_at > now() - interval '31 days' ORDER BY verified_at DESC;
