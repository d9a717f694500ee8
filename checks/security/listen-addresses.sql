-- title: The server listens on addresses that were chosen
-- reference: CIS 5.2
SELECT 'warn', 'listen_addresses', 'is ' || quote_literal(current_setting('listen_addresses')), 'name the addresses'
WHERE current_setting('listen_addresses') ~ '\*|(^|[ ,])(0\.0\.0\.0|::)($|[ ,])';
