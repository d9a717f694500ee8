#include "base/Text.hpp"
#include "base/UnifiedDiff.hpp"
#include "lint/Overloads.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct Redefinition {
  const Scene& scene;
  Reporter& report;

  static std::string diff(const std::string& before, const std::string& after) {
    std::vector<std::string> a, b;
    for (const std::string_view line : split_lines(trim(before))) a.emplace_back(line);
    for (const std::string_view line : split_lines(trim(after))) b.emplace_back(line);
    return unified_diff(a, b, 1);
  }

  // A repeatable file is the one place of its definitions: it runs again when it changes.
  bool is_elsewhere(const model::Origin& origin) const {
    const model::Migration* migration = scene.file().migration;
    return !origin.in_database() && !scene.made_in_file(origin) &&
           (migration == nullptr || !migration->repeatable);
  }

  void add(const std::string& name, const model::Origin& origin, const std::string& before,
           const std::string& after) const {
    const std::string changed = diff(before, after);
    if (changed.empty()) return;
    report
        .add(name, name + " was defined in " + origin.file + ":" + std::to_string(origin.line) +
                       "; this definition replaces that one")
        .fix.advice += " What changes:\n" + changed;
  }

  void operator()(const model::CreateFunction& create) const {
    const model::CatalogFunction* known = replaced_function(scene, create);
    if (known != nullptr && create.or_replace && is_elsewhere(known->origin))
      add(known->signature(), known->origin, known->body, create.body);
  }
  void operator()(const model::CreateView& create) const {
    const model::CatalogRelation* known = scene.relation(create.name);
    if (known != nullptr && create.or_replace && known->is_view() && is_elsewhere(known->origin))
      add(scene.shown(create.name), known->origin, known->definition_text, create.definition);
  }
  template <typename Another>
  void operator()(const Another&) const {}
};

void check_duplicate_definition_across_files(const Scene& scene, Reporter& report) {
  std::visit(Redefinition{scene, report}, scene.statement().command);
}

}  // namespace

const Rule duplicate_definition_across_files{
    .name = "duplicate-definition-across-files",
    .family = 'D',
    .profile = Profile::strict,
    .severity = model::Severity::note,
    .summary = "A function or view of an earlier file is defined again",
    .why =
        "The last definition wins, and the file alone doesn't show what it changes: a reviewer sees a whole "
        "body, and "
        "a fix that is missing from it isn't seen.",
    .advice =
        "Compare with the definition in force before you approve; or keep functions and views in repeatable "
        "files "
        "(R__name.sql), where each has one place and a diff of its own.",
    .statement = check_duplicate_definition_across_files};

}  // namespace dunlin::lint::rules
