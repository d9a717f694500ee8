-- A returned row is a failure: an index that is missing, not valid (a build that broke off), or on another table.
SELECT format('%s on %s: %s', expected.index, expected.tab,
              CASE WHEN i.indexrelid IS NULL THEN 'missing' ELSE 'not valid' END) AS failure
FROM (VALUES
    ('idx_users_email_lower', 'users'),
    ('idx_users_email_domain', 'users')
) AS expected (index, tab)
LEFT JOIN pg_index AS i
       ON i.indexrelid = to_regclass(expected.index) AND i.indrelid = to_regclass(expected.tab)
WHERE i.indisvalid IS NOT TRUE OR i.indisready IS NOT TRUE;
