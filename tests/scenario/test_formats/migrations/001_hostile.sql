-- A table whose name would be markup in XML and HTML, a directive in TAP, and an escape on a terminal.
CREATE TABLE "a<b>&""' # SKIP" (id int PRIMARY KEY, note text);
ALTER TABLE "a<b>&""' # SKIP" ENABLE ROW LEVEL SECURITY;
CREATE POLICY one ON "a<b>&""' # SKIP" FOR SELECT TO fmt_user USING (id = 1);
GRANT SELECT ON "a<b>&""' # SKIP" TO fmt_user;
INSERT INTO "a<b>&""' # SKIP" VALUES (1, 'x'), (2, E'y\n\x1b[2J');
