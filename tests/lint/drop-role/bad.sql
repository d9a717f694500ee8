-- found: 3
DROP ROLE IF EXISTS reporting, "Old App";
DROP USER somebody;
