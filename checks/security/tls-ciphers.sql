-- title: Only strong ciphers are offered
-- reference: CIS 6.10
SELECT 'warn', 'ssl_ciphers', 'is ' || current_setting('ssl_ciphers'), 'HIGH:!aNULL:!MD5:!3DES'
WHERE current_setting('ssl') = 'on' AND current_setting('ssl_ciphers') ~* '(^|:)(ALL|MEDIUM|LOW|EXPORT|NULL|RC4)';
