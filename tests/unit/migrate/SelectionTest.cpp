#include <gtest/gtest.h>

#include "base/Error.hpp"
#include "base/Text.hpp"
#include "migrate/Selection.hpp"
#include "migrate/Status.hpp"

namespace dunlin::migrate {
namespace {

using model::EntryKind;
using model::EntryState;

model::Migration file(const std::string& version, const std::string& name = "m") {
  model::Migration migration;
  migration.version = model::parse_version(version);
  migration.name = name;
  migration.checksum = "sum-" + version;
  return migration;
}

model::History history(const std::vector<std::string>& versions) {
  model::History out;
  for (const auto& version : versions) {
    out.entries.push_back({.position = static_cast<std::int64_t>(out.entries.size()) + 1,
                           .kind = EntryKind::up,
                           .version = model::parse_version(version),
                           .name = "m",
                           .checksum = "sum-" + version});
  }
  return out;
}

std::string selected(const std::vector<model::Migration>& files, const model::History& past,
                     const Selection& selection = {}) {
  std::vector<std::string> versions;
  for (const auto* migration : select_pending(files, past, selection))
    versions.push_back(migration->version.text);
  return join(versions, " ");
}

std::string refusal(const std::vector<model::Migration>& files, const model::History& past,
                    const Selection& selection = {}) {
  try {
    select_pending(files, past, selection);
  } catch (const Error& error) {
    return error.message();
  }
  return "";
}

TEST(Selection, TakesWhatIsPending) {
  const std::vector files{file("001"), file("002"), file("003"), file("20240101")};
  EXPECT_EQ(selected(files, {}), "001 002 003 20240101");
  EXPECT_EQ(selected(files, history({"001"})), "002 003 20240101");
  EXPECT_EQ(selected(files, history({"1"})), "002 003 20240101") << "leading zeros are spelling";
  EXPECT_EQ(selected(files, history({"001"}), {.to = "3"}), "002 003");
  EXPECT_EQ(selected(files, history({"001"}), {.steps = 1}), "002");
}

TEST(Selection, JudgesOrderWithinOneNumbering) {
  const std::vector files{file("001"), file("002"), file("20240101"), file("20240301")};
  EXPECT_EQ(selected(files, history({"001", "20240301"}), {.to = "002"}), "002")
      << "a dated hotfix doesn't bar the next number";
  EXPECT_NE(refusal(files, history({"001", "002", "20240301"})).find("20240101"), std::string::npos);
  EXPECT_EQ(selected(files, history({"001", "002", "20240301"}), {.include_all = true}), "20240101");
}

TEST(Selection, HonoursTagsAndPhases) {
  auto tagged = file("002");
  tagged.metadata.tags = {"Hotfix"};
  auto contract = file("003");
  contract.metadata.phase = "contract";
  const std::vector files{file("001"), tagged, contract};
  EXPECT_EQ(selected(files, {}, {.include_tags = {"hotfix"}}), "002");
  EXPECT_EQ(selected(files, {}, {.exclude_tags = {"hotfix"}}), "001 003");
  EXPECT_EQ(selected(files, {}, {.phase = "contract"}), "003");
}

TEST(Selection, OrdersByDependency) {
  auto first = file("001");
  first.metadata.depends = {"3"};
  EXPECT_EQ(selected({first, file("002"), file("003")}, {}), "003 001 002");
  auto second = file("002");
  second.metadata.depends = {"001"};
  EXPECT_NE(refusal({first, second,
                     [] {
                       auto third = file("003");
                       third.metadata.depends = {"002"};
                       return third;
                     }()},
                    {})
                .find("circle"),
            std::string::npos);
  first.metadata.depends = {"nowhere"};
  EXPECT_NE(refusal({first}, {}).find("nowhere"), std::string::npos);
}

TEST(Selection, KnowsBaselinesAndWhatWasRolledBack) {
  auto past = history({"001", "002"});
  past.entries[1].kind = EntryKind::baseline;
  EXPECT_EQ(selected({file("001"), file("002"), file("003")}, past), "003");
  past = history({"001", "002"});
  past.entries.push_back({.position = 3, .kind = EntryKind::down, .version = model::parse_version("002")});
  EXPECT_EQ(selected({file("001"), file("002")}, past), "002");
  past.entries.back().state = EntryState::open;
  EXPECT_EQ(selected({file("001"), file("002")}, past), "")
      << "an unfinished rollback has undone nothing yet";
}

TEST(Status, TellsWhatDiffers) {
  auto edited = file("002");
  edited.checksum = "other";
  const auto lines = describe_status({file("001"), edited, file("004")}, history({"001", "002", "003"}),
                                     [](const auto&, const auto&) { return false; });
  std::vector<std::string> states;
  for (const auto& line : lines) states.push_back(line.version + " " + to_string(line.state));
  EXPECT_EQ(join(states, ", "), "001 applied, 002 changed, 004 pending, 003 missing");
}

model::LedgerEntry script(EntryKind kind, const std::string& name) {
  return {.position = 1,
          .kind = kind,
          .version = {},
          .name = name,
          .file = "/srv/app/scripts/" + name + ".sql",
          .checksum = "sum"};
}

std::string states(const std::vector<StatusLine>& lines) {
  std::vector<std::string> states;
  for (const auto& line : lines) states.push_back(line.name + " " + to_string(line.state));
  return join(states, ", ");
}

TEST(Status, KnowsScriptsWithoutAFile) {
  const auto differs = [](const auto&, const auto&) { return false; };
  model::History past;
  past.entries = {script(EntryKind::repeatable, "gone"),      script(EntryKind::repeatable, "hotfix"),
                  script(EntryKind::repeatable, "same"),      script(EntryKind::repeatable, "edited"),
                  script(EntryKind::repeatable, "forgotten"), script(EntryKind::forgotten, "forgotten")};
  ScriptsElsewhere elsewhere{.found = {}, .foreign = {"hotfix"}};
  for (const char* name : {"same", "edited"}) {
    model::Migration found;
    found.repeatable = true;
    found.name = name;
    found.checksum = found.name == "same" ? "sum" : "other";
    found.up.file = "/srv/app/scripts/x.sql";
    elsewhere.found.push_back(found);
  }
  EXPECT_EQ(states(describe_status({}, past, differs, elsewhere)),
            "same applied, edited pending, gone missing, hotfix applied");
  EXPECT_NO_THROW(check_applied({}, past, differs, {}, false)) << "their files may go";
}

TEST(Ledger, KnowsWhichRepeatablesAreInForce) {
  model::History past;
  past.entries = {script(EntryKind::repeatable, "views"), script(EntryKind::forgotten, "views")};
  EXPECT_EQ(past.last_repeatable("views"), nullptr);
  EXPECT_TRUE(past.repeatables().empty());
  EXPECT_TRUE(past.applied().empty());
  past.entries.push_back(script(EntryKind::repeatable, "views"));
  EXPECT_EQ(past.last_repeatable("views"), &past.entries.back());
  EXPECT_EQ(past.repeatables(), std::vector<const model::LedgerEntry*>{&past.entries.back()});
  EXPECT_EQ(label(past.entries.back()), "R__views");
}

TEST(Ledger, KeepsWhatIsInForceInOrderOfApplication) {
  auto past = history({"002", "001", "003"});
  past.entries.push_back({.position = 4, .kind = EntryKind::forgotten, .version = model::parse_version("1")});
  std::vector<std::string> versions;
  for (const auto* entry : past.applied()) versions.push_back(entry->version.text);
  EXPECT_EQ(join(versions, " "), "002 003");
}

}  // namespace
}  // namespace dunlin::migrate
