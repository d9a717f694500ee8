CREATE ROLE roles_test_login LOGIN;
CREATE ROLE roles_test_weak NOLOGIN;
CREATE SCHEMA roles_test;
CREATE TABLE public.roles_sales (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, total numeric);
CREATE TABLE public.roles_people (id bigserial PRIMARY KEY, email text);
CREATE TABLE roles_test.things (id integer PRIMARY KEY);
