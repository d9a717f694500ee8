#include "cli/LintSettings.hpp"

namespace dunlin::cli {
namespace {

constexpr int k_default_major = 15;

}  // namespace

lint::Settings lint_settings(const Invocation& invocation) {
  lint::Settings settings;
  settings.profile = lint::parse_profile(invocation.profile).value_or(lint::Profile::safe);
  settings.major = invocation.pg_version.value_or(k_default_major);
  return settings;
}

}  // namespace dunlin::cli
