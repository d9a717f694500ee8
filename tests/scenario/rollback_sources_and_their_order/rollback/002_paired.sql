DROP TABLE t2; CREATE TABLE by_folder_2 ();
