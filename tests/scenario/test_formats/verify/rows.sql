SELECT note FROM "a<b>&""' # SKIP" WHERE id = 2;
