#include <gtest/gtest.h>

#include "base/Error.hpp"
#include "base/Text.hpp"
#include "cli/CommandLine.hpp"
#include "cli/CommandTable.hpp"

namespace dunlin::cli {
namespace {

Invocation parse(const std::string& line) {
  return parse_command_line(split_list(line, ' '));
}

std::string hint(const std::string& line) {
  try {
    parse(line);
  } catch (const Error& error) {
    return error.hint();
  }
  return "accepted";
}

TEST(CommandLine, ReadsOptionsBeforeAndBehindTheCommand) {
  const auto invocation = parse("--env staging migrate --to 012 --include-tags a,b --window 16 --json");
  EXPECT_EQ(invocation.command, "migrate");
  EXPECT_EQ(invocation.environment, "staging");
  EXPECT_EQ(invocation.to, "012");
  EXPECT_EQ(invocation.include_tags, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(invocation.window, 16);
  EXPECT_TRUE(invocation.json);
}

TEST(CommandLine, UnderstandsHabits) {
  EXPECT_EQ(parse("up").command, "migrate");
  EXPECT_EQ(parse("db push --include-all").command, "migrate");
  EXPECT_EQ(parse("db push --file=supabase/migrations/000_core_functions.sql").file,
            "supabase/migrations/000_core_functions.sql");
  EXPECT_EQ(parse("migration down --last 2").steps, 2);
  EXPECT_EQ(parse("migration list").command, "status");
  EXPECT_EQ(parse("migration new add_users").arguments, (std::vector<std::string>{"add_users"}));
  EXPECT_EQ(parse("").command, "help");
  EXPECT_EQ(parse("migrate --help").arguments, (std::vector<std::string>{"migrate"}));
  EXPECT_EQ(parse("--version").command, "version");
}

TEST(CommandLine, GuessesWhatWasMeant) {
  EXPECT_EQ(hint("migrat"), "did you mean dunlin migrate?");
  EXPECT_EQ(hint("db psh"), "did you mean dunlin db push?");
  EXPECT_EQ(hint("migrate --include-al"), "did you mean --include-all?");
  EXPECT_EQ(hint("migrate --window 0"), "see dunlin help migrate");
  EXPECT_EQ(hint("status 12"), "see dunlin help status");
  EXPECT_EQ(hint("frobnicate"), "dunlin help lists the commands");
}

TEST(CommandLine, HasAPageForEveryCommand) {
  for (const auto& command : commands()) {
    const auto page = help_page(command.name);
    EXPECT_NE(page.find("Usage: dunlin " + std::string(command.name)), std::string::npos);
    EXPECT_NE(page.find("Examples:"), std::string::npos);
    EXPECT_NE(overview().find(command.summary), std::string::npos);
  }
}

TEST(CommandLine, TellsWhatEachVerbDoes) {
  for (const auto* lines :
       {"  finalize                     end the time", "  health                       whether both"})
    EXPECT_NE(help_page("transfer").find(lines), std::string::npos) << lines;
  EXPECT_NE(help_page("encrypt").find("  rotate                       --purpose: a new data key"),
            std::string::npos);
  EXPECT_NE(help_page("pack").find("  remove                       write what takes it out again"),
            std::string::npos);
  EXPECT_EQ(help_page("migrate").find("Verbs:"), std::string::npos);
}

TEST(CommandLine, AliasesMeanCommandsThatExist) {
  for (const auto& alias : aliases()) EXPECT_NE(find_command(alias.command), nullptr) << alias.typed;
}

}  // namespace
}  // namespace dunlin::cli
