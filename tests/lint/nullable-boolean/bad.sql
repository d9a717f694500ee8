-- found: 2
CREATE TABLE users (id bigint PRIMARY KEY, active boolean DEFAULT true, "Admin" bool);
