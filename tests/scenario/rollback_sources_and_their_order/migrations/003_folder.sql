-- Rollback: DROP TABLE t3; CREATE TABLE by_comment_3 ()
CREATE TABLE t3 (id int);
