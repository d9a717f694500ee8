SELECT plan(86);

-- Two keys: the right one and another.
CREATE TEMP TABLE kek AS SELECT repeat('0f', 32) AS right_one, repeat('a5', 32) AS wrong_one;
CREATE FUNCTION pg_temp.use_key(digits text) RETURNS text LANGUAGE sql AS $$ SELECT set_config('dunlin.kek', digits, true) $$;

-- ---- without a key
SELECT throws_ok($$SELECT encrypt_phone_number('+33612345678', 'salt-of-this-row-1')$$, '55000', NULL,
  'without a data key nothing is encrypted');
SELECT throws_ok($$SELECT dunlin_pack.new_data_key('phone')$$, '28000', 'no key-encryption key in this transaction',
  'a missing key-encryption key is said');
SELECT pg_temp.use_key('00ff');
SELECT throws_ok($$SELECT dunlin_pack.new_data_key('phone')$$, '28000',
  'the key-encryption key must be 64 hexadecimal digits (32 bytes)', 'a short key is refused, not padded');
SELECT throws_ok($$SELECT dunlin_pack.seal('short', 'x', 'a', 's')$$, '22023', NULL, 'a short data key is refused');
SELECT pg_temp.use_key(right_one) FROM kek;

-- ---- keys
SELECT is(dunlin_pack.new_data_key('phone'), 1, 'a data key is made');
SELECT is(dunlin_pack.new_data_key('phone_index'), 2, 'the blind index has a key of its own');
SELECT is(dunlin_pack.new_data_key('document'), 3, 'documents have a key of their own');
SELECT is((SELECT octet_length(wrapped) FROM dunlin_pack.dek WHERE kid = 1), 96, 'what is stored is wrapped');
SELECT isnt((SELECT wrapped FROM dunlin_pack.dek WHERE kid = 1), (SELECT wrapped FROM dunlin_pack.dek WHERE kid = 2),
  'no two keys are alike');
SELECT throws_ok($$INSERT INTO dunlin_pack.dek (purpose, wrapped, kek_id) VALUES ('other', '\x00'::bytea, '')$$, '23514', NULL,
  'a key that is not wrapped is refused');
SELECT is(dunlin_pack.kek_id('\x000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f'), '99fa646cfd961aca',
  'the name of a key-encryption key is the one that dunlin computes');

-- ---- the format: a box that was made by OpenSSL and Python
SELECT is(convert_from(dunlin_pack.open('\x000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f',
    decode('EBESExQVFhcYGRobHB0eH1pvIj2BOEUL8kEaXRNTO1tjL3yCvPpKcWPSqd/bRSDGsaULPLGtFp6sq14oNW06td2l38G2M0JSphe9UlVv7YQ=', 'base64'), 'phone', '0123456789abcdef0123456789abcdef'), 'UTF8'),
  '+33 6 12 34 56 78', 'a box of another program opens');
SELECT is(dunlin_pack.open('\x000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f',
    decode('EBESExQVFhcYGRobHB0eH1pvIj2BOEUL8kEaXRNTO1tjL3yCvPpKcWPSqd/bRSDGsaULPLGtFp6sq14oNW06td2l38G2M0JSphe9UlVv7YQ=', 'base64'), 'phon', 'e0123456789abcdef0123456789abcdef'), NULL,
  'bytes cannot move between what a box is bound to and its salt');
SELECT is(octet_length(dunlin_pack.seal(repeat('k', 32)::bytea, '', '', '')), 64, 'an empty value has one block');
SELECT is(convert_from(dunlin_pack.open(repeat('k', 32)::bytea, dunlin_pack.seal(repeat('k', 32)::bytea, '', 'a', 's'), 'a', 's'), 'UTF8'),
  '', 'an empty value comes back empty, not NULL');

-- ---- phone numbers
SELECT matches(encrypt_phone_number('+33612345678', 'salt-of-this-row-1'), '^v1\.1\.[A-Za-z0-9+/]+=*$', 'the form of a value');
SELECT is(decrypt_phone_number(encrypt_phone_number('+33612345678', 'salt-of-this-row-1'), 'salt-of-this-row-1'), '+33612345678',
  'what was encrypted decrypts');
SELECT is(decrypt_phone_number(encrypt_phone_number('Łódź ☎ 7', 'salt-of-this-row-1'), 'salt-of-this-row-1'), 'Łódź ☎ 7',
  'text of any script decrypts');
SELECT isnt(encrypt_phone_number('+33612345678', 'salt-of-this-row-1'), encrypt_phone_number('+33612345678', 'salt-of-this-row-1'),
  'equal values have different ciphertexts');
SELECT is(encrypt_phone_number(NULL, 'salt-of-this-row-1'), NULL, 'NULL stays NULL');
SELECT throws_ok($$SELECT encrypt_phone_number('+33612345678', 'x')$$, '22023', NULL, 'a salt that cannot be unique is refused');
SELECT is(decrypt_phone_number(encrypt_phone_number('+33612345678', 'salt-of-this-row-1'), 'salt-of-this-row-2'), NULL,
  'with the salt of another row a value is bad');
SELECT is(decrypt_phone_number('v1.1.AAAA', 'salt-of-this-row-1'), NULL, 'too short');
SELECT is(decrypt_phone_number('+33612345678', 'salt-of-this-row-1'), NULL, 'plain text is no encrypted value');
SELECT is(decrypt_phone_number('v1.99.' || repeat('AAAA', 24), 'salt-of-this-row-1'), NULL, 'a key that does not exist');
SELECT is(decrypt_phone_number('v1.1.' || repeat('AAAA', 24) || 'A', 'salt-of-this-row-1'), NULL, 'no base64');
SELECT is(decrypt_phone_number('v1.99999999999.AAAA', 'salt-of-this-row-1'), NULL, 'a key number of too many digits');
SELECT is(decrypt_phone_number(replace(encrypt_phone_number('1', 'salt-of-this-row-1'), 'v1.1.', 'v1.2.'), 'salt-of-this-row-1'), NULL,
  'a value under the number of another key');

-- Sixteen bytes more than a multiple of three: the last letter has four bits that mean nothing.
SELECT is(decrypt_phone_number(regexp_replace(encrypt_phone_number('1', 'salt-of-this-row-1'), '.==$', 'B=='), 'salt-of-this-row-1'), NULL,
  'bits behind the end of a value are noticed');

-- ---- bound to a row
SELECT is(dunlin_pack.decrypt(dunlin_pack.encrypt('a', 'phone', dunlin_pack.row_context('t.c', '1')), 'phone', dunlin_pack.row_context('t.c', '1')),
  'a', 'a value in its row');
SELECT is(dunlin_pack.decrypt(dunlin_pack.encrypt('a', 'phone', dunlin_pack.row_context('t.c', '1')), 'phone', dunlin_pack.row_context('t.c', '2')),
  NULL, 'a value in another row is bad');
SELECT isnt(dunlin_pack.row_context('t.c', 'a|b', 'c'), dunlin_pack.row_context('t.c', 'a', 'b|c'), 'keys of two columns cannot be confused');

-- ---- the wrong key raises: it isn't the row's fault
SELECT is(count(pg_temp.use_key(wrong_one)), 1::bigint, 'now with another key') FROM kek;
SELECT throws_like($$SELECT decrypt_phone_number('v1.1.' || repeat('AAAA', 24), 'salt-of-this-row-1')$$, 'key 1 cannot be unwrapped%',
  'a wrong key-encryption key raises');
SELECT pg_temp.use_key('');
SELECT throws_ok($$SELECT decrypt_phone_number('nonsense', 'salt-of-this-row-1')$$, '28000', NULL,
  'a missing key-encryption key raises, whatever the value');
SELECT pg_temp.use_key(right_one) FROM kek;

-- ---- dual write
INSERT INTO public.profiles (id, phone) SELECT n, '+336' || lpad(n::text, 8, '0') FROM generate_series(1, 200) AS n;
SELECT is((SELECT count(*) FROM public.profiles WHERE decrypt_phone_number(phone_encrypted, phone_salt) = phone), 200::bigint,
  'with a key in the transaction the trigger encrypts');
SELECT is((SELECT count(DISTINCT phone_salt) FROM public.profiles), 200::bigint, 'each row has a salt of its own');
UPDATE public.profiles SET phone = '+33799999999' WHERE id = 7;
SELECT is((SELECT decrypt_phone_number(phone_encrypted, phone_salt) FROM public.profiles WHERE id = 7), '+33799999999',
  'an update is encrypted anew');
UPDATE public.profiles SET phone = NULL WHERE id = 8;
SELECT is((SELECT (phone_encrypted, phone_salt, phone_index) IS NULL FROM public.profiles WHERE id = 8), true, 'what is deleted is gone');
SELECT pg_temp.use_key('');
UPDATE public.profiles SET phone = '+33788888888' WHERE id = 9;
SELECT is((SELECT phone_encrypted FROM public.profiles WHERE id = 9), NULL,
  'without a key the old ciphertext is taken away, for the backfill to find');
SELECT pg_temp.use_key(right_one) FROM kek;
SELECT set_eq($$SELECT status, detail, count FROM verify_encryption_integrity() WHERE status = 'failed'$$,
  $$VALUES ('failed', 'not encrypted: 9', 1::bigint)$$, 'what stands in the clear is found');
UPDATE public.profiles SET phone_salt = 'salt-of-this-row-9', phone_encrypted = encrypt_phone_number(phone, 'salt-of-this-row-9'),
  phone_index = phone_blind_index(phone) WHERE id = 9;

-- ---- blind index
SELECT is((SELECT array_agg(id) FROM public.profiles WHERE phone_index = phone_blind_index('+33 7 99 99 99 99')), ARRAY[7::bigint],
  'a number is found by its blind index, however it is written');
SELECT is(octet_length(dunlin_pack.blind_index('a', 'phone_index', 'exact', 16)), 2, 'a blind index can be shortened');
SELECT isnt(phone_blind_index('+33799999999'),
  {{pgcrypto_schema}}.digest('+33799999999', 'sha256'), 'it is no bare hash');
SELECT is(dunlin_pack.normalise(E' Ann@Example.ORG\n', 'email'), 'ann@example.org', 'addresses are compared without case');

-- ---- the blind index under two keys
SELECT is((SELECT array_agg(id) FROM public.profiles WHERE phone_index = ANY (phone_blind_indexes('+33799999999'))), ARRAY[7::bigint],
  'under one key a lookup has one entry');
SELECT is(cardinality(phone_blind_indexes('+33799999999')), 1, 'and no more');
SELECT throws_ok($$SELECT email_blind_indexes('a@example.org')$$, '55000', NULL, 'a lookup without a key is an error, not an empty answer');
SELECT is(dunlin_pack.new_data_key('phone_index'), 5, 'the blind index gets another key');
SELECT is((SELECT count(*) FROM public.profiles WHERE phone_index = phone_blind_index(phone)), 0::bigint,
  'entries of before aren''t those of the new key');
SELECT is((SELECT count(*) FROM public.profiles WHERE phone_index = ANY (phone_blind_indexes(phone))), 199::bigint,
  'and are found all the same');
UPDATE public.profiles SET phone = '+33755555555' WHERE id = 50;
SELECT is((SELECT substr(phone_index, 1, 4) FROM public.profiles WHERE id = 50), int4send(5), 'an entry under a later key says its number');
SELECT is((SELECT array_agg(id) FROM public.profiles WHERE phone_index = ANY (phone_blind_indexes('+33755555555'))), ARRAY[50::bigint],
  'what is written meanwhile is found too');
SELECT is((SELECT count(*) FROM verify_encryption_integrity() WHERE status = 'failed'), 0::bigint, 'both are right');
UPDATE dunlin_pack.dek SET state = 'retired' WHERE kid = 2;
SELECT is((SELECT detail FROM verify_encryption_integrity() WHERE status = 'failed') ~ '^has another blind index: 1; 2; 3;', true,
  'entries that no lookup finds any more are wrong');
UPDATE dunlin_pack.dek SET state = 'decrypt_only' WHERE kid = 2;

-- ---- integrity: the query of the documentation, and the function
CREATE TEMP VIEW failures AS
  SELECT id FROM public.profiles WHERE phone_encrypted IS NOT NULL AND decrypt_phone_number(phone_encrypted, phone_salt) IS NULL;
SELECT is((SELECT count(*) FROM failures), 0::bigint, 'no failures yet');
UPDATE public.profiles SET phone_encrypted = overlay(phone_encrypted PLACING
  CASE substr(phone_encrypted, 20, 1) WHEN 'A' THEN 'B' ELSE 'A' END FROM 20) WHERE id = 20;
UPDATE public.profiles SET phone_encrypted = phone WHERE id = 21;
UPDATE public.profiles a SET phone_salt = b.phone_salt FROM public.profiles b WHERE (a.id, b.id) IN ((22, 23), (23, 22));
SELECT is((SELECT array_agg(id ORDER BY id) FROM failures), ARRAY[20, 21, 22, 23]::bigint[],
  'the integrity query finds exactly the planted failures: a changed byte, plain text, two swapped salts');
SELECT is((SELECT detail FROM verify_encryption_integrity() WHERE status = 'failed'), 'cannot be decrypted: 20; 21; 22; 23',
  'verify_encryption_integrity() names the same rows');
UPDATE public.profiles SET phone_index = '\x00' WHERE id = 30;
UPDATE public.profiles SET phone_salt = 'salt-of-this-row-9', phone_encrypted = encrypt_phone_number('other', 'salt-of-this-row-9') WHERE id = 31;
SELECT set_eq($$SELECT detail, count FROM verify_encryption_integrity() WHERE status = 'failed'$$,
  $$VALUES ('cannot be decrypted: 20; 21; 22; 23', 4::bigint), ('differs from the plain column: 31', 1), ('has another blind index: 30; 31', 2),
           ('rows that share a salt', 2)$$, 'a wrong blind index, another value than the plain one, and shared salts are found');
SELECT is((SELECT count FROM verify_encryption_integrity(0) WHERE detail LIKE '% values decrypt'), 0::bigint,
  'a sample of no rows decrypts none');

-- ---- status
SELECT is(encryption_status()::jsonb #>> '{columns,0,encrypted}', '199', 'encrypted values are counted');
SELECT is(encryption_status()::jsonb #>> '{columns,0,plaintext_left}', '0', 'and what is left in the clear');
SELECT is(encryption_status()::jsonb #>> '{keys,0,rotation}', 'ok', 'a new key need not be rotated');
UPDATE dunlin_pack.dek SET created_at = now() - rotate_every * 0.95 WHERE kid = 1;
SELECT is(encryption_status()::jsonb #>> '{keys,0,rotation}', 'due', 'at 90 % of its age a key is due');

-- ---- documents
CREATE TEMP TABLE paper AS
  SELECT encrypt_document(convert_to(repeat('scan of a passport ', 10000), 'UTF8'), 'image/png') AS id;
SELECT is((SELECT chunks FROM dunlin_pack.encrypted_document JOIN paper USING (id)), 3, 'a document is cut into pieces of 64 KB');
SELECT is((SELECT decrypt_document(id) FROM paper), convert_to(repeat('scan of a passport ', 10000), 'UTF8'), 'and comes back');
UPDATE dunlin_pack.encrypted_document_chunk SET chunk = chunk + 10 WHERE document = (SELECT id FROM paper) AND chunk < 3;
UPDATE dunlin_pack.encrypted_document_chunk SET chunk = 13 - chunk WHERE document = (SELECT id FROM paper) AND chunk > 10;
SELECT is((SELECT decrypt_document(id) FROM paper), NULL, 'pieces that changed places are noticed');

CREATE TEMP TABLE pair AS
  SELECT encrypt_document(convert_to(repeat('one ', 40000), 'UTF8')) AS one, encrypt_document(convert_to(repeat('two ', 40000), 'UTF8')) AS two;
SELECT is((SELECT status FROM verify_encryption_integrity() WHERE check_name = 'documents'), 'failed', 'the integrity check knows documents');
SELECT is((SELECT detail FROM verify_encryption_integrity() WHERE check_name = 'documents'), (SELECT 'not whole: ' || id FROM paper),
  'and says which isn''t whole');
DELETE FROM dunlin_pack.encrypted_document_chunk WHERE document = (SELECT one FROM pair) AND chunk = 3;
SELECT is((SELECT decrypt_document(one) FROM pair), NULL, 'a document that was cut off is noticed');
UPDATE dunlin_pack.encrypted_document SET chunks = 2, bytes = 131072 WHERE id = (SELECT one FROM pair);
SELECT is((SELECT decrypt_document(one) FROM pair), NULL, 'also when its header says the same');
UPDATE dunlin_pack.encrypted_document_chunk c SET body = o.body FROM dunlin_pack.encrypted_document_chunk o, pair
  WHERE c.document = one AND o.document = two AND c.chunk = o.chunk;
UPDATE dunlin_pack.encrypted_document d SET salt = o.salt FROM dunlin_pack.encrypted_document o, pair WHERE d.id = one AND o.id = two;
SELECT is((SELECT decrypt_document(one) FROM pair), NULL, 'so are pieces of another document');
SELECT is((SELECT decrypt_document(two) FROM pair), convert_to(repeat('two ', 40000), 'UTF8'), 'which stays as it is');
SELECT is(encryption_status()::jsonb ->> 'document_keys', '{"3": 3}', 'documents are counted by their key');

-- ---- grants
SELECT is((SELECT count(*) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
           WHERE n.nspname = 'dunlin_pack' AND p.proname IN ('seal', 'open', 'current_kek', 'kek_id', 'data_key', 'active_kid',
             'new_data_key', 'destroy_keys', 'encrypt', 'decrypt', 'blind_index', 'blind_indexes', 'index_mark', 'encrypt_on_write', 'missing_columns')
             AND has_function_privilege('public', p.oid, 'EXECUTE')), 0::bigint, 'nothing is open to PUBLIC');
SET LOCAL ROLE encryption_writer;
SELECT throws_ok($$SELECT decrypt_phone_number('x', 'y')$$, '42501', NULL, 'who writes cannot read');
RESET ROLE;
SET LOCAL ROLE encryption_reader;
SELECT throws_ok($$SELECT dunlin_pack.data_key(1, 'phone')$$, '42501', NULL, 'who reads values cannot read keys');
RESET ROLE;

-- ---- columns of several types, a column that is renamed, a table that is dropped
CREATE TABLE typed (id integer PRIMARY KEY, phone varchar(20), e text, s text, i bytea);
GRANT SELECT ON typed TO PUBLIC;  -- the check runs as the pack's owner
SELECT dunlin_pack.register_encrypted_column('typed', 'e', 'phone', 'phone', salt_column => 's', index_column => 'i', normaliser => 'phone');
INSERT INTO typed (id, phone) VALUES (1, '+33612345678');
SELECT is((SELECT count(*) FROM verify_encryption_integrity() WHERE check_name LIKE '%typed.e' AND status = 'ok'), 5::bigint, 'columns of another type are checked in the same run');
ALTER TABLE typed RENAME phone TO tel;
SELECT throws_like($$UPDATE typed SET tel = '+44'$$, '%has no column phone any more%', 'a plain column that was renamed is told, not left in the clear');
SELECT throws_like($$INSERT INTO typed (id, tel) VALUES (2, '+44')$$, '%has no column phone any more%', 'for new rows too');
SELECT results_eq($$SELECT status, detail FROM verify_encryption_integrity() WHERE check_name LIKE '%typed.e'$$,
  $$VALUES ('failed', 'there is no column phone any more: renamed, or dropped; dunlin_pack.encrypted_column names it')$$, 'the check names it');
SELECT is((SELECT c ->> 'missing' FROM jsonb_array_elements(encryption_status()::jsonb -> 'columns') AS c WHERE c ->> 'column' = 'e'), 'phone', 'so does the status');
UPDATE dunlin_pack.encrypted_column SET plain_column = 'tel' WHERE encrypted_column = 'e';
SELECT lives_ok($$UPDATE typed SET tel = '+44'$$, 'and goes on under the new name');
DROP TABLE typed CASCADE;
SELECT is((SELECT count(*) FROM verify_encryption_integrity() WHERE check_name LIKE '%.e'), 0::bigint, 'a table that is gone does not end the check');

-- ---- crypto-shredding
SELECT is(dunlin_pack.destroy_keys('document')::jsonb -> 'keys', '[3]', 'destroying keys leaves evidence');
SELECT is((SELECT decrypt_document(id) FROM paper), NULL, 'what they encrypted is gone');

SELECT * FROM finish();
