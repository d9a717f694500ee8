#include <gtest/gtest.h>
#include <string>

#include "base/Error.hpp"
#include "cli/transfer/VerbOptions.hpp"

namespace dunlin::cli {
namespace {

std::string refusal(const char* verb, const Invocation& invocation) {
  try {
    require_options_of(verb, invocation);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::usage);
    return error.message() + "; " + error.hint();
  }
  return "";
}

TEST(VerbOptions, OneThatAVerbWouldIgnoreIsRefusedByName) {
  Invocation dry;
  dry.dry_run = true;
  for (const auto* verb : {"prepare", "run", "verify", "follow", "finalize", "status", "backup"})
    EXPECT_NE(refusal(verb, dry).find("has no option --dry-run; it is for dunlin transfer switch, return"),
              std::string::npos)
        << verb;
  EXPECT_EQ(refusal("return", dry), "");
  EXPECT_EQ(refusal("switch", dry), "");
  Invocation drop;
  drop.drop = true;
  EXPECT_EQ(refusal("switch", drop),
            "dunlin transfer switch has no option --drop; it is for dunlin transfer return");
  Invocation budget;
  budget.budget = "abc";
  EXPECT_NE(refusal("run", budget).find("--budget"), std::string::npos);
}

TEST(VerbOptions, ATimeHasToBeAboveNothing) {
  Invocation invocation;
  invocation.budget = "0";
  EXPECT_NE(refusal("follow", invocation).find("--budget 0"), std::string::npos);
  EXPECT_NE(refusal("switch", invocation).find("--budget 0"), std::string::npos);
  invocation.budget = "0.1ms";
  EXPECT_NE(refusal("follow", invocation).find("--budget"), std::string::npos);
  invocation.budget = "1ms";
  EXPECT_EQ(refusal("follow", invocation), "");
  invocation.every = "0s";
  EXPECT_NE(refusal("follow", invocation).find("--every 0s"), std::string::npos);
}

}  // namespace
}  // namespace dunlin::cli
