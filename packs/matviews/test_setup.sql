DO $$
BEGIN
    IF to_regrole('matviews_operator') IS NULL THEN
        CREATE ROLE matviews_operator;
    END IF;
END
$$;
CREATE TABLE public.sales (id integer PRIMARY KEY, shop integer NOT NULL, amount numeric NOT NULL);
INSERT INTO public.sales SELECT n, n % 10, n FROM generate_series(1, 1000) AS n;
CREATE VIEW public.sales_live AS SELECT * FROM public.sales WHERE amount > 0;
CREATE MATERIALIZED VIEW public.mv_sales AS SELECT shop, sum(amount) AS total FROM public.sales_live GROUP BY shop WITH NO DATA;
CREATE UNIQUE INDEX mv_sales_shop ON public.mv_sales (shop);
CREATE MATERIALIZED VIEW public.mv_sales_top AS SELECT max(total) AS total FROM public.mv_sales WITH NO DATA;
CREATE MATERIALIZED VIEW public.mv_bad AS SELECT 1 / (amount - 5000) AS x FROM public.sales WITH NO DATA;
ANALYZE public.sales;
