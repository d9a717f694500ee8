CREATE TABLE public.orders (id uuid PRIMARY KEY, total numeric);
CREATE TABLE public."Order lines" (id uuid PRIMARY KEY);
CREATE TABLE public.numbered (id bigint PRIMARY KEY);
CREATE TABLE public.taken (id uuid PRIMARY KEY DEFAULT gen_random_uuid());
