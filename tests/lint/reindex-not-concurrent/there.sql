CREATE TABLE elsewhere (a int);
CREATE INDEX "Somewhere" ON elsewhere (a);
