insert into a values (7);
