INSERT INTO properties
SELECT g, 'city ' || g % 500, CASE g % 3 WHEN 0 THEN 'flat' ELSE 'house' END, CASE g % 7 WHEN 0 THEN 'published' ELSE 'draft' END, 300 + g % 1000
FROM generate_series(1, current_setting('dunlin.size')::int) AS g;
