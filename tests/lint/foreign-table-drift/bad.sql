-- found: 1
CREATE FOREIGN TABLE orders (id bigint) SERVER other;
