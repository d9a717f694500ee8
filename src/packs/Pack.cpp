#include "packs/Pack.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <utility>

namespace dunlin::packs {
namespace {

constexpr std::array<std::pair<ParameterType, const char*>, 14> k_types{{
    {ParameterType::name, "name"},
    {ParameterType::names, "names"},
    {ParameterType::table, "table"},
    {ParameterType::tables, "tables"},
    {ParameterType::column, "column"},
    {ParameterType::columns, "columns"},
    {ParameterType::role, "role"},
    {ParameterType::roles, "roles"},
    {ParameterType::text, "text"},
    {ParameterType::texts, "texts"},
    {ParameterType::integer, "integer"},
    {ParameterType::boolean, "boolean"},
    {ParameterType::interval, "interval"},
    {ParameterType::choice, "choice"},
}};

constexpr std::array<std::pair<TextForm, const char*>, 2> k_forms{{
    {TextForm::column, "schema.table.column"},
    {TextForm::column_interval, "schema.table.column=interval"},
}};

}  // namespace

std::string to_string(ParameterType type) {
  for (const auto& [known, word] : k_types)
    if (known == type) return word;
  return "";
}

std::vector<std::string> parameter_types() {
  std::vector<std::string> words;
  for (const auto& [known, word] : k_types) words.emplace_back(word);
  return words;
}

std::optional<ParameterType> parse_parameter_type(const std::string& word) {
  for (const auto& [known, name] : k_types)
    if (word == name) return known;
  return std::nullopt;
}

bool is_list(ParameterType type) {
  return element_of(type) != type;
}

ParameterType element_of(ParameterType type) {
  switch (type) {
    case ParameterType::names: return ParameterType::name;
    case ParameterType::tables: return ParameterType::table;
    case ParameterType::columns: return ParameterType::column;
    case ParameterType::roles: return ParameterType::role;
    case ParameterType::texts: return ParameterType::text;
    default: return type;
  }
}

std::string to_string(TextForm form) {
  for (const auto& [known, word] : k_forms)
    if (known == form) return word;
  return "";
}

std::optional<TextForm> parse_text_form(const std::string& word) {
  for (const auto& [known, name] : k_forms)
    if (word == name) return known;
  return std::nullopt;
}

std::string to_string(NeedKind kind) {
  switch (kind) {
    case NeedKind::extension: return "extension";
    case NeedKind::role: return "role";
    case NeedKind::setting: return "setting";
    case NeedKind::privilege: return "privilege";
  }
  return "";
}

const Parameter* Pack::find_parameter(const std::string& wanted) const {
  const auto found = std::find_if(parameters.begin(), parameters.end(),
                                  [&](const Parameter& parameter) { return parameter.name == wanted; });
  return found == parameters.end() ? nullptr : &*found;
}

std::optional<std::vector<const Update*>> way_from(const Pack& pack, const std::string& version) {
  // Breadth first, so that a direct update is preferred; versions that were seen aren't visited again.
  std::deque<std::pair<std::string, std::vector<const Update*>>> open{{version, {}}};
  std::vector<std::string> seen{version};
  while (!open.empty()) {
    auto [at, way] = std::move(open.front());
    open.pop_front();
    if (at == pack.version) return way;
    for (const Update& update : pack.updates) {
      if (update.from != at || std::find(seen.begin(), seen.end(), update.to) != seen.end()) continue;
      seen.push_back(update.to);
      auto further = way;
      further.push_back(&update);
      open.emplace_back(update.to, std::move(further));
    }
  }
  return std::nullopt;
}

}  // namespace dunlin::packs
