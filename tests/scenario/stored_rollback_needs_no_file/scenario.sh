# A rollback is stored as it will run: a placeholder that changes, an included file that goes, and the file itself going
# make no difference to it.
migrate
expect_table shop_a b
expect_sql "SELECT rollback_sql ~ 'DROP TABLE shop_a' AND rollback_sql ~ 'DROP TABLE b' AND rollback_sql ~ '[$][{]app[}]' FROM dunlin.ledger" t
rm -r parts migrations/001_tables.sql
sed -i 's/shop/other/' dunlin.toml
rollback
expect_no_table shop_a b
