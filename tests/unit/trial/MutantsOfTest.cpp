#include <algorithm>
#include <gtest/gtest.h>

#include "trial/rls/MutantsOf.hpp"
#include "trial/rls/PolicyTokens.hpp"

namespace dunlin::trial {
namespace {

Policy own_rows() {
  return {.schema = "public",
          .table = "docs",
          .name = "own \"rows\"",
          .roles = "app",
          .quoted_roles = "app",
          .using_sql = "((owner = auth.uid()) AND (org = 1))",
          .check_sql = ""};
}

const ColumnTypes k_columns{{"owner", "2950"}, {"author", "2950"}, {"org", "23"}, {"note", "25"}};

std::vector<std::string> changes(const std::vector<Mutant>& mutants) {
  std::vector<std::string> names;
  for (const Mutant& mutant : mutants) names.push_back(mutant.change);
  return names;
}

std::vector<std::string> sql_of(const std::vector<Mutant>& mutants, const std::string& change) {
  const auto found = std::find_if(mutants.begin(), mutants.end(),
                                  [&](const Mutant& mutant) { return mutant.change == change; });
  return found == mutants.end() ? std::vector<std::string>() : found->sql;
}

TEST(MutantsOf, ChangesEverythingThatGuards) {
  EXPECT_EQ(changes(mutants_of(own_rows(), k_columns)),
            (std::vector<std::string>{"dropped", "USING (true)", "USING without (owner = auth.uid())",
                                      "USING without (org = 1)", "USING with author instead of owner",
                                      "USING negated", "TO PUBLIC", "RESTRICTIVE instead of PERMISSIVE",
                                      "FOR SELECT instead of ALL"}));
}

TEST(MutantsOf, WritesNamesAsIdentifiers) {
  const auto mutants = mutants_of(own_rows(), k_columns);
  EXPECT_EQ(sql_of(mutants, "dropped"),
            std::vector<std::string>{"DROP POLICY \"own \"\"rows\"\"\" ON \"public\".\"docs\""});
  EXPECT_EQ(sql_of(mutants, "USING with author instead of owner"),
            std::vector<std::string>{"ALTER POLICY \"own \"\"rows\"\"\" ON \"public\".\"docs\" USING "
                                     "(((\"author\" = auth.uid()) AND (org = 1)))"});
}

TEST(MutantsOf, AnOtherKindOrCommandIsANewPolicy) {
  Policy check{.schema = "public",
               .table = "docs",
               .name = "add",
               .command = 'a',
               .roles = "public",
               .quoted_roles = "PUBLIC",
               .using_sql = "",
               .check_sql = "(org = 1)"};
  const auto mutants = mutants_of(check, k_columns);
  EXPECT_EQ(sql_of(mutants, "TO PUBLIC"), std::vector<std::string>());
  EXPECT_EQ(sql_of(mutants, "FOR ALL instead of INSERT"),
            (std::vector<std::string>{
                "DROP POLICY \"add\" ON \"public\".\"docs\"",
                "CREATE POLICY \"add\" ON \"public\".\"docs\" AS PERMISSIVE FOR ALL TO PUBLIC "
                "USING ((org = 1)) WITH CHECK ((org = 1))"}));
  EXPECT_EQ(sql_of(mutants, "RESTRICTIVE instead of PERMISSIVE").back(),
            "CREATE POLICY \"add\" ON \"public\".\"docs\" AS RESTRICTIVE FOR INSERT TO PUBLIC WITH CHECK "
            "((org = 1))");
}

TEST(MutantsOf, AColumnOfASubqueryIsNotTheTables) {
  Policy member = own_rows();
  member.using_sql =
      "(EXISTS ( SELECT 1 FROM members m WHERE ((m.owner = docs.owner) AND (owner = 'x'::uuid) AND (org = "
      "1))))";
  const auto mutants = mutants_of(member, k_columns);
  const auto swapped = sql_of(mutants, "USING with author instead of owner");
  ASSERT_EQ(swapped.size(), 1U);
  EXPECT_NE(swapped.front().find("(m.owner = docs.\"author\") AND (owner = 'x'::uuid)"), std::string::npos)
      << swapped.front();
}

TEST(MutantsOf, OneTermHasNoneToLeaveOut) {
  Policy one = own_rows();
  one.using_sql = "((owner = auth.uid()) OR (org = 1))";
  for (const auto& change : changes(mutants_of(one, {})))
    EXPECT_EQ(change.find("without"), std::string::npos) << change;
}

TEST(MutantsOf, SurvivesOnlyWhatATestCouldNotice) {
  Mutant mutant{.policy = own_rows(), .change = "TO PUBLIC", .sql = {}, .noticed_by = "", .would_notice = {}};
  EXPECT_FALSE(mutant.survived());
  mutant.would_notice = {"anon select public.docs: denied, with the change 2 rows"};
  EXPECT_TRUE(mutant.survived());
  mutant.noticed = true;
  EXPECT_FALSE(mutant.survived());
  const Mutant gone{.policy = own_rows(),
                    .change = "dropped",
                    .sql = {},
                    .essential = true,
                    .noticed_by = "",
                    .would_notice = {}};
  EXPECT_TRUE(gone.survived());
}

TEST(MutantsOf, ATableLosesItsRowSecurity) {
  const TableFacts table{.schema = "public",
                         .name = "docs",
                         .quoted = "\"public\".\"docs\"",
                         .key = {},
                         .row_security = true,
                         .forced = true};
  EXPECT_EQ(changes(mutants_of_table(table)),
            (std::vector<std::string>{"row-level security off", "no longer forced on the owner"}));
  EXPECT_TRUE(mutants_of_table({.schema = "public", .name = "v", .quoted = "v", .key = {}, .is_table = false})
                  .empty());
}

TEST(PolicyTokens, TakesPartsAtTheTopOnly) {
  const std::string text = "((a = 1) OR ((b = 2) AND (c = 3)))";
  const PolicyTokens tokens = tokens_of(text);
  const auto whole = without_brackets(tokens, {0, tokens.list.size()});
  EXPECT_EQ(parts_joined_by(tokens, whole, "or").size(), 2U);
  EXPECT_TRUE(parts_joined_by(tokens, whole, "and").empty());
}

}  // namespace
}  // namespace dunlin::trial
