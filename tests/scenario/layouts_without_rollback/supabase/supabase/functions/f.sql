create or replace function f() returns int language sql as 'select count(*)::int from a';
