#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct SearchPathLeak {
  static bool reset_later(const Scene& scene) {
    for (std::size_t i = scene.index() + 1; i < scene.statements().size(); ++i) {
      const auto* set = std::get_if<model::SetVariable>(&scene.statements()[i].command);
      if (set != nullptr && !set->local && (set->name == "search_path" || (set->reset && set->name == "all")))
        return true;
    }
    return false;
  }

  static void statement(const Scene& scene, Reporter& report) {
    const auto* set = scene.as<model::SetVariable>();
    if (set == nullptr || set->name != "search_path" || set->local || set->reset || reset_later(scene))
      return;
    report.add("",
               "search_path stays changed behind the end of the file: names without a schema mean something "
               "else in what the session runs next");
  }
};

}  // namespace

const Rule search_path_leak{
    .name = "search-path-leak",
    .family = 'E',
    .profile = Profile::strict,
    .severity = model::Severity::warning,
    .summary = "SET search_path that the file doesn't take back",
    .why =
        "Runners keep one session for many files: the next file's tables land in another schema, or its "
        "names "
        "aren't found.",
    .advice = "SET LOCAL search_path, or RESET search_path at the end; or write schemas to names.",
    .statement = SearchPathLeak::statement};

}  // namespace dunlin::lint::rules
