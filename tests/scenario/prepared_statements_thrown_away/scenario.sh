# A migration that throws away every prepared statement of the session throws ours away with them: the run goes on.
migrate
expect_sql "SELECT count(*) FROM dunlin.journal WHERE state = 'done'" "7"
expect_sql "SELECT string_agg(word, ' ' ORDER BY word) FROM public.words" "four one three two"

expect_exit 0 dunlin rollback --to 0 --yes --drop-data
migrate --window 16
expect_sql "SELECT string_agg(word, ' ' ORDER BY word) FROM public.words" "four one three two"
