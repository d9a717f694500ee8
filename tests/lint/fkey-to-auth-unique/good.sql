-- file: 001_start.sql
CREATE TABLE people (id bigint PRIMARY KEY, mail text UNIQUE);
-- file: 002_change.sql
CREATE TABLE notes (id bigint PRIMARY KEY, owner uuid REFERENCES auth.users (id), author uuid REFERENCES auth.users);
CREATE TABLE letters (id bigint PRIMARY KEY, mail text REFERENCES people (mail));
