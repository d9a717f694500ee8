-- Description: what pack encryption calculates with (a trusted extension, which the database's owner may make), and no number is no number
-- Author: PROP.ie
-- Impact: users without a telephone number have NULL, not '': one value that many share would be seen in a blind index
CREATE EXTENSION IF NOT EXISTS pgcrypto;
ALTER TABLE users ALTER COLUMN phone DROP DEFAULT;
-- dunlin:batch table=public.users key=id size=10000
UPDATE users SET phone = NULL WHERE phone = '';

-- dunlin:down
-- NULLs stay: which of them were '' isn't known any more, and means the same.
ALTER TABLE users ALTER COLUMN phone SET DEFAULT '';
DROP EXTENSION IF EXISTS pgcrypto;
