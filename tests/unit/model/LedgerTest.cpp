#include <gtest/gtest.h>
#include <string>

#include "model/Ledger.hpp"

namespace dunlin::model {
namespace {

LedgerEntry entry(EntryKind kind, const std::string& version, EntryState state = EntryState::done) {
  LedgerEntry made;
  made.kind = kind;
  made.state = state;
  made.version = parse_version(version);
  made.hash = to_string(kind) + version;
  return made;
}

TEST(Ledger, KnowsWhatIsInForce) {
  History history;
  EXPECT_EQ(history.head(), k_genesis);
  history.entries = {entry(EntryKind::up, "1"), entry(EntryKind::up, "2"), entry(EntryKind::down, "1"),
                     entry(EntryKind::up, "3", EntryState::open)};
  ASSERT_EQ(history.applied().size(), 1U);
  EXPECT_EQ(history.applied()[0]->version.text, "2");
  ASSERT_NE(history.open_entry(), nullptr);
  EXPECT_EQ(history.open_entry()->version.text, "3");
  EXPECT_EQ(history.head(), "up3");
}

TEST(Ledger, NamesItsKinds) {
  for (const auto kind : {EntryKind::up, EntryKind::down, EntryKind::repeatable, EntryKind::baseline,
                          EntryKind::adopted, EntryKind::forgotten}) {
    EXPECT_EQ(parse_entry_kind(to_string(kind)), kind);
  }
}

}  // namespace
}  // namespace dunlin::model
