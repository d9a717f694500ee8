CREATE TABLE users (id bigint, password_hash text, token_id text, secret bytea, api_key_prefix text, password_changed_at timestamptz);
ALTER TABLE users ADD COLUMN secretary text, ADD COLUMN encrypted_password text, ADD COLUMN key text, ADD COLUMN token_type text;
CREATE TEMP TABLE t (password text);
ALTER TABLE users ADD COLUMN passwordless boolean, ADD COLUMN has_password boolean;
