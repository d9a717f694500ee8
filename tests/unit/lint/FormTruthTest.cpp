#include <algorithm>
#include <gtest/gtest.h>
#include <set>

#include "base/File.hpp"
#include "base/Text.hpp"
#include "lint/truth/FormTruth.hpp"
#include "lint/truth/TruthFiles.hpp"

namespace dunlin::lint {
namespace {

using model::Cost;
using model::LockLevel;

std::set<int> majors() {
  std::set<int> all;
  for (const auto& file : truth_files()) all.insert(file.major);
  return all;
}

TEST(FormTruth, SaysWhatWasMeasured) {
  const FormTruth* check = form_truth(15, "alter-table-add-check");
  ASSERT_NE(check, nullptr);
  EXPECT_EQ(check->lock_on("table"), LockLevel::access_exclusive);
  EXPECT_EQ(check->cost, Cost::scan);
  EXPECT_FALSE(check->alone);
  EXPECT_EQ(check->sqlstate, "");

  const FormTruth* key = form_truth(15, "alter-table-add-foreign-key-not-valid");
  ASSERT_NE(key, nullptr);
  EXPECT_EQ(key->lock_on("table"), LockLevel::share_row_exclusive);
  EXPECT_EQ(key->lock_on("referenced"), LockLevel::share_row_exclusive);
  EXPECT_EQ(key->lock_on("nobody"), LockLevel::none);
  EXPECT_EQ(key->cost, Cost::metadata);
}

TEST(FormTruth, KnowsWhatRunsAloneAndWhatIsRefused) {
  EXPECT_TRUE(form_truth(15, "create-index-concurrently")->alone);
  EXPECT_EQ(form_truth(15, "create-index-concurrently-partitioned")->sqlstate, "0A000");
  EXPECT_EQ(form_truth(15, "alter-table-add-column-virtual")->sqlstate, "42601");
}

TEST(FormTruth, CostsAreByRole) {
  const FormTruth* attach = form_truth(15, "alter-table-attach-partition-with-default-proved");
  ASSERT_NE(attach, nullptr);
  EXPECT_EQ(attach->cost_on("attached"), Cost::metadata);
  EXPECT_EQ(attach->cost_on("default_partition"), Cost::scan);
  EXPECT_EQ(attach->cost, Cost::scan);
}

TEST(FormTruth, UnknownFormIsNothing) {
  EXPECT_EQ(form_truth(15, "alter-table-add-chec"), nullptr);
  EXPECT_EQ(form_truth(15, ""), nullptr);
}

TEST(FormTruth, OtherMajorsUseTheNearest) {
  EXPECT_EQ(nearest_major(9), *majors().begin());
  EXPECT_EQ(nearest_major(99), *majors().rbegin());
  for (const int major : majors()) EXPECT_EQ(nearest_major(major), major);
  EXPECT_EQ(&all_forms(99), &all_forms(*majors().rbegin()));
}

TEST(FormTruth, EveryMajorHasEveryForm) {
  std::set<std::string> names;
  const std::string text = read_file(DUNLIN_SOURCE_DIR "/tools/truth/forms.sql");
  for (const auto line : split_lines(text))
    if (line.starts_with("-- form ")) names.insert(split_list(line.substr(8), ' ').front());
  ASSERT_GT(names.size(), 500U);
  for (const int major : majors()) {
    std::set<std::string> known;
    for (const auto& form : all_forms(major)) known.emplace(form.form);
    EXPECT_EQ(known, names) << major;
  }
}

TEST(FormTruth, LinesAreReadWhole) {
  for (const int major : majors()) {
    for (const auto& form : all_forms(major)) {
      for (const auto& [role, lock] : form.locks)
        EXPECT_NE(lock, LockLevel::none) << form.form << " " << role;
      Cost dearest = Cost::metadata;
      for (const auto& [role, cost] : form.costs) dearest = std::max(dearest, cost);
      EXPECT_EQ(form.cost, dearest) << form.form;
      const bool refused = !form.sqlstate.empty();
      EXPECT_TRUE(!refused || (form.locks.empty() && form.sqlstate.size() == 5)) << form.form;
    }
  }
}

}  // namespace
}  // namespace dunlin::lint
