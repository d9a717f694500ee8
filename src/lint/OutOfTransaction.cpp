#include "lint/OutOfTransaction.hpp"

#include <cctype>
#include <optional>

#include "lint/SplitFix.hpp"

namespace dunlin::lint {
namespace {

using Kind = model::StatementKind;

// The file's own BEGIN that is open at the statement; nothing outside of one.
std::optional<std::size_t> open_begin(const Scene& scene) {
  std::optional<std::size_t> begin;
  for (std::size_t i = 0; i < scene.index(); ++i) {
    const Kind kind = scene.statements()[i].source.kind;
    if (kind == Kind::begin) begin = i;
    if (kind == Kind::commit || kind == Kind::rollback) begin.reset();
  }
  return begin;
}

bool has_savepoint(const Scene& scene, std::size_t begin) {
  for (std::size_t i = begin; i < scene.index(); ++i) {
    const auto* control = std::get_if<model::TransactionControl>(&scene.statements()[i].command);
    if (control != nullptr && control->kind == model::TransactionKind::savepoint) return true;
  }
  return false;
}

// The statement with its semicolon and the rest of its line.
model::TextEdit removal(const Scene& scene, const SourceStatement& statement) {
  const std::string_view text = scene.file().text;
  std::size_t end = statement.span.offset + statement.span.length;
  while (end < text.size() && std::isspace(static_cast<unsigned char>(text[end])) != 0) ++end;
  if (end < text.size() && text[end] == ';') ++end;
  while (end < text.size() && (text[end] == ' ' || text[end] == '\t')) ++end;
  if (end < text.size() && text[end] == '\n') ++end;
  return {statement.span.offset, end - statement.span.offset, ""};
}

model::TextEdit replacement(const SourceStatement& statement, std::string_view text) {
  return {statement.span.offset, statement.span.length, std::string(text)};
}

}  // namespace

std::vector<model::TextEdit> replace_outside_transaction(const Scene& scene, const std::string& text) {
  const auto begin = open_begin(scene);
  if (!begin) return replace_by_units(scene, {{text}});
  const auto& statements = scene.statements();
  const std::size_t at = scene.index();
  const SourceStatement& opening = statements[*begin].source;
  const SourceStatement& own = statements[at].source;
  const SourceStatement* next = at + 1 < statements.size() ? &statements[at + 1].source : nullptr;
  if (opening.included || own.included || statements[at].embedded_in >= 0 || scene.file().applied ||
      has_savepoint(scene, *begin))
    return {};
  const bool first = *begin + 1 == at;
  const bool last = next != nullptr && next->kind == Kind::commit && !next->included;
  if (first && last) return {removal(scene, opening), replacement(own, text), removal(scene, *next)};
  if (first) return {replacement(opening, text), replacement(own, opening.text)};
  if (last) return {replacement(own, next->text), replacement(*next, text)};
  return {replacement(own, "COMMIT;\n\n" + text + ";\n\n" + std::string(opening.text))};
}

}  // namespace dunlin::lint
