#include <algorithm>

#include "lint/RowSecurity.hpp"
#include "lint/SplitFix.hpp"
#include "lint/rules/Rules.hpp"
#include "sql/command/Source.hpp"

namespace dunlin::lint::rules {
namespace {

constexpr int k_security_invoker_since = 15;

bool is_on(const model::Options& options) {
  return std::any_of(options.begin(), options.end(), [](const auto& option) {
    const std::string& value = option.second;
    return option.first == "security_invoker" &&
           (value.empty() || value == "true" || value == "on" || value == "1" || value == "yes");
  });
}

bool invoker_later(const Scene& scene, const model::QualifiedName& view) {
  for (std::size_t i = scene.index() + 1; i < scene.statements().size(); ++i) {
    const auto* alter = std::get_if<model::AlterTable>(&scene.statements()[i].command);
    if (alter == nullptr || scene.catalog().qualified(alter->name) != scene.catalog().created(view)) continue;
    for (const model::AlterAction& action : alter->actions)
      if (action.kind == model::AlterKind::set_options && is_on(action.options)) return true;
  }
  return false;
}

// A table that the view reads and that row level security keeps; "" for none.
std::string protected_table(const Scene& scene, const model::Query& query) {
  for (const model::RelationUse& use : query.relations) {
    const auto* table = scene.relation(use.name);
    if (table != nullptr && table->row_security) return to_string(table->name);
  }
  return "";
}

// WITH (security_invoker = true) before AS, or first among the options that are there.
std::vector<model::TextEdit> with_security_invoker(const Scene& scene, const model::CreateView& view) {
  const sql::Source source(scene.text());
  const std::size_t as = source.find_word(0, "as");
  const std::size_t with = source.find_word(0, "with");
  if (as >= source.tokens().size()) return {};
  if (view.options.empty())
    return replace_piece(scene, {source.tokens()[as].offset, 0}, "WITH (security_invoker = true) ");
  if (with > as || !source.is(with + 1, '(')) return {};
  return replace_piece(scene, {source.tokens()[with + 1].end(), 0}, "security_invoker = true, ");
}

void check_secdef_view(const Scene& scene, Reporter& report) {
  const auto* view = scene.as<model::CreateView>();
  if (view == nullptr || view->temporary || is_on(view->options) || invoker_later(scene, view->name)) return;
  const model::QualifiedName name = scene.catalog().created(view->name);
  const std::string table = protected_table(scene, view->query);
  if (table.empty() || !is_exposed(scene, name.schema)) return;
  const std::string shown = to_string(name);
  model::Finding& finding = report.add(
      shown, "view " + shown + " reads " + table +
                 " with its owner's rights: who may read the view sees all rows, past the policies");
  if (scene.settings().major >= k_security_invoker_since) {
    if (std::none_of(view->options.begin(), view->options.end(),
                     [](const auto& option) { return option.first == "security_invoker"; }))
      finding.fix.edits = with_security_invoker(scene, *view);
  } else {
    finding.fix.advice =
        "PostgreSQL before 15 has no security_invoker: move the view into a schema that isn't "
        "exposed, or put the policy's condition into its WHERE.";
  }
}

void find_views_past_policies(const Scene& scene, Reporter& report) {
  if (!scene.settings().live) return;
  for (const auto& [name, view] : scene.catalog().relations) {
    if (!view.origin.in_database() || view.kind != model::RelationKind::view || is_on(view.options) ||
        !view.extension.empty() || !is_exposed(scene, name.schema))
      continue;
    const std::string table = protected_table(scene, view.query);
    if (table.empty()) continue;
    const std::string shown = to_string(name);
    model::Finding& finding =
        report.add_at(view.origin, shown,
                      "view " + shown + " reads " + table +
                          " with its owner's rights: who may read the view sees all rows, past the policies");
    if (scene.settings().major >= k_security_invoker_since)
      finding.fix.advice = "ALTER VIEW " + sql_name(name) + " SET (security_invoker = true);";
  }
}

}  // namespace

const Rule secdef_view{
    .name = "secdef-view",
    .family = 'I',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "A view in an exposed schema that passes over the row level security of its tables",
    .why =
        "A view reads its tables as its owner does, and policies don't hold for owners: every row of a "
        "protected table is visible through it. CREATE OR REPLACE VIEW without the option takes it away "
        "again "
        "(measured on 15).",
    .advice = "CREATE VIEW v WITH (security_invoker = true) AS ... (PostgreSQL 15 and newer).",
    .fix_changes = "VIEW",
    .statement = check_secdef_view,
    .catalog = find_views_past_policies};

}  // namespace dunlin::lint::rules
