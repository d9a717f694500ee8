SELECT * FROM public.table_sizes();
