#include "lint/SplitFix.hpp"

#include <algorithm>

#include "base/Text.hpp"
#include "sql/Split.hpp"
#include "sql/command/Identifier.hpp"
#include "sql/command/Source.hpp"

namespace dunlin::lint {
namespace {

constexpr std::string_view k_unit = "-- dunlin:unit\n";

bool alone_anyway(const UnitText& unit) {
  const auto batch = [](const std::string& directive) { return directive.starts_with("-- dunlin:batch"); };
  if (std::any_of(unit.directives.begin(), unit.directives.end(), batch)) return true;
  return unit.statements.size() == 1 && model::runs_alone(sql::classify(unit.statements.front()));
}

std::string indentation(const Scene& scene) {
  const std::size_t column = static_cast<std::size_t>(std::max(scene.statement().source.span.column, 1));
  return std::string(column - 1, ' ');
}

// Statements with semicolons and directives, the last without its semicolon: the file has that one.
std::string unit_text(const UnitText& unit, bool marked, const std::string& indent) {
  std::string text;
  if (marked) text += std::string(k_unit) + indent;
  for (const std::string& directive : unit.directives) text += directive + "\n" + indent;
  for (std::size_t i = 0; i < unit.statements.size(); ++i)
    text += (i == 0 ? "" : ";\n" + indent) + unit.statements[i];
  return text;
}

std::string joined(const std::vector<UnitText>& units, bool first_marked, const std::string& indent) {
  std::string text;
  for (std::size_t i = 0; i < units.size(); ++i) {
    const bool marked = (i > 0 || first_marked) && !alone_anyway(units[i]);
    text += (i == 0 ? "" : ";\n\n" + indent) + unit_text(units[i], marked, indent);
  }
  return text;
}

// A border before the next statement, unless it has one or the file ends here.
void add_border(const Scene& scene, const UnitText& last, std::vector<model::TextEdit>& edits) {
  std::size_t next = scene.index() + 1;
  while (next < scene.statements().size() && scene.statements()[next].embedded_in >= 0) ++next;
  if (next >= scene.statements().size() || alone_anyway(last)) return;
  const JudgedStatement& following = scene.statements()[next];
  if (following.source.begins_unit || following.source.included || !following.in_transaction ||
      !scene.file().transactional)
    return;
  if (following.source.kind == model::StatementKind::commit ||
      following.source.kind == model::StatementKind::begin)
    return;
  const int column = std::max(following.source.span.column, 1);
  edits.push_back({following.source.span.offset, 0,
                   std::string(k_unit) + std::string(static_cast<std::size_t>(column - 1), ' ')});
}

bool editable(const Scene& scene) {
  return !scene.statement().source.included && scene.statement().embedded_in < 0 && !scene.file().applied;
}

bool first_of_unit(const Scene& scene) {
  return scene.index() == 0 || scene.statements()[scene.index() - 1].unit != scene.statement().unit ||
         scene.statement().source.begins_unit;
}

}  // namespace

// There are no units to split into.
bool in_explicit_transaction(const Scene& scene) {
  int depth = 0;
  for (std::size_t i = 0; i < scene.index(); ++i) {
    const model::StatementKind kind = scene.statements()[i].source.kind;
    if (kind == model::StatementKind::begin) ++depth;
    if (kind == model::StatementKind::commit || kind == model::StatementKind::rollback) --depth;
  }
  return depth > 0;
}

std::vector<model::TextEdit> begin_unit(const Scene& scene) {
  return put_directive(scene, std::string(trim(k_unit)));
}

std::vector<model::TextEdit> put_directive(const Scene& scene, const std::string& directive) {
  if (!editable(scene) || in_explicit_transaction(scene)) return {};
  return {{scene.statement().source.span.offset, 0, directive + "\n" + indentation(scene)}};
}

std::vector<model::TextEdit> replace_by_units(const Scene& scene, const std::vector<UnitText>& units,
                                              bool joins) {
  std::vector<model::TextEdit> edits;
  if (!editable(scene) || in_explicit_transaction(scene) || units.empty()) return edits;
  const model::SourceSpan& span = scene.statement().source.span;
  const bool marked = !joins && !first_of_unit(scene);
  edits.push_back({span.offset, span.length, joined(units, marked, indentation(scene))});
  add_border(scene, units.back(), edits);
  return edits;
}

std::vector<model::TextEdit> replace_piece(const Scene& scene, model::Range piece, std::string text) {
  if (!editable(scene)) return {};
  return {{scene.statement().source.span.offset + piece.offset, piece.length, std::move(text)}};
}

std::vector<model::TextEdit> append_units(const Scene& scene, const std::vector<UnitText>& units,
                                          const std::string& changed) {
  std::vector<UnitText> all{UnitText(changed.empty() ? std::string(scene.text()) : changed)};
  all.insert(all.end(), units.begin(), units.end());
  return replace_by_units(scene, all, true);
}

std::string insert_behind_word(std::string_view text, std::string_view word, std::string_view addition) {
  const sql::Source source(text);
  const std::size_t found = source.find_word(0, word);
  std::string result(text);
  if (found < source.tokens().size()) result.insert(source.tokens()[found].end(), addition);
  return result;
}

std::string alter_prefix(const Scene& scene, const model::AlterTable& alter) {
  if (alter.actions.empty()) return std::string(scene.text());
  return std::string(trim(scene.text().substr(0, alter.actions.front().range.offset)));
}

std::string without_actions(const Scene& scene, const model::AlterTable& alter,
                            const std::vector<std::size_t>& actions) {
  std::vector<std::string> left;
  for (std::size_t i = 0; i < alter.actions.size(); ++i)
    if (std::find(actions.begin(), actions.end(), i) == actions.end())
      left.emplace_back(scene.text(alter.actions[i].range));
  return left.empty() ? std::string() : alter_prefix(scene, alter) + " " + join(left, ", ");
}

std::string sql_name(const std::string& name) {
  return sql::readable_identifier(name);
}

std::string sql_name(const model::QualifiedName& name) {
  return name.schema.empty() ? sql_name(name.name) : sql_name(name.schema) + "." + sql_name(name.name);
}

}  // namespace dunlin::lint
