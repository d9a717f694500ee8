#include <gtest/gtest.h>
#include <string>
#include <utility>
#include <vector>

#include "base/Secret.hpp"

namespace dunlin {
namespace {

TEST(Secret, IsTakenOutOfConnectionStrings) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"postgresql://u:pw@h:5432/d", "postgresql://u:***@h:5432/d"},
      {"postgresql://u:p@w@h/d", "postgresql://u:***@h/d"},
      {"postgresql://u@h/d", "postgresql://u@h/d"},
      {"postgresql://h:5432/d", "postgresql://h:5432/d"},
      {"postgresql://u@h/d?password=pw&sslmode=require", "postgresql://u@h/d?password=***&sslmode=require"},
      {"postgresql://h/d?sslpassword=pw", "postgresql://h/d?sslpassword=***"},
      {"host=h password=pw user=u", "host=h password=*** user=u"},
      {"host=h PASSWORD = 'p w\\'x' user=u", "host=h PASSWORD = *** user=u"},
      {"passfile=/p user=u", "passfile=/p user=u"},
  };
  for (const auto& [text, shown] : cases) EXPECT_EQ(redact_connection_string(text), shown);
}

}  // namespace
}  // namespace dunlin
