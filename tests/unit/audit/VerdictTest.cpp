#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "audit/Verdict.hpp"

namespace dunlin::audit {
namespace {

/// Three seals that follow from each other.
std::vector<Seal> chain() {
  std::vector<Seal> seals;
  std::string previous;
  for (int number = 1; number <= 3; ++number) {
    Seal seal{.number = number,
              .generation = 1,
              .xid_from = std::to_string(number * 100),
              .xid_to = std::to_string(number * 100 + 100),
              .rows = number,
              .leaves = std::string(63, 'a') + std::to_string(number),
              .previous = previous,
              .hash = ""};
    seal.hash = hash_of(seal);
    previous = seal.hash;
    seals.push_back(seal);
  }
  return seals;
}

Observation seen(const std::vector<Seal>& seals) {
  Observation observation;
  observation.seals = seals;
  for (const Seal& seal : seals) {
    observation.leaves_now[seal.number] = seal.leaves;
    observation.anchored["a"].insert(seal.number);
  }
  return observation;
}

std::vector<std::string> kinds(const std::vector<Trouble>& troubles) {
  std::vector<std::string> names;
  for (const Trouble& trouble : troubles) names.push_back(trouble.kind);
  return names;
}

const std::vector<std::string> k_none;

TEST(Verdict, AllAgree) {
  EXPECT_EQ(kinds(judge(seen(chain()), std::nullopt)), k_none);
  EXPECT_EQ(kinds(judge(seen(chain()), Anchor{"a", chain(), {}})), k_none);
}

TEST(Verdict, AnEditedSealIsFoundWithoutAnAnchor) {
  auto seals = chain();
  seals[1].rows = 7;
  EXPECT_EQ(kinds(judge(seen(seals), std::nullopt)), std::vector<std::string>{"seal_changed"});
}

TEST(Verdict, AMonthThatIsPurgedAndThereIsAForgery) {
  auto observation = seen(chain());
  observation.purged_and_there = {"audit_2026_11"};
  const auto troubles = judge(observation, Anchor{"a", chain(), {}});
  EXPECT_EQ(kinds(troubles), std::vector<std::string>{"purge_forged"});
  EXPECT_NE(troubles.front().message.find("audit_2026_11 is on the record as purged"), std::string::npos);
}

TEST(Verdict, AMissingSealIsNamedOnce) {
  auto seals = chain();
  seals.erase(seals.begin() + 1);
  EXPECT_EQ(kinds(judge(seen(seals), Anchor{"a", chain(), {}})), std::vector<std::string>{"seal_deleted"});
}

TEST(Verdict, ARemadeChainDiffersFromTheAnchor) {
  auto seals = chain();
  seals[2].leaves = std::string(64, 'b');
  seals[2].hash = hash_of(seals[2]);
  EXPECT_EQ(kinds(judge(seen(seals), std::nullopt)), k_none);
  EXPECT_EQ(kinds(judge(seen(seals), Anchor{"a", chain(), {}})), std::vector<std::string>{"seal_forged"});
}

TEST(Verdict, AnAnchorThatWasCutOff) {
  auto kept = chain();
  kept.pop_back();
  EXPECT_EQ(kinds(judge(seen(chain()), Anchor{"a", kept, {}})), std::vector<std::string>{"anchor_cut_off"});
  // Not yet written there: nothing is wrong.
  auto observation = seen(chain());
  observation.anchored["a"].erase(3);
  EXPECT_EQ(kinds(judge(observation, Anchor{"a", kept, {}})), k_none);
}

TEST(Verdict, AnotherDatabasesAnchor) {
  EXPECT_EQ(kinds(judge(seen(chain()), Anchor{"b", chain(), {}})),
            std::vector<std::string>{"anchor_unknown"});
}

TEST(Anchor, LinesComeBack) {
  std::string text = "{\"dunlin_audit_anchor\":\"a\"}\n";
  for (const Seal& seal : chain()) text += to_json(seal).dump(-1) + "\n";
  const Anchor anchor = parse_anchor(text);
  EXPECT_EQ(anchor.seals, chain());
  EXPECT_FALSE(anchor.broken_line);
}

TEST(Anchor, ALineThatWasCutEndsIt) {
  std::string text = "{\"dunlin_audit_anchor\":\"a\"}\n";
  for (const Seal& seal : chain()) text += to_json(seal).dump(-1) + "\n";
  text.resize(text.size() - 5);
  const Anchor anchor = parse_anchor(text);
  EXPECT_EQ(anchor.seals.size(), 2U);
  EXPECT_EQ(anchor.broken_line, 4);
}

}  // namespace
}  // namespace dunlin::audit
