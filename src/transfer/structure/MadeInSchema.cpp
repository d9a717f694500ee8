#include "transfer/structure/MadeInSchema.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "base/Text.hpp"

namespace dunlin::transfer {
namespace {

constexpr std::array<const char*, 5> k_changing{" drop ", " alter ", " rename ", " set ", " detach "};

bool mentions(std::string_view text, std::string_view name) {
  const auto is_part = [](char c) {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  };
  for (auto at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
    const auto end = at + name.size();
    if ((at == 0 || !is_part(text[at - 1])) && (end == text.size() || !is_part(text[end]))) return true;
  }
  return false;
}

// "people" and "age" of "people.age"; the table of "people (a, b)" and "people CHECK (...)", because a
// constraint is dropped by a name that isn't told here; the name of "index people_age".
std::vector<std::string> words_of_object(const std::string& object) {
  if (object.starts_with("index ")) return {object.substr(6)};
  const auto end = object.find(' ');
  const std::string place = object.substr(0, end);
  const auto dot = place.find('.');
  if (dot == std::string::npos) return {place};
  return {place.substr(0, dot), place.substr(dot + 1)};
}

// The text in which a statement names what it takes away or changes, in lower case; "" for one that only
// adds. A table that is merely referred to is another one.
std::string changing_part(const std::string& sql) {
  std::string_view statement = trim(sql);
  while (statement.starts_with("--"))
    statement = trim(statement.substr(std::min(statement.find('\n'), statement.size())));
  std::string text = to_lower(statement);
  for (char& c : text)
    if (c == '\n' || c == '\t') c = ' ';
  if (text.starts_with("do ") || text.starts_with("call ")) return text;
  if (!text.starts_with("alter ") && !text.starts_with("drop ")) return "";
  text.resize(std::min(text.size(), text.find(" references ")));
  const bool only_adds = text.starts_with("alter ") &&
                         std::none_of(k_changing.begin(), k_changing.end(),
                                      [&](const char* word) { return text.find(word) != std::string::npos; });
  return only_adds ? "" : text;
}

}  // namespace

void excuse(Problem& problem, const StatementsRun& run) {
  if (problem.weight != Weight::refused || problem.rule != "structure-differs") return;
  const auto words = words_of_object(problem.object);
  const auto found = std::find_if(run.later.rbegin(), run.later.rend(), [&](const auto& later) {
    const std::string part = changing_part(later.sql);
    return std::all_of(words.begin(), words.end(),
                       [&](const auto& word) { return mentions(part, to_lower(word)); });
  });
  if (found == run.later.rend()) return;
  problem.weight = Weight::note;
  problem.hint =
      "migration " + found->migration + ", applied after the transfer's, may have done that (dunlin log)";
}

MadeInSchema::MadeInSchema(std::string schema, const StatementsRun& run) : schema_(std::move(schema)) {
  bool elsewhere = false;
  for (const auto& statement : run.own) {
    elsewhere = elsewhere || leaves_schema(statement);
    if (auto definition = definition_in(statement))
      add(std::move(*definition), elsewhere);
    else
      for (auto& change : changes_in(statement)) changes_.push_back(std::move(change));
  }
  for (const auto& statement : run.later)
    for (auto& change : changes_in(statement.sql))
      later_.push_back({statement.migration, std::move(change), statement.sql});
}

bool MadeInSchema::changed(const Made& made, const std::string& column) const {
  return std::any_of(changes_.begin() + static_cast<std::ptrdiff_t>(made.since), changes_.end(),
                     [&](const auto& change) { return concerns(change, made.definition, schema_, column); });
}

std::string MadeInSchema::changed_later(const Definition& definition, const std::string& column) const {
  const auto found = std::find_if(later_.rbegin(), later_.rend(), [&](const LaterChange& later) {
    return concerns(later.change, definition, schema_, column) &&
           (later.change.reach != DefinitionChange::Reach::anything ||
            mentions(later.sql, definition.table.empty() ? definition.name : definition.table));
  });
  return found == later_.rend() ? "" : found->migration;
}

// The last statement counts where several make one object (CREATE OR REPLACE).
void MadeInSchema::add(Definition definition, bool elsewhere) {
  if (definition.schema.empty() ? elsewhere : definition.schema != schema_) return;
  std::erase_if(made_,
                [&](const Made& earlier) { return describe(earlier.definition) == describe(definition); });
  made_.push_back({std::move(definition), changes_.size()});
}

}  // namespace dunlin::transfer
