#include <algorithm>

#include "lint/QualifiedBody.hpp"
#include "lint/SplitFix.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

bool sets_path(const model::Options& settings) {
  return std::any_of(settings.begin(), settings.end(),
                     [](const auto& one) { return one.first == "search_path"; });
}

// ALTER FUNCTION f SET search_path further down.
bool gets_path_later(const Scene& scene, const model::QualifiedName& name) {
  for (std::size_t i = scene.index() + 1; i < scene.statements().size(); ++i) {
    const auto* alter = std::get_if<model::AlterFunction>(&scene.statements()[i].command);
    if (alter != nullptr && alter->function.name.name == name.name && sets_path(alter->settings)) return true;
  }
  return false;
}

void judge_created_definer(const Scene& scene, const model::CreateFunction& function, Reporter& report) {
  if (!function.security_definer || sets_path(function.settings) || function.atomic_body ||
      gets_path_later(scene, function.name))
    return;
  const std::string name = to_string(scene.catalog().created(function.name));
  model::Finding& finding =
      report.add(name, name + " runs with its owner's rights and looks names up in the caller's search_path",
                 function.security_range);
  const bool known = function.language == "sql" || function.language == "plpgsql";
  if (known && !function.security_range.empty() && is_fully_qualified(function.body, scene.catalog()))
    finding.fix.edits = replace_piece(scene, {function.security_range.end(), 0}, " SET search_path = ''");
}

// ALTER FUNCTION ... SECURITY DEFINER, or RESET search_path of one that is.
void judge_altered_definer(const Scene& scene, const model::AlterFunction& alter, Reporter& report) {
  if (sets_path(alter.settings) || gets_path_later(scene, alter.function.name)) return;
  const bool resets = std::any_of(alter.resets.begin(), alter.resets.end(), [](const auto& one) {
    return one.first == "search_path" || one.first == "all";
  });
  for (const model::CatalogFunction& function : scene.catalog().find_functions(alter.function.name)) {
    const bool definer = alter.security_definer.value_or(function.security_definer);
    const bool path = sets_path(function.settings) && !resets;
    if (!definer || path || (!resets && !alter.security_definer)) continue;
    const std::string name = to_string(function.name);
    report.add(name, name + " runs with its owner's rights and looks names up in the caller's search_path");
    return;
  }
}

void check_secdef_no_search_path(const Scene& scene, Reporter& report) {
  if (const auto* function = scene.as<model::CreateFunction>())
    judge_created_definer(scene, *function, report);
  if (const auto* alter = scene.as<model::AlterFunction>()) judge_altered_definer(scene, *alter, report);
}

// A body of the server's own (docs, CREATE FUNCTION, sql_body) was bound to its objects when it was made.
bool is_bound(const model::CatalogFunction& function) {
  return function.language == "sql" &&
         (function.body.starts_with("BEGIN ATOMIC") || function.body.starts_with("RETURN "));
}

void find_definers_without_path(const Scene& scene, Reporter& report) {
  if (!scene.settings().live) return;
  for (const auto& [name, overloads] : scene.catalog().functions)
    for (const model::CatalogFunction& function : overloads) {
      if (!function.origin.in_database() || !function.security_definer || sets_path(function.settings) ||
          !function.extension.empty() || is_bound(function))
        continue;
      report.add_at(function.origin, to_string(name),
                    function.signature() +
                        " runs with its owner's rights and looks names up in the caller's search_path");
    }
}

}  // namespace

const Rule secdef_no_search_path{
    .name = "secdef-no-search-path",
    .family = 'I',
    .profile = Profile::safe,
    .severity = model::Severity::warning,
    .summary = "A SECURITY DEFINER function without a search_path of its own",
    .why =
        "The caller's search_path decides what unqualified names (tables, functions, operators) in the body "
        "mean. Who can create objects in any schema, and everybody can in pg_temp, puts their own in front "
        "and lets the function run them with its owner's rights (docs, CREATE FUNCTION, Writing SECURITY "
        "DEFINER Functions Safely).",
    .advice =
        "SECURITY DEFINER SET search_path = '' with every name in the body qualified; or SET search_path = "
        "app, pg_temp with schemas that nobody else can create in.",
    .fix_changes = "FUNCTION",
    .statement = check_secdef_no_search_path,
    .catalog = find_definers_without_path};

}  // namespace dunlin::lint::rules
