#include <gtest/gtest.h>
#include <vector>

#include "base/Error.hpp"
#include "cli/DotEnv.hpp"

namespace dunlin {
namespace {

using cli::Variables;

TEST(DotEnv, ReadsLines) {
  const std::string text =
      "# comment\n"
      "PLAIN=value\n"
      "export EXPORTED = spaced value  # comment\n"
      "HASH=a#b\n"
      "EMPTY=\n"
      "COMMENTED=# nothing\n"
      "SINGLE='${PLAIN} # \"kept\"' # comment\n"
      "DOUBLE=\"line\\nbreak \\\"quoted\\\" ${PLAIN}\"\n"
      "SEVERAL=\"one\ntwo\"\n"
      "DEFAULTED=${NOT_SET:-other}/${PLAIN:-x}\n"
      "ESCAPED=$${PLAIN}\n"
      "DOLLAR=pa$$word$PLAIN\n"
      "NEEDS=${NOT_SET}\n"
      "KNOWN=file\n"
      "USES=${KNOWN}\n"
      "not a line\n"
      "1BAD=x\r\n"
      "LAST=end\r\n";
  EXPECT_EQ(cli::read_dot_env(text, ".env", {{"KNOWN", "process"}}),
            (Variables{{"PLAIN", "value"},
                       {"EXPORTED", "spaced value"},
                       {"HASH", "a#b"},
                       {"EMPTY", ""},
                       {"COMMENTED", ""},
                       {"SINGLE", "${PLAIN} # \"kept\""},
                       {"DOUBLE", "line\nbreak \"quoted\" value"},
                       {"SEVERAL", "one\ntwo"},
                       {"DEFAULTED", "other/value"},
                       {"ESCAPED", "${PLAIN}"},
                       {"DOLLAR", "pa$$word$PLAIN"},
                       {"KNOWN", "process"},
                       {"USES", "process"},
                       {"LAST", "end"}}));
}

TEST(DotEnv, NamesTheLineOfAnOpenQuote) {
  try {
    cli::read_dot_env("A=1\nB=\"open\nC=2\n", "/p/.env", {});
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.message(), "/p/.env: a quote has no end");
    EXPECT_EQ(error.fact("line"), "2");
  }
}

TEST(Variables, AreExpanded) {
  const Variables variables{{"A", "1"}, {"EMPTY", ""}};
  const std::vector<std::tuple<std::string, std::string, std::string>> cases{
      {"", "", ""},
      {"${A}", "1", ""},
      {"x${A}y${A}z", "x1y1z", ""},
      {"${B}", "", "B"},
      {"${B:-2}", "2", ""},
      {"${EMPTY:-2}", "2", ""},
      {"${EMPTY}", "", ""},
      {"${B:-}", "", ""},
      {"$${A}", "${A}", ""},
      {"$A", "$A", ""},
      {"${A", "${A", ""},
      {"${1}", "${1}", ""},
      {"${A-b}", "${A-b}", ""},
      {"${A:-${B}}", "1}", ""},
  };
  for (const auto& [text, expected, missing] : cases) {
    const auto expanded = cli::expand_variables(text, variables);
    EXPECT_EQ(expanded.text, expected) << text;
    EXPECT_EQ(expanded.missing.value_or(""), missing) << text;
  }
}

}  // namespace
}  // namespace dunlin
