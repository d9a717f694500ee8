CREATE TABLE fresh (id bigint);
CREATE RULE fresh_no_delete AS ON DELETE TO fresh DO INSTEAD NOTHING;
