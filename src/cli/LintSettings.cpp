#include "cli/LintSettings.hpp"

#include "base/Error.hpp"
#include "base/Text.hpp"

namespace dunlin::cli {
namespace {

constexpr int k_default_major = 15;

void require_rule(const std::string& name) {
  if (lint::find_rule(name) != nullptr) return;
  std::vector<std::string> names;
  for (const lint::Rule* known : lint::all_rules()) names.emplace_back(known->name);
  const auto near = nearest(name, names);
  throw usage_error("lint.off: there is no rule " + printable(name),
                    near ? "did you mean " + *near + "?" : "dunlin lint --rules lists them");
}

}  // namespace

lint::Settings lint_settings(const Invocation& invocation, const model::Config& config) {
  lint::Settings settings;
  const std::string profile = invocation.profile.empty() ? config.lint.profile : invocation.profile;
  settings.profile = lint::parse_profile(profile).value_or(lint::Profile::safe);
  const int written = config.lint.pg_version == 0 ? k_default_major : config.lint.pg_version;
  settings.major = invocation.pg_version.value_or(written);
  settings.off = config.lint.off;
  for (const std::string& rule : settings.off) require_rule(rule);
  if (config.lint.exposed_schemas) settings.exposed_schemas = *config.lint.exposed_schemas;
  return settings;
}

}  // namespace dunlin::cli
