-- found: 8
CREATE TABLE users (id bigint, password text, "apiKey" varchar(100), ssn char(11), refresh_token text);
ALTER TABLE users ADD COLUMN client_secret text, ADD COLUMN credit_card jsonb, ADD COLUMN "API-Key" text;
CREATE TABLE app.people (social_security_number text);
