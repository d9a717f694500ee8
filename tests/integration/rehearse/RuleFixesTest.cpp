// What --fix makes of each rule's bad.sql ends in the same database, behind the example's history and with
// rows. there.sql, where there is one, is what the server has besides and the linter isn't told: the first
// file of the history.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "integration/rehearse/Proofs.hpp"
#include "lint/Rule.hpp"

namespace dunlin::rehearse {
namespace {

namespace fs = std::filesystem;
const fs::path k_examples = fs::path(DUNLIN_SOURCE_DIR) / "tests/lint";

// An example's files: `-- file: NAME` begins another one. Lines for the linter's own test are left out.
struct ExampleFiles {
  std::vector<std::string> texts;
  int major = 15;
};

ExampleFiles read_files(const fs::path& path) {
  ExampleFiles files;
  std::ifstream in(path);
  std::string line, text;
  while (std::getline(in, line)) {
    if (line.starts_with("-- file: ")) {
      if (!text.empty()) files.texts.push_back(text);
      text.clear();
    } else if (line.starts_with("-- pg: ")) {
      files.major = std::stoi(line.substr(7));
    } else if (!line.starts_with("-- server: ") && !line.starts_with("-- found: ") &&
               !line.starts_with("-- left: ")) {
      text += line + "\n";
    }
  }
  files.texts.push_back(text);
  return files;
}

std::vector<std::string> fixed_rules() {
  std::vector<std::string> rules;
  for (const auto& entry : fs::directory_iterator(k_examples))
    if (fs::exists(entry.path() / "fixed.sql")) rules.push_back(entry.path().filename().string());
  std::sort(rules.begin(), rules.end());
  return rules;
}

class RuleFixProof : public test::ProofTest, public testing::WithParamInterface<std::string> {};

// What the fix is meant to change, and nothing else.
bool differs_as_meant(const Proof& proof, std::string_view kind) {
  return !kind.empty() && std::all_of(proof.trials.begin(), proof.trials.end(), [&](const Trial& trial) {
    return trial.both_refuse_rows() ||
           (trial.both_done() && trial.data.empty() &&
            std::all_of(trial.schema.begin(), trial.schema.end(),
                        [&](const Difference& difference) { return difference.object.starts_with(kind); }));
  });
}

TEST_P(RuleFixProof, EndsInTheSameDatabase) {
  ExampleFiles bad = read_files(k_examples / GetParam() / "bad.sql");
  if (bad.major > 15)
    GTEST_SKIP() << "an example for PostgreSQL " << bad.major << ", and pg_dump here is of 15";
  const std::string original = bad.texts.back();
  const std::string fixed = read_files(k_examples / GetParam() / "fixed.sql").texts.back();
  bad.texts.pop_back();
  if (const fs::path there = k_examples / GetParam() / "there.sql"; fs::exists(there))
    bad.texts.insert(bad.texts.begin(), read_files(there).texts.back());
  prove(bad.texts, original, fixed);
  if (proof_.verdict == Verdict::unproven) {
    options_.rows_per_table = 0;  // the examples' own constraints may refuse made-up rows
    prove(bad.texts, original, fixed);
  }
  const bool never_ran = std::all_of(proof_.trials.begin(), proof_.trials.end(),
                                     [](const Trial& trial) { return !trial.left.done; });
  if (never_ran) GTEST_SKIP() << "bad.sql itself doesn't run: " << said();
  if (differs_as_meant(proof_, lint::find_rule(GetParam())->fix_changes)) return;
  EXPECT_EQ(proof_.verdict, Verdict::equal) << said();
}

INSTANTIATE_TEST_SUITE_P(Rules, RuleFixProof, testing::ValuesIn(fixed_rules()), [](const auto& test) {
  std::string name = test.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

}  // namespace
}  // namespace dunlin::rehearse
