DO $$
BEGIN
    IF to_regrole('retention_operator') IS NULL THEN
        CREATE ROLE retention_operator;
    END IF;
END
$$;
CREATE TABLE public.retention_visits (id integer PRIMARY KEY, visitor text, seen_at timestamptz NOT NULL);
CREATE INDEX retention_visits_seen ON public.retention_visits (seen_at);
INSERT INTO public.retention_visits SELECT n, 'v' || n % 3, now() - n * interval '1 day' + interval '1 hour' FROM generate_series(1, 100) AS n;
CREATE TABLE public.retention_metrics (at date NOT NULL, value integer) PARTITION BY RANGE (at);
CREATE TABLE public.retention_metrics_old PARTITION OF public.retention_metrics FOR VALUES FROM ('2020-01-01') TO ('2020-02-01');
CREATE TABLE public.retention_metrics_rest PARTITION OF public.retention_metrics DEFAULT;
INSERT INTO public.retention_metrics VALUES ('2020-01-05', 1), ('2020-01-06', 2), ('2021-01-01', 3), (now()::date, 4);
