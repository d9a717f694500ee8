// Every rule with its examples in tests/lint/<rule>/: bad.sql is found, good.sql isn't, fixed.sql is what
// --fix makes of bad.sql. A line `-- file: NAME` begins another file: all but the last are history. `-- pg:
// N` sets the server's major version, `-- server: 140002` its full one. `-- found: N` in
// bad.sql says how many findings there are, `-- left: N` how many of them have no automatic fix.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <memory>
#include <set>
#include <sstream>

#include "lint/Fix.hpp"
#include "lint/Lint.hpp"
#include "lint/Replay.hpp"
#include "lint/Rule.hpp"

namespace dunlin::lint {
namespace {

namespace fs = std::filesystem;

const fs::path k_examples = fs::path(DUNLIN_SOURCE_DIR) / "tests/lint";

std::string read(const fs::path& path) {
  std::ifstream in(path);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

struct Example {
  std::vector<std::unique_ptr<OpenText>> history;
  std::string name = "002_change.sql";
  std::string judged;
  int major = 15;
  int server_version = 0;
  bool own_timeouts = false;         // -- dunlin:own-timeouts
  bool transactional = true;         // not: -- dunlin:no-transaction
  std::optional<std::size_t> found;  // -- found: N
  std::size_t left = 0;              // -- left: N
};

Example read_example(const fs::path& path) {
  Example example;
  std::istringstream lines(read(path));
  std::string line, text;
  while (std::getline(lines, line)) {
    if (line.starts_with("-- file: ")) {
      if (!text.empty()) example.history.push_back(std::make_unique<OpenText>(example.name, text));
      example.name = line.substr(9);
      text.clear();
      continue;
    }
    if (line.starts_with("-- pg: ")) {
      example.major = std::stoi(line.substr(7));
      continue;
    }
    if (line.starts_with("-- server: ")) {
      example.server_version = std::stoi(line.substr(11));
      continue;
    }
    if (line.starts_with("-- found: ")) {
      example.found = std::stoul(line.substr(10));
      continue;
    }
    if (line.starts_with("-- left: ")) {
      example.left = std::stoul(line.substr(9));
      continue;
    }
    if (line == "-- dunlin:own-timeouts") example.own_timeouts = true;
    if (line == "-- dunlin:no-transaction") example.transactional = false;
    text += line + "\n";
  }
  example.judged = text;
  if (example.server_version == 0) example.server_version = example.major * 10000;
  return example;
}

Request request_for(const Example& example) {
  Request request;
  request.settings.profile = Profile::policy;
  request.settings.major = example.major;
  request.before = empty_catalog(example.server_version);
  std::vector<File> files;
  for (const auto& opened : example.history) {
    files.push_back(opened->file());
    files.back().judged = false;
  }
  request.before = lint(files, request).catalog;
  request.files_before = files.size();
  return request;
}

std::vector<std::string> found(const Example& example, const std::string& rule) {
  const OpenText opened(example.name, example.judged);
  std::vector<std::string> messages;
  // History and file in one run, as the command does it.
  std::vector<File> files;
  for (const auto& earlier : example.history) {
    files.push_back(earlier->file());
    files.back().judged = false;
  }
  files.push_back(opened.file());
  files.back().own_timeouts = example.own_timeouts;
  files.back().transactional = example.transactional;
  Request request = request_for(example);
  request.before = empty_catalog(example.server_version);
  request.files_before = 0;
  request.settings.also = {rule};
  for (const model::Finding& finding : lint(files, request).findings.findings)
    if (finding.rule == rule) messages.push_back(finding.message);
  return messages;
}

class RuleExample : public testing::TestWithParam<const Rule*> {};
class RuleFix : public testing::TestWithParam<const Rule*> {};

// A rule without examples needs more than files: a database (tests/integration/lint), a project
// (tests/scenario/policies) or a baseline (BaselineTest).
bool has_examples(const Rule& rule) {
  const bool needs_more = rule.family == 'J' || rule.profile == Profile::policy ||
                          std::string_view(rule.name) == "stale-baseline";
  return !needs_more || fs::exists(k_examples / rule.name);
}

bool has_fix(const Rule& rule) {
  return fs::exists(k_examples / rule.name / "fixed.sql");
}

std::vector<const Rule*> rules_with(bool (*wanted)(const Rule&)) {
  std::vector<const Rule*> found;
  std::copy_if(all_rules().begin(), all_rules().end(), std::back_inserter(found),
               [&](const Rule* rule) { return wanted(*rule); });
  return found;
}

TEST_P(RuleExample, BadIsFoundAndGoodIsNot) {
  const std::string rule = GetParam()->name;
  const fs::path folder = k_examples / rule;
  ASSERT_TRUE(fs::exists(folder / "bad.sql")) << "tests/lint/" << rule << "/bad.sql is missing";
  ASSERT_TRUE(fs::exists(folder / "good.sql")) << "tests/lint/" << rule << "/good.sql is missing";
  const Example bad = read_example(folder / "bad.sql");
  const auto messages = found(bad, rule);
  EXPECT_FALSE(messages.empty());
  EXPECT_EQ(messages.size(), bad.found.value_or(messages.size())) << testing::PrintToString(messages);
  EXPECT_EQ(found(read_example(folder / "good.sql"), rule), std::vector<std::string>{});
}

TEST_P(RuleFix, IsWhatIsWritten) {
  const fs::path folder = k_examples / GetParam()->name;
  const Example bad = read_example(folder / "bad.sql");
  Request request = request_for(bad);
  request.settings.profile = Profile::safe;
  request.settings.also = {GetParam()->name};
  for (const Rule* other : all_rules())
    if (other != GetParam()) request.settings.off.emplace_back(other->name);
  const OpenText opened(bad.name, bad.judged);
  File file = opened.file();
  file.own_timeouts = bad.own_timeouts;
  file.transactional = bad.transactional;
  const Fixed fixed = fix(file, request);
  EXPECT_FALSE(fixed.made.empty());
  EXPECT_EQ(fixed.text, read_example(folder / "fixed.sql").judged);
  const auto& left = fixed.left.findings;
  EXPECT_EQ(std::count_if(left.begin(), left.end(),
                          [&](const model::Finding& finding) { return finding.rule == GetParam()->name; }),
            static_cast<std::ptrdiff_t>(bad.left))
      << "still found after the fix";
}

std::string test_name(const testing::TestParamInfo<const Rule*>& test) {
  std::string name = test.param->name;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Rules, RuleExample, testing::ValuesIn(rules_with(has_examples)), test_name);
INSTANTIATE_TEST_SUITE_P(Rules, RuleFix, testing::ValuesIn(rules_with(has_fix)), test_name);

TEST(Rules, AreNamedOnceAndSayWhatTheyMean) {
  std::set<std::string> names;
  for (const Rule* rule : all_rules()) {
    EXPECT_TRUE(names.insert(rule->name).second) << rule->name;
    EXPECT_EQ(std::string_view(rule->name).find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-"),
              std::string_view::npos)
        << rule->name;
    EXPECT_GT(std::string_view(rule->summary).size(), 10U) << rule->name;
    EXPECT_GT(std::string_view(rule->why).size(), 20U) << rule->name;
    EXPECT_GT(std::string_view(rule->advice).size(), 5U) << rule->name;
  }
  for (const auto& entry : fs::directory_iterator(k_examples))
    EXPECT_TRUE(names.contains(entry.path().filename().string())) << entry.path() << " belongs to no rule";
}

}  // namespace
}  // namespace dunlin::lint
