#include <gtest/gtest.h>
#include <set>

#include "trial/rls/PolicyForms.hpp"

namespace dunlin::trial {
namespace {

Policy policy_with(std::string using_sql, std::string check_sql = "") {
  return {.schema = "public",
          .table = "docs",
          .name = "own or admin",
          .roles = "public",
          .quoted_roles = "app",
          .using_sql = std::move(using_sql),
          .check_sql = std::move(check_sql)};
}

TEST(PolicyForms, ARoleOfItsOwnGetsAPolicyOfItsOwn) {
  const auto form =
      a_policy_for_each_role(policy_with("((auth.role() = 'admin'::text) OR (owner = auth.uid()))"));
  ASSERT_TRUE(form.has_value());
  EXPECT_EQ(
      form->statements,
      (std::vector<std::string>{
          "CREATE POLICY \"own or admin admin\" ON \"public\".\"docs\" FOR ALL TO \"admin\"\n  USING (true)",
          "ALTER POLICY \"own or admin\" ON \"public\".\"docs\"\n  USING ((owner = auth.uid()))"}));
  EXPECT_EQ(form->undo.back(), "DROP POLICY \"own or admin admin\" ON \"public\".\"docs\"");
}

TEST(PolicyForms, TheRoleIsFoundInWhateverSpelling) {
  for (const char* term :
       {"(CURRENT_USER = 'admin'::name)", "(( SELECT auth.role() AS role) = 'admin'::text)",
        "pg_has_role(CURRENT_USER, 'admin'::name, 'member'::text)"})
    EXPECT_TRUE(
        a_policy_for_each_role(policy_with(std::string("((owner = me()) OR ") + term + ")")).has_value())
        << term;
  EXPECT_FALSE(
      a_policy_for_each_role(policy_with("((owner = me()) AND (CURRENT_USER = 'admin'::name))")).has_value());
  EXPECT_FALSE(a_policy_for_each_role(policy_with("((owner = me()) OR (kind = 'admin'::text))")).has_value());
}

TEST(PolicyForms, ARoleThatThePolicyDoesntHoldForGetsNoPolicy) {
  Policy policy = policy_with("((auth.role() = 'support'::text) OR (owner = auth.uid()))");
  policy.roles = "users";
  EXPECT_FALSE(a_policy_for_each_role(policy).has_value());
  policy.roles = "users, supporters";
  EXPECT_FALSE(a_policy_for_each_role(policy).has_value());
  policy.roles = "users, support";
  const auto form = a_policy_for_each_role(policy);
  ASSERT_TRUE(form.has_value());
  EXPECT_EQ(form->roles, "support");
}

TEST(PolicyForms, AColumnThatIsCalledRoleAsksForNoRole) {
  for (const char* term : {"(role = 'admin'::text)", "pg_has_role(owner_name, 'admin'::name, 'member'::text)",
                           "(CURRENT_USER = ''::name)", "(CURRENT_USER = 'it''s'::name)"})
    EXPECT_FALSE(
        a_policy_for_each_role(policy_with(std::string("((owner = me()) OR ") + term + ")")).has_value())
        << term;
}

TEST(PolicyForms, NewRowsKeepTheirCheck) {
  const auto form = a_policy_for_each_role(
      policy_with("((auth.role() = 'admin'::text) OR (owner = me()))", "(owner = me())"));
  ASSERT_TRUE(form.has_value());
  EXPECT_NE(form->statements.front().find("WITH CHECK ((owner = me()))"), std::string::npos)
      << form->statements.front();
}

TEST(PolicyForms, ARestrictivePolicyIsNotSplit) {
  Policy policy = policy_with("((auth.role() = 'admin'::text) OR (owner = me()))");
  policy.permissive = false;
  EXPECT_FALSE(a_policy_for_each_role(policy).has_value());
}

TEST(PolicyForms, AListBecomesAFunctionThatNobodyElseMayCall) {
  const std::string array =
      "ARRAY( SELECT m.org FROM public.members m WHERE (m.user_id = ( SELECT auth.uid())))";
  const auto list = find_list("(org = ANY (" + array + "))");
  ASSERT_TRUE(list.has_value());
  EXPECT_EQ(*list, array);
  Policy policy = policy_with("(org IN ( SELECT m.org FROM members m))");
  policy.name = "own";
  Policy by_lists = policy;
  by_lists.using_sql = "(org = ANY (" + array + "))";
  const auto form = with_helper_function(policy, by_lists, *list, "integer[]");
  ASSERT_EQ(form.statements.size(), 4U);
  EXPECT_NE(form.statements[0].find("STABLE SECURITY DEFINER SET search_path = ''"), std::string::npos);
  EXPECT_EQ(form.statements[1], "REVOKE ALL ON FUNCTION \"public\".\"docs_own_list\"() FROM PUBLIC");
  EXPECT_EQ(form.statements[2], "GRANT EXECUTE ON FUNCTION \"public\".\"docs_own_list\"() TO app");
  EXPECT_NE(
      form.statements[3].find("USING ((org = ANY ((( SELECT \"public\".\"docs_own_list\"()))::integer[])))"),
      std::string::npos)
      << form.statements[3];
  EXPECT_EQ(form.undo.front(),
            "ALTER POLICY \"own\" ON \"public\".\"docs\"\n  USING ((org IN ( SELECT m.org FROM members m)))");
}

TEST(PolicyForms, HelperFunctionsOfPoliciesOfAlikeNamesAreTwo) {
  const auto function_of = [](const char* name) {
    Policy policy = policy_with("true");
    policy.name = name;
    const auto form = with_helper_function(policy, policy, "ARRAY( SELECT 1)", "integer[]");
    return form.undo.back();
  };
  EXPECT_EQ(function_of("own"), "DROP FUNCTION \"public\".\"docs_own_list\"()");
  const std::set<std::string> functions{function_of("read papers"),  function_of("read-papers"),
                                        function_of("Read papers"),  function_of("read_papers"),
                                        function_of("read papers "), function_of("\u8aad\u3080"),
                                        function_of("\u66f8\u304f")};
  EXPECT_EQ(functions.size(), 7U);
  const std::string longest(60, 'x');
  EXPECT_NE(function_of((longest + "1").c_str()), function_of((longest + "2").c_str()));
}

TEST(PolicyForms, AListThatAsksWhoItRunsAsStays) {
  EXPECT_FALSE(
      find_list("(org = ANY (ARRAY( SELECT m.org FROM m WHERE (m.name = CURRENT_USER))))").has_value());
  EXPECT_FALSE(find_list("(org = 1)").has_value());
}

}  // namespace
}  // namespace dunlin::trial
