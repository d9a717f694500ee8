CREATE TABLE fresh (id bigint PRIMARY KEY);
-- dunlin:batch table=public.users key=id size=10000
DELETE FROM users;
-- dunlin:batch table=public.seats key=hall,number size=10000
DELETE FROM seats WHERE 1 = 1;
