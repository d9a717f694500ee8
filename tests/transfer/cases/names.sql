-- expect: equal
CREATE TABLE "select" ("from" INTEGER PRIMARY KEY, "Order" TEXT, "a ""quoted"" name" TEXT, "tab	newline
" TEXT, "$x" INT, "😀" TEXT);
INSERT INTO "select" VALUES (1, 'a', 'b', 'c', 2, 'd');
CREATE TABLE CamelCase (userId INTEGER PRIMARY KEY, "Robert'); DROP TABLE x; --" TEXT);
INSERT INTO CamelCase VALUES (1, 'x');
CREATE TABLE a_name_that_is_much_longer_than_the_sixty_three_bytes_postgresql_keeps_1 (x INT);
CREATE TABLE a_name_that_is_much_longer_than_the_sixty_three_bytes_postgresql_keeps_2 (x INT);
INSERT INTO a_name_that_is_much_longer_than_the_sixty_three_bytes_postgresql_keeps_1 VALUES (1);
INSERT INTO a_name_that_is_much_longer_than_the_sixty_three_bytes_postgresql_keeps_2 VALUES (2);
CREATE INDEX camelcase_x ON "select" ("$x");
