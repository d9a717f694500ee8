#include <gtest/gtest.h>

#include "trial/rls/RewriteExpression.hpp"

namespace dunlin::trial {
namespace {

const RewriteContext k_context{.table = "doc", .stable_calls = {"auth.uid", "is_admin"}};

std::string rewritten(const std::string& text) {
  return rewrite_expression(text, k_context);
}

TEST(RewriteExpression, CallIsAskedOnceAQuery) {
  EXPECT_EQ(rewritten("(auth.uid() = user_id)"), "(( SELECT auth.uid()) = user_id)");
  EXPECT_EQ(rewritten("(is_admin() OR (auth.uid() = user_id))"),
            "(( SELECT is_admin()) OR (( SELECT auth.uid()) = user_id))");
  EXPECT_EQ(rewritten("(org = (current_setting('app.org'::text, true))::integer)"),
            "(org = (( SELECT current_setting('app.org'::text, true)))::integer)");
}

TEST(RewriteExpression, WhatIsWrappedStays) {
  const std::string wrapped = "(( SELECT auth.uid() AS uid) = user_id)";
  EXPECT_EQ(rewritten(wrapped), wrapped);
  EXPECT_EQ(rewritten("(status = 'published'::text)"), "(status = 'published'::text)");
}

TEST(RewriteExpression, CallsThatDependOnTheRowStay) {
  EXPECT_EQ(rewritten("may_see(id)"), "may_see(id)");
  EXPECT_EQ(rewritten("current_setting(name)"), "current_setting(name)");
}

TEST(RewriteExpression, CorrelatedMembershipBecomesAList) {
  EXPECT_EQ(rewritten("(EXISTS ( SELECT 1\n   FROM team_user tu\n  WHERE ((tu.team_id = doc.team_id) AND "
                      "(tu.user_id = auth.uid()))))"),
            "(doc.team_id = ANY (ARRAY( SELECT tu.team_id FROM team_user tu WHERE (tu.user_id = ( SELECT "
            "auth.uid())))))");
  EXPECT_EQ(rewritten("(EXISTS ( SELECT 1 FROM public.tu WHERE (doc.team_id = tu.team_id)))"),
            "(doc.team_id = ANY (ARRAY( SELECT tu.team_id FROM public.tu)))");
}

TEST(RewriteExpression, MembershipByInBecomesAList) {
  EXPECT_EQ(rewritten("(team_id IN ( SELECT my_teams() AS my_teams))"),
            "(team_id = ANY (ARRAY( SELECT my_teams() AS my_teams)))");
}

TEST(RewriteExpression, WhatIsntUnderstoodStays) {
  for (const std::string text : {
           "(EXISTS ( SELECT 1 FROM tu WHERE ((tu.team = doc.team) OR tu.everywhere)))",
           "(EXISTS ( SELECT 1 FROM tu WHERE ((tu.team = doc.team) AND (tu.since < doc.made))))",
           "(NOT (EXISTS ( SELECT 1 FROM tu WHERE (tu.team = doc.team))))",
           "(EXISTS ( SELECT 1 FROM tu WHERE (tu.team = doc.team) LIMIT 1))",
           "(EXISTS ( SELECT 1 FROM (a JOIN b ON (a.x = b.x)) WHERE (a.team = doc.team)))",
           "(team_id IN ( SELECT tu.team FROM tu WHERE (tu.owner = doc.owner)))",
           "(NOT (team_id IN ( SELECT my_teams() AS my_teams)))",
           "(EXISTS ( SELECT 1 FROM tu",
       })
    EXPECT_EQ(rewritten(text), text);
}

}  // namespace
}  // namespace dunlin::trial
