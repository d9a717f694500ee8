#include <gtest/gtest.h>

#include "base/Identifier.hpp"
#include "encrypt/Backfill.hpp"
#include "encrypt/Binding.hpp"
#include "encrypt/Bytes.hpp"
#include "encrypt/ColumnLock.hpp"
#include "encrypt/Preflight.hpp"
#include "encrypt/Rotate.hpp"
#include "encrypt/Status.hpp"
#include "encrypt/Verify.hpp"
#include "integration/encrypt/PackDatabase.hpp"

namespace dunlin::encrypt {
namespace {

class Encrypt : public PackDatabase {};

constexpr char k_salt[] = "0123456789abcdef0123456789abcdef";

TEST_F(Encrypt, WhatSqlEncryptedThisProcessDecrypts) {
  auto keys = ring();
  for (const std::string plain : {"+33612345678", "", "Łódź ☎", "sixteen bytes ok"}) {
    const auto text =
        value_with_key("SELECT encrypt_phone_number(" + quote_literal(plain) + ", '" + k_salt + "')");
    const auto envelope = parse_envelope(text);
    ASSERT_TRUE(envelope) << text;
    EXPECT_EQ(keys.cipher(envelope->kid, "phone")->open(Format::v1, envelope->box, "phone", k_salt), plain);
  }
}

TEST_F(Encrypt, WhatThisProcessEncryptedSqlDecrypts) {
  auto keys = ring();
  RandomBytes random;
  for (const std::string plain : {"+33612345678", "", "Łódź ☎", "sixteen bytes ok"}) {
    const auto text =
        to_text({.format = Format::v1,
                 .kid = keys.active("phone"),
                 .box = keys.cipher(1, "phone")->seal(Format::v1, plain, "phone", k_salt, random)});
    EXPECT_EQ(value_with_key("SELECT decrypt_phone_number('" + text + "', '" + k_salt + "')"), plain);
  }
}

TEST_F(Encrypt, KeysWrappedBySqlAndByThisProcessAreTheSame) {
  value_with_key("SELECT dunlin_pack.new_data_key('email')");
  auto keys = ring();
  EXPECT_EQ(keys.active("email"), 3);
  EXPECT_NE(keys.cipher(3, "email"), nullptr);
  EXPECT_EQ(value("SELECT count(DISTINCT kek_id) FROM dunlin_pack.dek"), "1");
}

TEST_F(Encrypt, BlindIndexesAreTheSame) {
  auto keys = ring();
  EXPECT_EQ(value_with_key("SELECT phone_blind_index('+33 6 12')"),
            "\\x" + to_hex(blind_index(keys.index_key("phone_index"), "+33(6)12", "phone", 256)));
}

TEST_F(Encrypt, BackfillEncryptsEveryRowOnce) {
  fill(3'000);
  exec("CREATE TABLE touched (id bigint)");
  exec(
      "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO touched VALUES "
      "(NEW.id); RETURN NEW; END'");
  exec("CREATE TRIGGER touch AFTER UPDATE ON profiles FOR EACH ROW EXECUTE FUNCTION touch()");
  auto keys = ring();
  const auto result = backfill(connection_, column(), keys, {}, {});
  EXPECT_EQ(result.rows, 3'000);
  EXPECT_EQ(value("SELECT count(*) || ' ' || count(DISTINCT id) FROM touched"), "3000 3000");
  EXPECT_EQ(value("SELECT count(DISTINCT phone_salt) FROM profiles"), "3000");
  EXPECT_EQ(
      value_with_key(
          "SELECT count(*) FROM profiles WHERE decrypt_phone_number(phone_encrypted, phone_salt) = phone "
          "AND phone_index = phone_blind_index(phone)"),
      "3000");
  EXPECT_EQ(backfill(connection_, column(), keys, {}, {}).rows, 0);
  EXPECT_EQ(count_plaintext_left(connection_, column()), 0);
}

TEST_F(Encrypt, RowsOfTwoKeyColumnsAreBoundInBothFormats) {
  exec(
      "CREATE TABLE people (region text, no int, email text, email_v1 text, email_v2 text, salt text, "
      "PRIMARY KEY (region, no))");
  exec("SELECT dunlin_pack.register_encrypted_column('people', 'email_v1', 'email', 'email', bound => true)");
  exec(
      "SELECT dunlin_pack.register_encrypted_column('people', 'email_v2', 'email', 'email', 'salt', format "
      "=> 'v2', bound => true)");
  exec(
      "INSERT INTO people (region, no, email) SELECT E'a|\\\\\\t' || n % 3, n, 'p' || n || '@example.org' "
      "FROM generate_series(1, 500) AS n");
  create_data_key(connection_, kek_, "email");
  auto keys = ring();
  for (const auto& one : read_columns(connection_, {"people"})) {
    EXPECT_EQ(backfill(connection_, one, keys, {}, {}).rows, 500) << one.name();
    EXPECT_EQ(verify(connection_, one, keys, 10, {}).bad, 0) << one.name();
  }
  EXPECT_EQ(value_with_key("SELECT count(*) FROM people WHERE dunlin_pack.decrypt(email_v1, 'email', "
                           "dunlin_pack.row_context('public.people.email_v1', region, no::text)) = email"),
            "500");
  EXPECT_EQ(value_with_key("SELECT count(dunlin_pack.decrypt(email_v2, 'email')) FROM people"), "0");
  // Moved together with its salt, and still noticed.
  exec(
      "UPDATE people a SET email_v2 = b.email_v2, salt = b.salt, email = b.email FROM people b WHERE (a.no, "
      "b.no) IN ((7, 8), (8, 7))");
  const auto found = verify(connection_, column("people.email_v2"), keys, 10, {});
  EXPECT_EQ(found.bad, 2);
  EXPECT_EQ(found.listed[0].reason, "altered");
}

TEST_F(Encrypt, VerifyNamesEachKindOfBadRow) {
  fill(500);
  auto keys = ring();
  backfill(connection_, column(), keys, {}, {});
  exec("ALTER TABLE profiles DISABLE TRIGGER USER");
  exec(
      "UPDATE profiles SET phone_encrypted = overlay(phone_encrypted PLACING CASE substr(phone_encrypted, "
      "20, 1) "
      "WHEN 'A' THEN 'B' ELSE 'A' END FROM 20) WHERE id = 10");
  exec("UPDATE profiles SET phone_encrypted = phone WHERE id = 20");
  exec("UPDATE profiles SET phone_encrypted = replace(phone_encrypted, 'v1.1.', 'v1.77.') WHERE id = 30");
  exec("UPDATE profiles SET phone = 'another' WHERE id = 40");
  exec("UPDATE profiles SET phone_index = '\\x00' WHERE id = 50");
  exec("UPDATE profiles SET phone_encrypted = NULL WHERE id = 60");
  exec("UPDATE profiles SET phone_salt = (SELECT phone_salt FROM profiles WHERE id = 71) WHERE id = 70");
  const std::vector<BadRow> expected{{"10", "altered"}, {"20", "not_an_envelope"}, {"30", "unknown_key"},
                                     {"40", "differs"}, {"50", "wrong_index"},     {"60", "not_encrypted"},
                                     {"70", "altered"}};
  const auto found = verify(connection_, column(), keys, 100, {});
  EXPECT_EQ(found.listed, expected);
  EXPECT_EQ(found.bad, 7);
  EXPECT_EQ(found.rows, 499);
  EXPECT_EQ(found.shared_salts, 2);
  EXPECT_EQ(verify(connection_, column(), keys, 2, {}).listed.size(), 2U);
  const auto coverage = read_coverage(connection_, column());
  EXPECT_EQ(coverage, (Coverage{.rows = 500,
                                .encrypted = 499,
                                .plaintext_left = 1,
                                .no_envelope = 1,
                                .keys = {{1, 497}, {77, 1}}}));
}

TEST_F(Encrypt, AWrongKeyIsRefusedAndChangesNothing) {
  fill(10);
  KeyRing wrong(read_keys(connection_), Key::random());
  const auto error = dunlin::test::error_of([&] { backfill(connection_, column(), wrong, {}, {}); });
  EXPECT_EQ(error.code(), ErrorCode::refused);
  EXPECT_EQ(value("SELECT count(phone_encrypted) FROM profiles"), "0");
  EXPECT_EQ(dunlin::test::error_of([&] { rotate_kek(connection_, Key::random(), Key::random()); }).code(),
            ErrorCode::refused);
  EXPECT_EQ(value("SELECT count(DISTINCT kek_id) FROM dunlin_pack.dek"), "1");
}

TEST_F(Encrypt, ANewKekWrapsTheSameDataKeys) {
  fill(10);
  auto keys = ring();
  backfill(connection_, column(), keys, {}, {});
  const Key next = Key::random();
  EXPECT_EQ(rotate_kek(connection_, kek_, next), 2);
  KeyRing after(read_keys(connection_), next);
  EXPECT_EQ(verify(connection_, column(), after, 10, {}).bad, 0);
  KeyRing before(read_keys(connection_), kek_);
  EXPECT_THROW(verify(connection_, column(), before, 10, {}), Error);
}

TEST_F(Encrypt, ANewDataKeyTakesEveryGoodRowAndOnlyThenTheOldOneRetires) {
  fill(2'000);
  auto keys = ring();
  backfill(connection_, column(), keys, {}, {});
  exec(
      "UPDATE profiles SET phone_encrypted = overlay(phone_encrypted PLACING CASE substr(phone_encrypted, "
      "20, 1) "
      "WHEN 'A' THEN 'B' ELSE 'A' END FROM 20) WHERE id = 3");
  EXPECT_EQ(create_data_key(connection_, kek_, "phone"), 3);
  auto both = ring();
  const auto result = reencrypt(connection_, column(), both, {}, {});
  EXPECT_EQ(result.rows, 1'999);
  EXPECT_EQ(result.bad, 1);
  EXPECT_EQ(result.bad_keys, std::vector<std::string>{"3"});
  EXPECT_TRUE(retire_unused(connection_, "phone").empty());  // row 3 still is under the old key
  exec("UPDATE profiles SET phone_encrypted = NULL WHERE id = 3");
  EXPECT_EQ(retire_unused(connection_, "phone"), std::vector<int>{1});
  backfill(connection_, column(), both, {}, {});
  EXPECT_EQ(verify(connection_, column(), both, 10, {}).bad, 0);
  EXPECT_EQ(read_coverage(connection_, column()).keys, (std::map<int, std::int64_t>{{3, 2'000}}));
  EXPECT_EQ(value("SELECT state FROM dunlin_pack.dek WHERE kid = 1"), "retired");
  EXPECT_EQ(value("SELECT wrapped IS NOT NULL FROM dunlin_pack.dek WHERE kid = 1"), "t");
}

TEST_F(Encrypt, ABlindIndexOverFewValuesIsRefused) {
  exec("INSERT INTO profiles (id, phone) SELECT n, '+33' || n % 20 FROM generate_series(1, 1000) AS n");
  auto keys = ring();
  const auto error = dunlin::test::error_of([&] { backfill(connection_, column(), keys, {}, {}); });
  EXPECT_EQ(error.code(), ErrorCode::refused);
  EXPECT_NE(error.message().find("20 values in 1,000 rows"), std::string::npos) << error.message();
}

TEST_F(Encrypt, ARowOfSomebodyElseIsDoneWhenItIsFree) {
  fill(1'000);
  auto other = connect();
  other.exec("BEGIN");
  other.exec("UPDATE profiles SET phone = '+33799999999' WHERE id = 500");
  auto keys = ring();
  const SweepOptions options{.lock_timeout = std::chrono::milliseconds(100), .lock_retries = 1};
  const auto error = dunlin::test::error_of([&] { backfill(connection_, column(), keys, options, {}); });
  EXPECT_EQ(error.code(), ErrorCode::lock_timeout);
  EXPECT_EQ(value("SELECT count(phone_encrypted) FROM profiles"), "999");
  other.exec("COMMIT");
  EXPECT_EQ(backfill(connection_, column(), keys, options, {}).rows, 1);
  EXPECT_EQ(verify(connection_, column(), keys, 10, {}).bad, 0);
}

TEST_F(Encrypt, RowsThatAPolicyHidesAreNotLeftInTheClear) {
  fill(10);
  exec("DO 'BEGIN CREATE ROLE encrypt_owner LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END'");
  exec("ALTER TABLE profiles OWNER TO encrypt_owner");
  exec("ALTER TABLE profiles ENABLE ROW LEVEL SECURITY");
  exec("ALTER TABLE profiles FORCE ROW LEVEL SECURITY");
  exec("GRANT USAGE ON SCHEMA dunlin_pack TO encrypt_owner");
  exec("GRANT ALL ON ALL TABLES IN SCHEMA dunlin_pack TO encrypt_owner");
  auto owner = connect();
  owner.exec("SET ROLE encrypt_owner");
  auto keys = ring();
  const auto error = dunlin::test::error_of([&] { backfill(owner, column(), keys, {}, {}); });
  EXPECT_NE(error.message().find("row-level security"), std::string::npos) << error.message();
}

TEST_F(Encrypt, OneDunlinAColumn) {
  const auto one = column();
  const ColumnLock lock(connection_, one, std::chrono::milliseconds(0));
  auto other = connect();
  EXPECT_EQ(dunlin::test::error_of([&] { ColumnLock(other, one, std::chrono::milliseconds(50)); }).code(),
            ErrorCode::lock_timeout);
}

TEST_F(Encrypt, PreflightReadsTheServersSettings) {
  EXPECT_TRUE(find_leaks(read_logging(connection_)).empty());
  exec("SET log_min_duration_statement = '250ms'");
  exec("SET log_parameter_max_length_on_error = '1kB'");
  const auto settings = read_logging(connection_);
  EXPECT_EQ(settings.log_min_duration_statement, 250);
  EXPECT_EQ(settings.log_parameter_max_length_on_error, 1024);
  EXPECT_EQ(find_leaks(settings).size(), 2U);
  exec("SET log_parameter_max_length = 0");
  exec("SET log_parameter_max_length_on_error = 0");
  EXPECT_TRUE(find_leaks(read_logging(connection_)).empty());
  exec("DO 'BEGIN CREATE ROLE encrypt_stored; EXCEPTION WHEN duplicate_object THEN NULL; END'");
  exec("ALTER ROLE encrypt_stored SET dunlin.kek = 'abc'");
  const auto leaks = find_leaks(read_logging(connection_));
  exec("ALTER ROLE encrypt_stored RESET dunlin.kek");
  ASSERT_EQ(leaks.size(), 1U);
  EXPECT_TRUE(leaks[0].stored);
  EXPECT_NE(leaks[0].what.find("role encrypt_stored"), std::string::npos);
}

TEST_F(Encrypt, NoKeyIsEverSentToTheServer) {
  fill(300);
  exec("SET log_statement = 'all'");
  exec("SET log_min_duration_statement = 0");
  auto keys = ring();
  backfill(connection_, column(), keys, {}, {});
  create_data_key(connection_, kek_, "phone");
  auto both = ring();
  reencrypt(connection_, column(), both, {}, {});
  verify(connection_, column(), both, 10, {});
  exec("SET log_statement = 'none'");
  exec("SET log_min_duration_statement = -1");
  const auto log = [&](const std::string& text) {
    return value("SELECT count(*) > 0 FROM regexp_matches(pg_read_file('server.log'), '" + text + "')");
  };
  EXPECT_EQ(log("UPDATE \"public\".\"profiles\" AS t SET"), "t");
  EXPECT_EQ(log(kek_.reveal_hex()), "f");
  EXPECT_EQ(log("\\+336000001"), "f");
}

}  // namespace
}  // namespace dunlin::encrypt
