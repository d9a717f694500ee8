-- Rollback: DROP TABLE t2; CREATE TABLE by_comment_2 ()
CREATE TABLE t2 (id int);
