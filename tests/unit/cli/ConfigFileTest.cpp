#include <functional>
#include <gtest/gtest.h>

#include "base/Error.hpp"
#include "cli/ConfigFile.hpp"
#include "unit/TempFolder.hpp"

namespace dunlin {
namespace {

using namespace std::chrono_literals;
using cli::ConfigInputs;
using test::TempFolder;
using Variables = std::map<std::string, std::string>;

ConfigInputs in(const TempFolder& folder, Variables variables = {}) {
  ConfigInputs inputs;
  inputs.start = folder.path();
  inputs.variables = std::move(variables);
  return inputs;
}

Error usage_error_of(const ConfigInputs& inputs) {
  try {
    cli::load_config(inputs);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::usage);
    return error;
  }
  ADD_FAILURE() << "no error";
  return usage_error("");
}

const model::Environment& environment(const model::Config& config, const std::string& name) {
  for (const auto& candidate : config.environments) {
    if (candidate.name == name) return candidate;
  }
  throw std::runtime_error("no environment " + name);
}

TEST(ConfigFile, ReadsEveryKey) {
  const TempFolder folder;
  folder.write("dunlin.toml", R"toml(
[project]
migrations = "changes"
dialect = "goose"
repeatables = ["views", "functions/"]
rollbacks = "undo"
seed = "data/seed.sql"
max_file_size = "2GB"
default_environment = "qa"

[placeholders]
schema = "app"
owner = "${OWNER}"

[hooks]
before_run = "hooks/before.sql"
after_run = "notify '$${HOME}'"
before_migration = "a"
after_migration = "b"

[policy]
lock_timeout = "500ms"
lock_retries = 3
statement_timeout = "1min"
concurrent_timeout = "2h"
cancel_blockers = true
cancel_blockers_after = "10s"
checksums = "ignore-comments"
require_rollback = true

[environments.qa]
url = "postgresql://qa"
pool_size = 7
[environments.qa.policy]
lock_retries = 0
checksums = "ignore-comments"

[environments.prod]
url = "postgresql://${HOST:-db}/app"
)toml");
  const auto config = cli::load_config(in(folder, {{"OWNER", "ann"}}));
  EXPECT_EQ(config.root, folder.path());
  EXPECT_EQ(config.file, folder.file("dunlin.toml"));
  EXPECT_EQ(config.dialect, model::Dialect::goose);
  EXPECT_EQ(config.migrations, folder.file("changes"));
  EXPECT_EQ(config.repeatables, (std::vector<std::string>{folder.file("views"), folder.file("functions")}));
  EXPECT_EQ(config.rollbacks, folder.file("undo"));
  EXPECT_EQ(config.seed, folder.file("data/seed.sql"));
  EXPECT_EQ(config.max_file_size, std::uint64_t{2} << 30);
  EXPECT_EQ(config.placeholders, (Variables{{"schema", "app"}, {"owner", "ann"}}));
  EXPECT_EQ(config.hooks, (model::Hooks{"hooks/before.sql", "notify '${HOME}'", "a", "b"}));

  model::Policy policy{500ms, 3, 1min, 2h, true, 10s, model::ChecksumMode::ignore_comments, true};
  EXPECT_EQ(environment(config, "production").policy, policy);
  EXPECT_EQ(environment(config, "production").url, Secret("postgresql://db/app"));
  EXPECT_EQ(environment(config, "production").pool_size, 100);
  policy.lock_retries = 0;
  policy.checksums = model::ChecksumMode::ignore_comments;
  EXPECT_EQ(config.environment, (model::Environment{"qa", Secret("postgresql://qa"), 7, policy, {}}));
  EXPECT_EQ(config.environments.size(), 4U);
}

TEST(ConfigFile, IsOptional) {
  const TempFolder folder;
  folder.write("database/migrations/001_a.sql").write("database/rollback/001.sql");
  const auto config = cli::load_config(in(folder));
  EXPECT_EQ(config.file, std::nullopt);
  EXPECT_EQ(config.migrations, folder.file("database/migrations"));
  EXPECT_EQ(config.rollbacks, folder.file("database/rollback"));
  EXPECT_EQ(config.environment, (model::Environment{"development", Secret(), 10, {}, {}}));
  std::vector<std::pair<std::string, int>> pools;
  for (const auto& known : config.environments) pools.emplace_back(known.name, known.pool_size);
  EXPECT_EQ(pools, (std::vector<std::pair<std::string, int>>{
                       {"development", 10}, {"staging", 25}, {"production", 100}}));
}

TEST(ConfigFile, IsFoundFurtherUp) {
  const TempFolder folder;
  folder.write("dunlin.toml", "[project]\nmigrations = \"m\"\n").write("src/deep/x.txt");
  auto inputs = in(folder);
  inputs.start = folder.path() / "src/deep";
  const auto config = cli::load_config(inputs);
  EXPECT_EQ(config.root, folder.path());
  EXPECT_EQ(config.migrations, folder.file("m"));
}

TEST(ConfigFile, FlagsChooseFileAndFolder) {
  const TempFolder folder;
  folder.write("dunlin.toml", "[project]\nmigrations = \"m\"\ndialect = \"goose\"\n");
  folder.write("other/my.toml", "[project]\nmigrations = \"n\"\n").write("sql/V1__a.sql");
  auto inputs = in(folder);
  inputs.config = "other/my.toml";
  EXPECT_EQ(cli::load_config(inputs).migrations, folder.file("other/n"));
  inputs.config.reset();
  inputs.directory = "sql/";
  EXPECT_EQ(cli::load_config(inputs).migrations, folder.file("sql"));
  EXPECT_EQ(cli::load_config(inputs).dialect, model::Dialect::flyway);
  inputs.config = "none.toml";
  EXPECT_EQ(usage_error_of(inputs).message(),
            "can't read " + folder.file("none.toml") + ": No such file or directory");
}

TEST(ConfigFile, NeedsAProjectUnlessToldOtherwise) {
  const TempFolder folder;
  auto inputs = in(folder);
  EXPECT_EQ(usage_error_of(inputs).message(), "no migrations found in " + folder.path().string());
  inputs.project_required = false;
  EXPECT_EQ(cli::load_config(inputs).migrations, folder.file("migrations"));
}

struct Choice {
  std::string toml;
  std::string dot_env;
  Variables variables;
  std::optional<std::string> flag_environment;
  std::optional<std::string> flag_url;
  std::string environment;
  std::string url;
};

TEST(ConfigFile, ChoosesEnvironmentAndUrlByPrecedence) {
  const std::string prod = "[environments.production]\nurl = \"from-file\"\n";
  const std::string by_variable = "[environments.production]\nurl = \"${PROD_URL}\"\n";
  const std::vector<Choice> cases{
      {"", "", {}, {}, {}, "development", ""},
      {"[project]\ndefault_environment = \"prod\"\n", "", {}, {}, {}, "production", ""},
      {"[project]\ndefault_environment = \"prod\"\n", "", {{"DUNLIN_ENV", "staging"}}, {}, {}, "staging", ""},
      {"[project]\ndefault_environment = \"prod\"\n", "", {{"DUNLIN_ENV", ""}}, {}, {}, "production", ""},
      {"", "", {{"DUNLIN_ENV", "staging"}}, "dev", {}, "development", ""},
      {"", "DUNLIN_ENV=staging\n", {}, {}, {}, "staging", ""},
      {"", "DUNLIN_ENV=staging\n", {{"DUNLIN_ENV", "prod"}}, {}, {}, "production", ""},
      {prod, "", {{"DATABASE_URL", "any"}}, "prod", {}, "production", "from-file"},
      {prod, "", {{"DATABASE_URL", "any"}}, {}, {}, "development", "any"},
      {prod, "", {{"DATABASE_URL", "file:./dev.db"}}, {}, {}, "development", ""},
      {prod,
       "",
       {{"DATABASE_URL", "any"}, {"DUNLIN_DATABASE_URL", "ours"}},
       "prod",
       {},
       "production",
       "ours"},
      {prod, "", {{"DUNLIN_DATABASE_URL", "ours"}}, "prod", "flag", "production", "flag"},
      {prod, "", {{"DUNLIN_DATABASE_URL", "ours"}}, "prod", "", "production", ""},
      {by_variable, "", {}, {}, {}, "development", ""},
      {by_variable, "", {}, "prod", "flag", "production", "flag"},
      {by_variable, "PROD_URL=dot\n", {}, "prod", {}, "production", "dot"},
      {by_variable, "PROD_URL=dot\n", {{"PROD_URL", "process"}}, "prod", {}, "production", "process"},
      {"[environments.dev]\nurl = \"\"\n", "", {{"DATABASE_URL", "any"}}, {}, {}, "development", ""},
  };
  for (const auto& choice : cases) {
    const TempFolder folder;
    folder.write("migrations/001_a.sql").write("dunlin.toml", choice.toml);
    if (!choice.dot_env.empty()) folder.write(".env", choice.dot_env);
    auto inputs = in(folder, choice.variables);
    inputs.environment = choice.flag_environment;
    inputs.db_url = choice.flag_url;
    const auto config = cli::load_config(inputs);
    EXPECT_EQ(config.environment.name, choice.environment) << choice.toml;
    EXPECT_EQ(config.environment.url.reveal(), choice.url) << choice.toml;
  }
}

TEST(ConfigFile, OtherEnvironmentsMayLackTheirVariables) {
  const TempFolder folder;
  folder.write("migrations/001_a.sql");
  folder.write("dunlin.toml",
               "[environments.production]\nurl = "
               "\"${PROD_URL}\"\n[environments.production.policy]\nlock_timeout = \"${T}\"\n");
  const auto config = cli::load_config(in(folder));
  EXPECT_EQ(environment(config, "production").url, Secret("${PROD_URL}"));
  EXPECT_EQ(environment(config, "production").policy, model::Policy{});
}

struct Refusal {
  std::string toml;
  std::string message;  // after the file's name
  std::string hint;
  Variables variables;
};

TEST(ConfigFile, RefusesWithItsPlace) {
  const std::vector<Refusal> cases{
      {"[polcy]\n", ":1:2: unknown section 'polcy'", "did you mean policy?", {}},
      {"[policy]\nlock_timout = \"2s\"\n",
       ":2:1: unknown key 'lock_timout' in [policy]",
       "did you mean lock_timeout?",
       {}},
      {"[environments.qa]\nuri = \"x\"\n",
       ":2:1: unknown key 'uri' in [environments.qa]",
       "did you mean url?",
       {}},
      {"[environments.qa]\nfrobnicate = 1\n",
       ":2:1: unknown key 'frobnicate' in [environments.qa]",
       "known here: url, pool_size, policy, encryption",
       {}},
      {"[environments.qa.policy]\nlock_retry = 1\n",
       ":2:1: unknown key 'lock_retry' in [environments.qa.policy]",
       "did you mean lock_retries?",
       {}},
      {"project = 1\n", ":1:11: project must be a table: [project]", "", {}},
      {"[environments]\nqa = 1\n", ":2:6: environments.qa must be a table", "", {}},
      {"[project]\nmigrations = 5\n", ":2:14: project.migrations must be a string, in quotes", "", {}},
      {"[project]\nrepeatables = \"x\"\n", ":2:15: project.repeatables must be an array of strings", "", {}},
      {"[project]\nrepeatables = [\"x\", 1]\n",
       ":2:21: project.repeatables must be an array of strings",
       "",
       {}},
      {"[project]\ndialect = \"flywy\"\n",
       ":2:11: project.dialect: 'flywy' is not a layout",
       "did you mean flyway?",
       {}},
      {"[project]\nmax_file_size = \"many\"\n",
       ":2:17: project.max_file_size: 'many' is not a size",
       "write it like 512KB, 20MB or 1GB",
       {}},
      {"[project]\nmax_file_size = 0\n",
       ":2:17: project.max_file_size must be a whole number from 1 to 1152921504606846976",
       "",
       {}},
      {"[policy]\nlock_timeout = 2\n", ":2:16: policy.lock_timeout must be a string, in quotes", "", {}},
      {"[policy]\nlock_timeout = \"soon\"\n",
       ":2:16: policy.lock_timeout: 'soon' is not a duration",
       "write it like 250ms, 2s, 5min or 1h (24 days at most)",
       {}},
      {"[policy]\nlock_retries = -1\n",
       ":2:16: policy.lock_retries must be a whole number from 0 to 1000000",
       "",
       {}},
      {"[policy]\ncancel_blockers = \"yes\"\n",
       ":2:19: policy.cancel_blockers must be true or false",
       "",
       {}},
      {"[policy]\nchecksums = \"exactly\"\n",
       ":2:13: policy.checksums: 'exactly' is not a way to compare files",
       "did you mean exact?",
       {}},
      {"[environments.qa]\npool_size = 0\n",
       ":2:13: environments.qa.pool_size must be a whole number from 1 to 100000",
       "",
       {}},
      {"[environments.dev]\n[environments.development]\n",
       ":2:15: [environments.dev] and [environments.development] are the same environment",
       "write it once",
       {}},
      {"[placeholders]\nx = \"${NOT_SET}\"\n",
       ":2:5: placeholders.x needs the environment variable NOT_SET, which is not set",
       "set NOT_SET, put it into .env beside dunlin.toml, or write ${NOT_SET:-otherwise}",
       {}},
  };
  for (const auto& refusal : cases) {
    const TempFolder folder;
    folder.write("migrations/001_a.sql").write("dunlin.toml", refusal.toml);
    const auto error = usage_error_of(in(folder, refusal.variables));
    EXPECT_EQ(error.message(), folder.file("dunlin.toml") + refusal.message);
    EXPECT_EQ(error.hint(), refusal.hint) << error.message();
    EXPECT_EQ(error.fact("file"), folder.file("dunlin.toml"));
    EXPECT_EQ(refusal.message.substr(0, refusal.message.find(": ")),
              ":" + std::string(error.fact("line")) + ":" + std::string(error.fact("column")));
  }
}

TEST(ConfigFile, RefusesWhatIsNoToml) {
  const TempFolder folder;
  folder.write("dunlin.toml", "[project]\nmigrations = \n");
  const auto error = usage_error_of(in(folder));
  EXPECT_EQ(error.fact("line"), "2");
  EXPECT_TRUE(error.message().starts_with(folder.file("dunlin.toml") + ":2:")) << error.message();
}

TEST(ConfigFile, RefusesUnknownEnvironments) {
  const TempFolder folder;
  folder.write("migrations/001_a.sql").write("dunlin.toml", "[environments.qa]\n");
  auto inputs = in(folder);
  inputs.environment = "prodution";
  auto error = usage_error_of(inputs);
  EXPECT_EQ(error.message(), "there is no environment 'prodution' (--env)");
  EXPECT_EQ(error.hint(), "did you mean production? environments: development, staging, production, qa");
  EXPECT_EQ(usage_error_of(in(folder, {{"DUNLIN_ENV", "x"}})).message(),
            "there is no environment 'x' (DUNLIN_ENV)");
}

TEST(ConfigFile, RefusesAUrlWithoutItsVariable) {
  const TempFolder folder;
  folder.write("migrations/001_a.sql").write("dunlin.toml", "[environments.prod]\nurl = \"${PROD_URL}\"\n");
  auto inputs = in(folder);
  inputs.environment = "production";
  EXPECT_EQ(usage_error_of(inputs).message(),
            "the url of environment production needs the environment variable PROD_URL, which is not set");
  inputs.variables["PROD_URL"] = "";
  EXPECT_EQ(usage_error_of(inputs).message(),
            "the url of environment production is ${PROD_URL}, which is set to nothing");
}

}  // namespace
}  // namespace dunlin
