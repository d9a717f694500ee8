#include <gtest/gtest.h>

#include "base/File.hpp"
#include "report/Html.hpp"
#include "sqlite/CopySource.hpp"
#include "sqlite/Snapshot.hpp"
#include "transfer/prepare/Backups.hpp"
#include "transfer/prepare/Effort.hpp"
#include "transfer/prepare/Findings.hpp"
#include "transfer/prepare/Preparation.hpp"
#include "transfer/prepare/ServerChecks.hpp"
#include "transfer/prepare/SourceChecks.hpp"
#include "unit/TempFolder.hpp"

namespace dunlin::transfer {
namespace {

using test::TempFolder;

const Check* find(const std::vector<Check>& checks, const std::string& name) {
  const auto found =
      std::find_if(checks.begin(), checks.end(), [&](const auto& check) { return check.name == name; });
  return found == checks.end() ? nullptr : &*found;
}
CheckState state_of(const std::vector<Check>& checks, const std::string& name) {
  const Check* check = find(checks, name);
  EXPECT_NE(check, nullptr) << name;
  return check != nullptr ? check->state : CheckState::note;
}

ServerFacts good_server() {
  ServerFacts server;
  server.version = "15.4";
  server.version_number = 150004;
  server.database = "shop";
  server.user = "app";
  server.host = "db.example.org";
  server.tls = "TLSv1.3, TLS_AES_256_GCM_SHA384";
  server.encoding = "UTF8";
  server.may_create_schemas = server.schema_exists = server.may_use_schema = server.may_create_in_schema =
      true;
  server.max_connections = 100;
  server.reserved_connections = 3;
  server.used_connections = 5;
  server.settings = {{"fsync", "on"}, {"full_page_writes", "on"}, {"statement_timeout", "0"}};
  return server;
}

std::vector<Check> judged(const ServerFacts& server) {
  return check_server(server, model::TransferConfig{}, {"/data/app.db", 1'000'000, 25});
}

TEST(ServerChecks, have_nothing_against_a_good_server) {
  for (const Check& check : judged(good_server()))
    EXPECT_LE(check.state, CheckState::note) << check.name << ": " << check.result;
}

struct BadServer {
  const char* name;
  void (*change)(ServerFacts&);
  const char* check;
  CheckState state;
};
class BadServers : public ::testing::TestWithParam<BadServer> {};
INSTANTIATE_TEST_SUITE_P(
    Each, BadServers,
    ::testing::Values(
        BadServer{"old", [](ServerFacts& s) { s.version_number = 130011; }, "server", CheckState::refused},
        BadServer{"no_tls", [](ServerFacts& s) { s.tls = ""; }, "TLS", CheckState::warning},
        BadServer{"replica", [](ServerFacts& s) { s.in_recovery = true; }, "writable", CheckState::refused},
        BadServer{"read_only", [](ServerFacts& s) { s.read_only = true; }, "writable", CheckState::refused},
        BadServer{"pooler", [](ServerFacts& s) { s.pooled = true; }, "connection", CheckState::refused},
        BadServer{"latin1", [](ServerFacts& s) { s.encoding = "LATIN1"; }, "encoding", CheckState::refused},
        BadServer{"no_rights", [](ServerFacts& s) { s.may_create_schemas = false; }, "rights",
                  CheckState::refused},
        BadServer{"no_schema_rights", [](ServerFacts& s) { s.may_create_in_schema = false; }, "rights",
                  CheckState::refused},
        BadServer{"objects", [](ServerFacts& s) { s.objects = {"table users"}, s.object_count = 1; },
                  "target schema", CheckState::refused},
        BadServer{"under_way",
                  [](ServerFacts& s) { s.transfer_source = "/data/app.db", s.transfer_stage = "loading"; },
                  "target schema", CheckState::refused},
        BadServer{"full", [](ServerFacts& s) { s.used_connections = 90; }, "connections",
                  CheckState::warning}),
    [](const auto& server) { return std::string(server.param.name); });

TEST_P(BadServers, are_told) {
  ServerFacts server = good_server();
  GetParam().change(server);
  const auto checks = judged(server);
  EXPECT_EQ(state_of(checks, GetParam().check), GetParam().state);
  EXPECT_FALSE(find(checks, GetParam().check)->hint.empty());
}

TEST(ServerChecks, ask_for_what_the_configuration_needs) {
  model::TransferConfig config;
  config.nocase = "citext";
  EXPECT_EQ(state_of(check_server(good_server(), config, {}), "citext"), CheckState::refused);
  auto server = good_server();
  server.extensions = {"citext"};
  server.folding.may_create_citext = server.folding.public_exists = server.folding.folds_ascii = true;
  EXPECT_EQ(state_of(check_server(server, config, {}), "citext"), CheckState::ok);
  server.folding.may_create_citext = false;
  EXPECT_EQ(state_of(check_server(server, config, {}), "citext"), CheckState::refused);
  server.folding.citext_schema = "extensions";
  EXPECT_EQ(state_of(check_server(server, config, {}), "citext"), CheckState::warning);
  server.folding.citext_visible = true;
  EXPECT_EQ(state_of(check_server(server, config, {}), "citext"), CheckState::ok);
  server.folding.folds_ascii = false;  // tr_TR
  EXPECT_EQ(state_of(check_server(server, config, {}), "citext"), CheckState::refused);
}

TEST(ServerChecks, ask_for_icu_where_a_rule_wants_it) {
  model::TransferConfig config;
  config.rules.emplace_back();
  config.rules[0].nocase = "icu";
  auto server = good_server();
  EXPECT_EQ(state_of(check_server(server, config, {}), "ICU"), CheckState::refused);
  server.folding.icu = true;
  EXPECT_EQ(state_of(check_server(server, config, {}), "ICU"), CheckState::ok);
  EXPECT_EQ(find(check_server(server, config, {}), "citext"), nullptr);
}

TEST(SourceChecks, count_what_a_copy_leaves_free) {
  sqlite::SourceState source;
  source.size = 1000;
  source.wal_size = 100;
  const auto rooms = rooms_for(source, "/", "/");
  ASSERT_EQ(rooms.size(), 1U);
  EXPECT_EQ(rooms[0].needed, 3 * 1100 + sqlite::k_spare_room);
}

TEST(SourceChecks, refuse_a_disk_without_room) {
  sqlite::SourceState source;
  source.header.page_size = 4096;
  const auto checks = check_source_state(source, {{"/data", 1000, 999}});
  EXPECT_EQ(state_of(checks, "free disk here"), CheckState::refused);
  EXPECT_EQ(state_of(check_source_state(source, {{"/data", 1000, 1000}}), "free disk here"), CheckState::ok);
}

// ---- effort

sqlite::Schema shop() {
  sqlite::Table table;
  table.name = "orders";
  table.columns = {{.name = "id", .type = "INTEGER", .key_position = 1}, {.name = "total"}};
  sqlite::Schema schema;
  schema.tables = {table};
  schema.views = {{"recent", "CREATE VIEW recent AS SELECT 1"}};
  schema.triggers = {{"stamp", "orders", "CREATE TRIGGER ..."}};
  return schema;
}

TEST(Effort, is_A_where_nothing_is_left_to_do) {
  const auto effort = estimate_effort(shop(), {});
  EXPECT_EQ(effort.level, 'A');
  EXPECT_EQ(effort.size, 1);
  EXPECT_EQ(effort.words.substr(0, 4), "A-1:");
  EXPECT_EQ(effort.objects[0], (ObjectCount{"table", 1, 0}));
  EXPECT_EQ(effort.objects[1], (ObjectCount{"column", 2, 0}));
}

TEST(Effort, counts_what_people_have_to_write) {
  const std::vector<Problem> problems{
      {"view-not-translated", Weight::changed, "view recent", "", "", 0, {}},
      {"view-not-translated", Weight::changed, "view recent", "said twice", "", 0, {}},
      {"trigger-not-translated", Weight::changed, "trigger stamp", "", "", 0, {}},
      {"orphan-rows", Weight::refused, "orders.user_id", "", "", 5, {}}};
  const auto effort = estimate_effort(shop(), problems);
  EXPECT_EQ(effort.level, 'B');
  EXPECT_EQ(effort.objects[8], (ObjectCount{"view", 1, 1}));
  EXPECT_EQ(effort.objects[9], (ObjectCount{"trigger", 1, 1}));
  EXPECT_GT(effort.units, estimate_effort(shop(), {}).units + 10);
  EXPECT_NE(effort.words.find("2 to write by hand, 1 question to decide"), std::string::npos) << effort.words;
}

// ---- findings

TEST(Findings, turn_orphans_into_what_stops_the_load) {
  sqlite::ContentChecks contents;
  contents.orphans = {{"orders", {"user_id"}, "users", 1234, {"id=1", "id=2"}, ""},
                      {"notes", {}, "", 0, {}, "foreign key mismatch"}};
  const auto problems = orphan_problems(contents, "refuse");
  ASSERT_EQ(problems.size(), 2U);
  EXPECT_EQ(problems[0].rule, "orphan-rows");
  EXPECT_EQ(problems[0].weight, Weight::refused);
  EXPECT_EQ(problems[0].object, "orders.user_id");
  EXPECT_EQ(problems[0].count, 1234);
  EXPECT_EQ(problems[1].weight, Weight::note);
}

// ---- backups

TEST(Backups, are_two_and_equal_to_the_source) {
  const TempFolder folder;
  const auto source = folder.file("my app.db");
  {
    auto database = sqlite::Database::open(source, sqlite::Database::Mode::create);
    database.exec("PRAGMA journal_mode = WAL");
    database.exec("CREATE TABLE t (a, b)");
    database.exec("INSERT INTO t VALUES (1, x'00ff'), ('1', 1.5), (NULL, 'it''s'), (1, x'00ff')");
    database.exec("CREATE TABLE g (doubled GENERATED ALWAYS AS (2 * n) STORED, n)");
    database.exec("INSERT INTO g (n) VALUES (1), (2)");
  }
  folder.write("backups/my_app_old.db.partial", "half");
  const auto path = new_backup_path(folder.path() / "backups", source, "20260102_030405");
  EXPECT_EQ(list_directory(folder.path() / "backups"), std::vector<std::string>{});
  const auto copy = sqlite::copy_source(source, path.string(), 100);
  const auto snapshot = sqlite::take_snapshot_of_copy(copy, source, folder.file("snapshot.db"));
  const auto before = sqlite::file_sha256(snapshot.path);
  const auto backups = make_backups(copy, snapshot);
  EXPECT_EQ(backups.rebuilt_by, "VACUUM INTO");
  EXPECT_EQ(sqlite::file_sha256(snapshot.path), before);
  EXPECT_EQ(list_directory(folder.path() / "backups"),
            (std::vector<std::string>{"my_app_20260102_030405.db", "my_app_20260102_030405.sha256",
                                      "my_app_20260102_030405_rebuilt.db"}));
  EXPECT_EQ(backups.compared,
            (std::vector<ComparedTable>{ComparedTable{"g", 2, true, ""}, ComparedTable{"t", 4, true, ""}}));
  EXPECT_EQ(backups.copy[0].sha256, sqlite::file_sha256(source));
  EXPECT_EQ(read_file(backups.manifest), backups.copy[0].sha256 + "  my_app_20260102_030405.db\n" +
                                             backups.rebuilt.sha256 +
                                             "  my_app_20260102_030405_rebuilt.db\n");
  for (const Check& check : check_backups(backups)) EXPECT_EQ(check.state, CheckState::ok) << check.result;
}

TEST(Backups, that_differ_are_refused) {
  Backups backups;
  backups.copy = {{"a.db", 1, std::string(64, 'a')}};
  backups.rebuilt = {"b.db", 1, std::string(64, 'b')};
  backups.compared = {{"users", 3, true, ""}, {"orders", 4, false, ""}};
  const auto checks = check_backups(backups);
  EXPECT_EQ(state_of(checks, "opened and compared"), CheckState::refused);
  EXPECT_NE(find(checks, "opened and compared")->result.find("orders"), std::string::npos);
}

// ---- the report

TEST(Preparation, is_ready_unless_something_was_refused) {
  Preparation preparation;
  preparation.phases = {{1, "Safety checks", {{"file", CheckState::warning, "odd", ""}}, 5}};
  EXPECT_EQ(outcome_of(preparation), "ready");
  preparation.phases[0].checks.push_back({"integrity", CheckState::refused, "damaged", "restore"});
  EXPECT_EQ(outcome_of(preparation), "refused");
  EXPECT_EQ(*preparation_json(preparation).find("outcome")->string(), "refused");
  preparation.error = "cut off";
  EXPECT_EQ(outcome_of(preparation), "failed");
}

TEST(Preparation, keeps_names_of_the_source_harmless_in_html) {
  Preparation preparation;
  preparation.source = "/data/<script>alert(1)</script>.db";
  preparation.problems = {{"x", Weight::refused, "<img src=x>", "a & b", "", 1, {"id=<b>"}}};
  const auto html = report::write_html(preparation_document(preparation));
  EXPECT_EQ(html.find("<script>alert"), std::string::npos);
  EXPECT_EQ(html.find("<img"), std::string::npos);
  EXPECT_NE(html.find("&lt;img src=x&gt;"), std::string::npos);
}

TEST(Size, is_told_in_powers_of_a_thousand) {
  EXPECT_EQ(describe_size(0), "0 bytes");
  EXPECT_EQ(describe_size(999), "999 bytes");
  EXPECT_EQ(describe_size(1500), "1.5 kB");
  EXPECT_EQ(describe_size(2'000'000'000), "2.0 GB");
}

}  // namespace
}  // namespace dunlin::transfer
