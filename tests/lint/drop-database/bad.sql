-- found: 1
DROP DATABASE IF EXISTS "Shop";
