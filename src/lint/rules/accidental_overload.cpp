#include <algorithm>

#include "lint/Dropped.hpp"
#include "lint/Overloads.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct ArgumentCounts {
  std::size_t least = 0;
  std::size_t most = 0;

  static ArgumentCounts of(const std::vector<model::FunctionArgument>& arguments) {
    const auto inputs = input_arguments(arguments);
    const auto given =
        std::count_if(inputs.begin(), inputs.end(), [](const auto& input) { return !input.has_default; });
    return {static_cast<std::size_t>(given), inputs.size()};
  }
  // A call with that many arguments fits both, and one of them through its defaults.
  bool ambiguous_with(const ArgumentCounts& other) const {
    const bool defaults = least < most || other.least < other.most;
    return defaults && least <= other.most && other.least <= most;
  }
};

// The file drops the old one itself, behind the new one.
bool drops_overload_later(const Scene& scene, const model::CatalogFunction& function) {
  for (std::size_t i = scene.index() + 1; i < scene.statements().size(); ++i) {
    const auto* drop = std::get_if<model::Drop>(&scene.statements()[i].command);
    if (drop == nullptr) continue;
    for (const model::ObjectName& object : drop->objects)
      if (scene.catalog().find_functions(object.name).data() ==
              scene.catalog().find_functions(function.name).data() &&
          (!object.arguments_given || object.arguments.size() == input_arguments(function.arguments).size()))
        return true;
  }
  return false;
}

void check_accidental_overload(const Scene& scene, Reporter& report) {
  const auto* create = scene.as<model::CreateFunction>();
  if (create == nullptr || replaced_function(scene, *create) != nullptr) return;
  const auto overloads = scene.catalog().functions.find(scene.catalog().created(create->name));
  if (overloads == scene.catalog().functions.end()) return;
  const ArgumentCounts counts = ArgumentCounts::of(create->arguments);
  std::vector<std::string> others;
  bool ambiguous = false;
  for (const model::CatalogFunction& function : overloads->second) {
    if (scene.made_in_file(function.origin) || !function.extension.empty() ||
        drops_overload_later(scene, function))
      continue;
    others.push_back(function.signature());
    ambiguous = ambiguous || counts.ambiguous_with(ArgumentCounts::of(function.arguments));
  }
  if (others.empty() || (!create->or_replace && !ambiguous)) return;
  const std::string name = signature_of(scene, *create);
  report
      .add(name,
           name + " is a second function beside " + enumerated(others) +
               (ambiguous
                    ? ": calls that leave out what has a default fit both, and fail (42725, is not unique)"
                    : ": nothing is replaced, and callers of the old one go on with its old body"))
      .severity = ambiguous ? model::Severity::error : model::Severity::warning;
}

}  // namespace

const Rule accidental_overload{
    .name = "accidental-overload",
    .family = 'D',
    .profile = Profile::safe,
    .severity = model::Severity::warning,
    .summary = "CREATE OR REPLACE FUNCTION with other arguments makes a second function",
    .why =
        "PostgreSQL tells functions apart by their input types, so an argument more is another function. The "
        "old one "
        "stays and is called by whom it fits; a call that fits both fails with 42725 (measured), which an "
        "API that "
        "calls by argument names meets at once.",
    .advice =
        "In the same transaction DROP FUNCTION f(old types); then CREATE FUNCTION, and GRANT EXECUTE again. "
        "Where "
        "both are meant, write CREATE FUNCTION without OR REPLACE.",
    .statement = check_accidental_overload};

}  // namespace dunlin::lint::rules
