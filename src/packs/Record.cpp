#include "packs/Record.hpp"

#include <fmt/format.h>

#include "base/Json.hpp"
#include "base/Text.hpp"

namespace dunlin::packs {
namespace {

constexpr std::string_view k_pack = "Pack: ", k_parameters = "Pack-Parameters: ";

std::optional<Action> parse_action(std::string_view word) {
  for (const Action action : {Action::add, Action::update, Action::remove})
    if (word == to_string(action)) return action;
  return std::nullopt;
}

// "add audit 1.0"
std::optional<Record> read_pack_line(std::string_view line) {
  const auto words = split_list(line, ' ');
  if (words.size() != 3) return std::nullopt;
  const auto action = parse_action(words[0]);
  if (!action) return std::nullopt;
  return Record{*action, words[1], words[2], {}};
}

Values read_parameters(std::string_view text) {
  Values values;
  const Json json = Json::parse(text);
  if (json.members() == nullptr) throw usage_error("the parameters of a pack aren't a JSON object");
  for (const auto& [name, value] : *json.members()) {
    if (value.string() != nullptr) values[name] = {*value.string()};
    if (value.elements() == nullptr) continue;
    Value& elements = values[name];
    for (const Json& element : *value.elements())
      if (element.string() != nullptr) elements.push_back(*element.string());
  }
  return values;
}

}  // namespace

std::string to_string(Action action) {
  switch (action) {
    case Action::add: return "add";
    case Action::update: return "update";
    case Action::remove: return "remove";
  }
  return "";
}

std::string write_record(const Record& record) {
  Json parameters = Json::object();
  for (const auto& [name, value] : record.parameters) {
    Json elements = Json::array();
    for (const std::string& element : value) elements.add(element);
    parameters.set(name, value.size() == 1 ? Json(value.front()) : elements);
  }
  return fmt::format("-- {}{} {} {}\n-- {}{}\n", k_pack, to_string(record.action), record.pack,
                     record.version, k_parameters, parameters.dump(-1));
}

std::optional<Record> read_record(std::string_view migration) {
  std::optional<Record> record;
  while (!migration.empty()) {
    const auto end = std::min(migration.find('\n'), migration.size());
    std::string_view line = trim(migration.substr(0, end));
    migration.remove_prefix(std::min(end + 1, migration.size()));
    if (!line.empty() && !line.starts_with("--")) break;
    line = trim(line.substr(std::min<std::size_t>(2, line.size())));
    if (line.starts_with(k_pack) && !record) record = read_pack_line(line.substr(k_pack.size()));
    if (line.starts_with(k_parameters) && record)
      record->parameters = read_parameters(line.substr(k_parameters.size()));
  }
  return record;
}

}  // namespace dunlin::packs
