CREATE SCHEMA app;
CREATE TABLE app.unknown (id int, a int);
CREATE INDEX unknown_index ON app.unknown (a);
CREATE TABLE other (id int);
CREATE INDEX other_index ON other (id);
