# A sqitch change brings a verify script along: it runs after the change, leaves nothing, and says where it fails.
expect_exit 1 dunlin migrate
expect_output "ok applied users" "ok applied orders" "verify/orders.sql:4:3" "total" "orders is applied and stays"
expect_table users orders
expect_applied users orders
rollback --to 0
expect_no_table users orders
