DROP TABLE t3; CREATE TABLE by_folder ();
