#include <gtest/gtest.h>

#include "base/Identifier.hpp"
#include "encrypt/Backfill.hpp"
#include "encrypt/Binding.hpp"
#include "encrypt/Bytes.hpp"
#include "encrypt/ColumnLock.hpp"
#include "encrypt/Documents.hpp"
#include "encrypt/Lookups.hpp"
#include "encrypt/Preflight.hpp"
#include "encrypt/Retire.hpp"
#include "encrypt/Rotate.hpp"
#include "encrypt/Status.hpp"
#include "encrypt/Verify.hpp"
#include "integration/encrypt/PackDatabase.hpp"

namespace dunlin::encrypt {
namespace {

class Encrypt : public PackDatabase {
 protected:
  Retirement retire(const std::string& purpose) {
    return retire_unused(connection_, purpose, KeysSettled(connection_), std::chrono::milliseconds(0));
  }
};

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
  EXPECT_EQ(create_data_key(connection_, kek_, "phone_index"), 3);
  auto later = ring();
  const auto entry = blind_index(later.index_key("phone_index"), "+33(6)12", "phone", 256);
  EXPECT_EQ(entry.substr(0, 4), std::string("\0\0\0\3", 4));
  EXPECT_EQ(value_with_key("SELECT phone_blind_index('+33 6 12')"), "\\x" + to_hex(entry));
  EXPECT_EQ(value_with_key("SELECT (phone_blind_indexes('+33 6 12'))[1]"),
            "\\x" + to_hex(blind_index(later.index_key(2, "phone_index"), "+33(6)12", "phone", 256)));
  EXPECT_EQ(value_with_key("SELECT (phone_blind_indexes('+33 6 12'))[2]"), "\\x" + to_hex(entry));
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
  const auto coverage = read_coverage(connection_, column(), read_keys(connection_));
  EXPECT_EQ(coverage, (Coverage{.rows = 500,
                                .encrypted = 499,
                                .plaintext_left = 1,
                                .no_envelope = 1,
                                .keys = {{1, 497}, {77, 1}},
                                .index_keys = {{2, 499}}}));
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
  const auto kept = retire("phone");  // row 3 still is under the old key
  EXPECT_TRUE(kept.retired.empty());
  EXPECT_EQ(kept.kept, (std::vector<KeptKey>{{1, "public.profiles.phone_encrypted uses it", true}}));
  exec("UPDATE profiles SET phone_encrypted = NULL WHERE id = 3");
  EXPECT_EQ(retire("phone").retired, std::vector<int>{1});
  backfill(connection_, column(), both, {}, {});
  EXPECT_EQ(verify(connection_, column(), both, 10, {}).bad, 0);
  EXPECT_EQ(read_coverage(connection_, column(), read_keys(connection_)).keys,
            (std::map<int, std::int64_t>{{3, 2'000}}));
  EXPECT_EQ(value("SELECT state FROM dunlin_pack.dek WHERE kid = 1"), "retired");
  EXPECT_EQ(value("SELECT wrapped IS NOT NULL FROM dunlin_pack.dek WHERE kid = 1"), "t");
}

TEST_F(Encrypt, ANewIndexKeyTakesEveryEntryAndNoValue) {
  fill(2'000);
  auto keys = ring();
  backfill(connection_, column(), keys, {}, {});
  exec("UPDATE profiles SET phone_index = NULL WHERE id = 5");
  const auto values =
      value("SELECT md5(string_agg(phone_encrypted || phone_salt, '' ORDER BY id)) FROM profiles");
  create_data_key(connection_, kek_, "phone_index");
  auto both = ring();
  EXPECT_EQ(verify(connection_, column(), both, 10, {}).bad, 1);  // row 5 only
  EXPECT_EQ(retire("phone_index").kept,
            (std::vector<KeptKey>{{2, "the blind index of public.profiles.phone_encrypted uses it", true}}));
  EXPECT_EQ(reindex(connection_, column(), both, {}, {}).rows, 2'000);
  EXPECT_TRUE(is_finished(connection_, column(), 3));
  EXPECT_EQ(reindex(connection_, column(), both, {}, {}).rows, 0);
  EXPECT_EQ(retire("phone_index").retired, std::vector<int>{2});
  auto after = ring();
  EXPECT_EQ(verify(connection_, column(), after, 10, {}).bad, 0);
  EXPECT_EQ(value("SELECT md5(string_agg(phone_encrypted || phone_salt, '' ORDER BY id)) FROM profiles"),
            values);
  EXPECT_EQ(read_coverage(connection_, column(), read_keys(connection_)).index_keys,
            (std::map<int, std::int64_t>{{3, 2'000}}));
}

TEST_F(Encrypt, AKeyThatATransactionFromBeforeMayWriteUnderIsNotRetired) {
  auto other = connect();
  other.exec("BEGIN ISOLATION LEVEL REPEATABLE READ");
  other.exec("SELECT count(*) FROM profiles");
  create_data_key(connection_, kek_, "phone");
  const KeysSettled settled(connection_);
  auto later = connect();  // sees the new key: not in the way
  later.exec("BEGIN");
  later.exec("INSERT INTO profiles (id) VALUES (1)");
  const auto kept = retire_unused(connection_, "phone", settled, std::chrono::milliseconds(0));
  ASSERT_EQ(kept.kept.size(), 1U);
  EXPECT_FALSE(kept.kept[0].in_use);
  EXPECT_NE(kept.kept[0].why.find(std::to_string(other.facts().backend_pid)), std::string::npos);
  other.exec("COMMIT");
  EXPECT_EQ(retire_unused(connection_, "phone", settled, std::chrono::milliseconds(0)).retired,
            std::vector<int>{1});
}

TEST_F(Encrypt, AKeyIsDestroyedWhenNoBackupNeedsIt) {
  create_data_key(connection_, kek_, "phone");
  const auto error = [&](int kid, const BackupAge& backups, std::optional<int> for_good = {}) {
    return dunlin::test::error_of([&] { destroy_key(connection_, kid, backups, for_good); }).message();
  };
  const BackupAge month{.retention = std::chrono::hours(24 * 30), .since = {}};
  EXPECT_NE(error(1, month).find("not retired"), std::string::npos);
  EXPECT_NE(error(3, month).find("in use"), std::string::npos);
  EXPECT_EQ(retire("phone").retired, std::vector<int>{1});
  EXPECT_NE(error(1, {}).find("isn't known how long"), std::string::npos);
  EXPECT_NE(error(1, month).find("may be destroyed from then on"), std::string::npos);
  EXPECT_NE(error(1, {.retention = {}, .since = "yesterday"}).find("need it"), std::string::npos);
  EXPECT_NE(error(1, month, 2).find("--yes-destroy names key 2"), std::string::npos);
  exec("UPDATE dunlin_pack.dek SET retired_at = now() - interval '29 days 23 hours' WHERE kid = 1");
  EXPECT_NE(error(1, month).find("may be destroyed from then on"), std::string::npos);
  EXPECT_EQ(value("SELECT wrapped IS NOT NULL FROM dunlin_pack.dek WHERE kid = 1"), "t");
  exec("UPDATE dunlin_pack.dek SET retired_at = now() - interval '30 days' WHERE kid = 1");
  destroy_key(connection_, 1, month, {});
  EXPECT_EQ(value("SELECT state || ' ' || (wrapped IS NULL) FROM dunlin_pack.dek WHERE kid = 1"),
            "destroyed true");
}

TEST_F(Encrypt, DocumentsAreReadAndTakenUnderANewKeyPieceByPiece) {
  value_with_key("SELECT dunlin_pack.new_data_key('document')");
  exec("CREATE TABLE papers (id uuid, content bytea)");
  value_with_key(
      "WITH made AS (SELECT convert_to(repeat('x' || n, n * n * 700), 'UTF8') AS content FROM "
      "generate_series(0, 60) AS n), "
      "stored AS (INSERT INTO papers SELECT encrypt_document(content), content FROM made RETURNING 1) SELECT "
      "count(*) FROM stored");
  const auto same = [&] {
    return value_with_key("SELECT count(*) FROM papers WHERE decrypt_document(id) = content");
  };
  EXPECT_EQ(same(), "61");
  auto keys = ring();
  const auto found = verify_documents(connection_, keys, 10, {});
  EXPECT_EQ(found.rows, 61);
  EXPECT_EQ(found.bad, 0);
  const auto bad = value("SELECT id FROM dunlin_pack.encrypted_document ORDER BY bytes DESC LIMIT 1");
  exec(
      "UPDATE dunlin_pack.encrypted_document_chunk SET body = set_byte(body, 20, 255 - get_byte(body, 20)) "
      "WHERE document = '" +
      bad + "' AND chunk = 70");  // behind the first pieces that are read at once
  create_data_key(connection_, kek_, "document");
  auto both = ring();
  const auto result = reencrypt_documents(connection_, both, {}, {});
  EXPECT_EQ(result.rows, 60);
  EXPECT_EQ(result.bad_keys, std::vector<std::string>{bad});
  EXPECT_TRUE(documents_finished(connection_, 4));
  EXPECT_EQ(read_document_coverage(connection_),
            (DocumentCoverage{.documents = 61, .incomplete = 0, .keys = {{3, 1}, {4, 60}}}));
  EXPECT_EQ(same(), "60");
  EXPECT_EQ(verify_documents(connection_, both, 10, {}).listed, (std::vector<BadRow>{{bad, "altered"}}));
  // Nothing of the bad one was written.
  exec(
      "UPDATE dunlin_pack.encrypted_document_chunk SET body = set_byte(body, 20, 255 - get_byte(body, 20)) "
      "WHERE document = '" +
      bad + "' AND chunk = 70");
  EXPECT_EQ(same(), "61");
  EXPECT_EQ(reencrypt_documents(connection_, both, {}, {}).rows, 1);
  EXPECT_EQ(same(), "61");
  EXPECT_EQ(retire("document").retired, std::vector<int>{3});
}

TEST_F(Encrypt, ABatchOfDocumentsThatWasRolledBackIsDoneNext) {
  value_with_key("SELECT dunlin_pack.new_data_key('document')");
  value_with_key(
      "SELECT count(encrypt_document(convert_to('paper ' || n, 'UTF8'))) FROM generate_series(1, 5) AS n");
  create_data_key(connection_, kek_, "document");
  auto other = connect();
  other.exec("BEGIN");
  other.exec("LOCK TABLE dunlin_pack.encryption_checkpoint IN SHARE MODE");
  auto keys = ring();
  std::vector<std::int64_t> reported;
  const SweepOptions options{.lock_timeout = std::chrono::milliseconds(50), .lock_retries = 20};
  const auto result = reencrypt_documents(connection_, keys, options, [&](const SweepProgress& progress) {
    if (progress.waits_for.empty()) return reported.push_back(progress.rows);
    other.exec("COMMIT");
  });
  EXPECT_EQ(result.rows, 5);
  ASSERT_FALSE(reported.empty());
  EXPECT_EQ(reported.front(), 5);
}

TEST_F(Encrypt, UpdatesOfThePackLeadToTheSameFunctions) {
  const auto packs = packs::load_packs("");
  const auto& pack = packs::find_pack(packs, "encryption");
  const auto update = [&](const std::string& from, const std::string& to) {
    for (const auto& one : pack.updates) {
      if (one.from == from && one.to == to)
        return run_script(packs::render(pack, one.sql, "update.sql",
                                        packs::read_values(pack, {"phone_tables=public.profiles"})));
    }
    FAIL() << from << " to " << to;
  };
  const auto functions = [&] {
    return value(
        "SELECT string_agg(pg_get_functiondef(oid) || proacl::text, '' ORDER BY oid::regprocedure::text) "
        "FROM pg_proc WHERE pronamespace IN ('dunlin_pack'::regnamespace, 'public'::regnamespace) AND "
        "prolang <> (SELECT oid FROM pg_language WHERE lanname = 'c')");
  };
  const auto before = functions();
  update("1.3", "1.2");
  EXPECT_NE(functions(), before);
  update("1.2", "1.1");
  EXPECT_NE(functions(), before);
  update("1.1", "1.0");
  EXPECT_NE(functions(), before);
  EXPECT_EQ(dunlin::test::error_of([&] { require_lookups_under_two_keys(connection_); }).code(),
            ErrorCode::refused);
  fill(10);
  auto keys = ring();
  backfill(connection_, column(), keys, {}, {});
  EXPECT_EQ(value_with_key("SELECT count(*) FROM verify_encryption_integrity() WHERE status = 'failed'"),
            "0");
  update("1.0", "1.1");
  exec("ALTER TABLE dunlin_pack.dek ALTER COLUMN kid RESTART");
  update("1.1", "1.2");
  update("1.2", "1.3");
  EXPECT_EQ(functions(), before);
  require_lookups_under_two_keys(connection_);
  EXPECT_EQ(
      value_with_key("SELECT count(*) FROM profiles WHERE phone_index = ANY (phone_blind_indexes(phone))"),
      "10");
  EXPECT_EQ(value_with_key("SELECT dunlin_pack.new_data_key('phone_index')"), "3");
  update("1.3", "1.2");
  update("1.2", "1.1");
  EXPECT_THROW(update("1.1", "1.0"), Error);
}

TEST_F(Encrypt, LookupsUnderOneKeyAreFound) {
  exec(
      "CREATE FUNCTION by_phone(text) RETURNS bigint LANGUAGE sql AS 'SELECT id FROM public.profiles WHERE "
      "phone_index = "
      "public.phone_blind_index($1)'");
  exec(
      "CREATE FUNCTION by_either(text) RETURNS bigint LANGUAGE sql AS 'SELECT id FROM public.profiles WHERE "
      "phone_index = "
      "ANY (public.phone_blind_indexes($1))'");
  exec(
      "CREATE FUNCTION fill_in() RETURNS void LANGUAGE sql AS 'UPDATE public.profiles SET phone_index = "
      "public.phone_blind_index(phone)'");
  exec(
      "CREATE VIEW one AS SELECT id FROM profiles WHERE phone_index = dunlin_pack.blind_index('1', "
      "'phone_index', 'phone')");
  exec("CREATE POLICY mine ON profiles USING (public.phone_blind_index('1') = phone_index)");
  exec(
      "CREATE FUNCTION atomic_one(text) RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT id FROM "
      "public.profiles WHERE phone_index IN (public.phone_blind_index($1)); END");
  EXPECT_EQ(find_single_lookups(connection_),
            (std::vector<std::string>{"function atomic_one(text)", "function by_phone(text)",
                                      "policy mine on profiles", "view one"}));
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
