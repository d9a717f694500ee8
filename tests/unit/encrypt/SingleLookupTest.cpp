#include <gtest/gtest.h>

#include "encrypt/SingleLookup.hpp"

namespace dunlin::encrypt {
namespace {

TEST(EncryptSingleLookup, ComparisonsWithOneEntry) {
  for (const char* sql : {
           "SELECT id FROM profiles WHERE phone_index = phone_blind_index($1)",
           "SELECT id FROM profiles WHERE phone_blind_index($1) = phone_index",
           "SELECT id FROM profiles WHERE phone_index IN (phone_blind_index($1))",
           "SELECT id FROM profiles WHERE phone_index in ($1, public.phone_blind_index(coalesce($2, '')))",
           "SELECT id FROM profiles WHERE a = 1 AND (\"phone_index\" = \"public\".\"phone_blind_index\"($1))",
           "SELECT id FROM profiles WHERE phone_index = ANY (ARRAY[phone_blind_index($1)])",
           "SELECT id FROM profiles WHERE phone_index = (SELECT dunlin_pack.blind_index($1, 'phone_index'))",
           "SELECT id FROM profiles WHERE phone_index <> phone_blind_index($1)",
           "SELECT id FROM profiles WHERE phone_index IS NOT DISTINCT FROM phone_blind_index($1)",
           "SELECT id FROM profiles WHERE phone_blind_index($1)::bytea IS NOT DISTINCT FROM phone_index",
           "SELECT id FROM profiles WHERE (region, phone_index) = ($1, phone_blind_index($2))",
           "SELECT id, phone_index = phone_blind_index($1) FROM profiles",
           "SELECT id FROM profiles JOIN calls ON profiles.phone_index = phone_blind_index(calls.number)",
           "UPDATE profiles SET seen = now() WHERE phone_index = phone_blind_index($1)",
           "UPDATE p SET phone_index = phone_blind_index($2) WHERE phone_index = phone_blind_index($1)",
           "SELECT CASE WHEN phone_index = phone_blind_index($1) THEN 1 END FROM profiles",
           "(phone_index = phone_blind_index('+33'::text))",  // a policy
           "BEGIN ATOMIC SELECT id FROM profiles WHERE (phone_index = phone_blind_index($1)); END",
           "BEGIN IF NEW.phone_index = phone_blind_index(NEW.phone) THEN RETURN NULL; END IF; END",
           "BEGIN RETURN QUERY EXECUTE 'SELECT id FROM profiles WHERE phone_index = phone_blind_index($1)'; "
           "END",
           "DO $$ BEGIN PERFORM 1 FROM p WHERE a /* , */ AND PHONE_INDEX = PHONE_BLIND_INDEX('1'); END $$",
       })
    EXPECT_TRUE(looks_up_one_entry(sql)) << sql;
}

TEST(EncryptSingleLookup, EntriesThatAreWritten) {
  for (const char* sql : {
           "SELECT id FROM profiles WHERE phone_index = ANY (phone_blind_indexes($1))",
           "INSERT INTO p VALUES ($1, phone_blind_index($2)) ON CONFLICT (id) DO UPDATE SET phone_index = "
           "phone_blind_index($2)",
           "INSERT INTO p (id, phone_index) SELECT id, phone_blind_index(phone) FROM q WHERE a = 1",
           "INSERT INTO p (phone_index) (SELECT phone_blind_index(phone) FROM q WHERE id IN (1, 2))",
           "UPDATE p SET phone = $1, phone_index = phone_blind_index($1) WHERE id = $2 AND b = 3",
           "UPDATE p SET a = b AND c, phone_index = phone_blind_index($1)",
           "UPDATE p SET phone_index = coalesce(phone_blind_index($1), '')",
           "UPDATE p SET (a, phone_index) = ($1, phone_blind_index($2)) WHERE id = 1",
           "UPDATE p SET phone_index = (SELECT phone_blind_index(phone) FROM q WHERE q.id = p.id)",
           "MERGE INTO p USING q ON p.id = q.id WHEN MATCHED THEN UPDATE SET phone_index = "
           "phone_blind_index(q.phone) WHEN NOT MATCHED THEN INSERT VALUES (q.id, "
           "phone_blind_index(q.phone))",
           "BEGIN IF a AND b THEN NEW.phone_index = phone_blind_index(NEW.phone); END IF; RETURN NEW; END",
           "BEGIN DELETE FROM p WHERE a = 1; NEW.phone_index := phone_blind_index(NEW.phone); END",
           "DECLARE entry bytea = phone_blind_index(x); BEGIN NULL; END",
           "SELECT encode(phone_blind_index($1), 'hex')",
           "SELECT 1 -- WHERE phone_index = phone_blind_index($1)",
           "SELECT phone_blind_index($1",
           ")",
           "",
       })
    EXPECT_FALSE(looks_up_one_entry(sql)) << sql;
}

}  // namespace
}  // namespace dunlin::encrypt
