-- found: 1
CREATE TABLE users (id bigint PRIMARY KEY);
COMMENT ON COLUMN users.id IS 'never used again';
