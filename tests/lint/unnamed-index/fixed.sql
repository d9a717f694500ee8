CREATE INDEX CONCURRENTLY users_email_idx1 ON users (email DESC);
CREATE UNIQUE INDEX CONCURRENTLY "users_lower_Name_idx" ON users (lower(email), "Name");
CREATE INDEX CONCURRENTLY users_expr_idx ON users ((email || "Name"));
CREATE INDEX CONCURRENTLY ON elsewhere (a);
