-- What somebody who looks for a flat asks, one after the other, by pgbench: -R says how many such questions come in a second.
\set person random(1, 500)
\set choice random(1, 4)
\if :choice = 1
SELECT id, title, monthly_rent FROM properties WHERE city = 'Abidjan' AND property_type = 'house' AND status = 'published' AND monthly_rent <= 200000 ORDER BY monthly_rent LIMIT 20;
\elif :choice = 2
SELECT id, sender_id, body FROM messages WHERE receiver_id = md5('person ' || :person)::uuid AND NOT is_read ORDER BY created_at DESC LIMIT 20;
\elif :choice = 3
SELECT id, status FROM applications WHERE applicant_id = md5('person ' || :person)::uuid ORDER BY updated_at DESC LIMIT 20;
\else
SELECT (SELECT count(*) FROM messages WHERE receiver_id = md5('person ' || :person)::uuid AND NOT is_read), (SELECT count(*) FROM applications WHERE applicant_id = md5('person ' || :person)::uuid);
\endif
