CREATE ROLE app LOGIN PASSWORD 'hunter2';
ALTER USER app WITH ENCRYPTED PASSWORD E'hunter\'2';
CREATE USER MAPPING FOR app SERVER other OPTIONS (user 'x', password 'hunter2');
SELECT dblink_connect('host=db user=app password=hunter2');
