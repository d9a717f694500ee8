# A COMMIT or ROLLBACK that has no BEGIN, and a BEGIN that isn't ended: refused before anything runs.
remember_catalog
printf 'CREATE TABLE a1 (id int);\nCOMMIT;\nCREATE TABLE a2 (id int);\nSELECT 1/0;\n' >migrations/002_own.sql
expect_exit 5 dunlin migrate
expect_output "002_own.sql:2:1" "COMMIT without a BEGIN"
expect_same_catalog   # not even the first file, nor the schema dunlin
printf 'CREATE TABLE a1 (id int);\nROLLBACK;\n' >migrations/002_own.sql
expect_exit 5 dunlin migrate
expect_output "002_own.sql:2:1" "can't roll back its own transaction"
printf '\nBEGIN;\nCREATE TABLE a1 (id int);\n' >migrations/002_own.sql
expect_exit 5 dunlin migrate
expect_output "002_own.sql:2:1" "never committed"
printf 'BEGIN;\nSELECT 1;\nBEGIN;\nCOMMIT;\n' >migrations/002_own.sql
expect_exit 5 dunlin migrate
expect_output "002_own.sql:3:1"
printf 'BEGIN;\nCREATE TABLE a1 (id int);\nCREATE INDEX CONCURRENTLY a1_id ON a1 (id);\nCOMMIT;\n' >migrations/002_own.sql
expect_exit 5 dunlin migrate
expect_output "002_own.sql:3:1"
for statement in "END" "ABORT" "COMMIT AND CHAIN" "PREPARE TRANSACTION 'x'"; do
  printf 'CREATE TABLE a1 (id int);\n%s;\n' "$statement" >migrations/002_own.sql
  expect_exit 5 dunlin migrate
  expect_output "002_own.sql:2:1"
done
expect_same_catalog
