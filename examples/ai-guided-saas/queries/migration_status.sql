-- Migration history, newest first, where dunlin keeps it. dunlin status says the same and what is pending.
SELECT version, name, started_at
FROM dunlin.ledger AS up
WHERE kind = 'up' AND NOT EXISTS (SELECT FROM dunlin.ledger AS down WHERE down.kind <> 'up' AND down.version = up.version AND down.position > up.position)
ORDER BY position DESC;
