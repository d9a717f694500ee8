#include <algorithm>
#include <array>

#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

bool is_untrusted_language(std::string_view language) {
  constexpr std::array<std::string_view, 9> k_untrusted{
      "c", "internal", "plperlu", "plpython2u", "plpython3u", "plpythonu", "plshu", "plsh", "pltclu"};
  return std::find(k_untrusted.begin(), k_untrusted.end(), language) != k_untrusted.end();
}

void check_untrusted_language(const Scene& scene, Reporter& report) {
  const auto* function = scene.as<model::CreateFunction>();
  const auto* extension = scene.as<model::CreateExtension>();
  const auto* block = scene.as<model::DoBlock>();
  std::string language = function != nullptr ? function->language : block != nullptr ? block->language : "";
  if (extension != nullptr && !extension->alters && extension->name != "c" && extension->name != "internal")
    language = extension->name;
  if (!is_untrusted_language(language)) return;
  const std::string what = function != nullptr
                               ? to_string(scene.catalog().created(function->name)) + " is written in "
                           : block != nullptr ? "the block is written in "
                                              : "this installs ";
  report.add(language,
             what + language + ": its code can do on the server whatever PostgreSQL's own user can");
}

}  // namespace

const Rule untrusted_language{
    .name = "untrusted-language",
    .family = 'I',
    .profile = Profile::safe,
    .severity = model::Severity::warning,
    .summary = "A function in an untrusted language",
    .why =
        "Untrusted languages (plpython3u, plperlu, pltclu, C) read and write files, open connections and run "
        "programs as PostgreSQL's user; only superusers may create such functions, and managed services "
        "don't "
        "have them.",
    .advice = "PL/pgSQL or SQL, a trusted language (plperl, plv8), or the work in the application.",
    .statement = check_untrusted_language};

}  // namespace dunlin::lint::rules
