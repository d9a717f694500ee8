#include <gtest/gtest.h>

#include "lint/Policies.hpp"
#include "lint/Rule.hpp"

namespace dunlin::lint {
namespace {

TEST(Policies, EachDemandsARuleThatExists) {
  for (const PolicyRule& entry : policy_rules())
    EXPECT_NE(find_rule(entry.rule), nullptr) << entry.setting << " demands " << entry.rule;
}

TEST(Policies, WhatIsNotAskedForIsNotDemanded) {
  model::Policy policy;
  EXPECT_TRUE(demanded_rules(policy).empty());
  policy.require_rls = true;
  EXPECT_EQ(demanded_rules(policy), std::vector<std::string>{"rls-missing-on-new-table"});
}

}  // namespace
}  // namespace dunlin::lint
