# SET in a file holds for that file, also across its segments, and never switches our lock timeout off without being told.
migrate
expect_sql "SELECT * FROM app.seen" "2s|7MB"
expect_sql "SELECT * FROM app.seen2" "2s"
expect_sql "SELECT * FROM app.here2" "2s|7MB"
expect_sql "SELECT * FROM public.there" "2s|4MB|0"
expect_sql "SELECT * FROM public.own" "77s"
expect_sql "SELECT * FROM public.directed" "5s|10min"
expect_sql "SELECT * FROM public.after" "2s"
