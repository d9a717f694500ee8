CREATE SCHEMA internal;
CREATE VIEW internal.people AS SELECT id, email FROM auth.users;
CREATE TABLE profiles (id uuid PRIMARY KEY REFERENCES auth.users (id));
CREATE VIEW people AS SELECT id FROM profiles;
