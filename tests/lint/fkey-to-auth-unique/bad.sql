-- found: 2
-- file: 001_start.sql
CREATE TABLE IF NOT EXISTS profiles (id uuid PRIMARY KEY, mail text);
-- file: 002_change.sql
CREATE TABLE notes (id bigint PRIMARY KEY, phone text REFERENCES auth.users (phone));
ALTER TABLE profiles ADD CONSTRAINT profiles_mail FOREIGN KEY (mail) REFERENCES auth.users (email) NOT VALID;
