CREATE TYPE {{schema}}.user_status AS ENUM ({{user_status}});
CREATE TYPE {{schema}}.kyc_status AS ENUM ({{kyc_status}});
CREATE TYPE {{schema}}.user_role AS ENUM ({{user_role}});

COMMENT ON TYPE {{schema}}.user_status IS 'The states of an account.';
COMMENT ON TYPE {{schema}}.kyc_status IS 'The states of checking who somebody is (know your customer).';
COMMENT ON TYPE {{schema}}.user_role IS 'What somebody is in the application, weakest first. No role of the database.';
