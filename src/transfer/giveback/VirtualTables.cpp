#include "transfer/giveback/VirtualTables.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <utility>

#include "base/Text.hpp"
#include "sqlite/language/Parse.hpp"
#include "sqlite/language/Token.hpp"
#include "transfer/schema/FullText.hpp"

namespace dunlin::transfer {
namespace {

const std::string* target_of(const sqlite::TriggerStatement& statement) {
  if (const auto* insert = std::get_if<sqlite::Insert>(&statement)) return &insert->table;
  if (const auto* update = std::get_if<sqlite::Update>(&statement)) return &update->table;
  if (const auto* gone = std::get_if<sqlite::Delete>(&statement)) return &gone->table;
  return nullptr;
}

const sqlite::VirtualTable* find_virtual(const sqlite::Schema& schema, const std::string& name) {
  const auto found = std::find_if(schema.virtual_tables.begin(), schema.virtual_tables.end(),
                                  [&](const auto& table) { return sqlite::same_name(table.name, name); });
  return found == schema.virtual_tables.end() ? nullptr : &*found;
}

// The virtual tables that a trigger writes to; none when it does anything else too.
std::set<std::string> tables_fed_by(const sqlite::CreateTrigger& trigger, const sqlite::Schema& schema) {
  std::set<std::string> fed;
  for (const auto& statement : trigger.body) {
    const auto* target = target_of(statement);
    const auto* table = target == nullptr ? nullptr : find_virtual(schema, *target);
    if (table == nullptr) return {};
    fed.insert(table->name);
  }
  return fed;
}

// What follows the trigger's name: "AFTER INSERT ON ... END".
std::string rest_of(const std::string& sql) {
  const auto tokens = sqlite::tokenize(sql);
  std::size_t i = 0;
  while (i < tokens.size() && !sqlite::same_name(tokens[i].text, "TRIGGER")) ++i;
  ++i;
  if (i < tokens.size() && sqlite::same_name(tokens[i].text, "IF")) i += 3;
  if (i + 1 < tokens.size() && tokens[i + 1].text == ".") i += 2;
  return i < tokens.size() ? sql.substr(tokens[i].end()) : "";
}

}  // namespace

VirtualTables::VirtualTables(sqlite::Database& shadow, const sqlite::Schema& schema)
    : shadow_(shadow), schema_(schema) {
  find_feeders();
}

// A row that changes is taken out and put in again, so both triggers are needed; those for updates rest.
// Temporary triggers fire though the file's own are silent (SQLite docs, SQLITE_DBCONFIG_ENABLE_TRIGGER).
void VirtualTables::find_feeders() {
  std::map<std::string, std::set<std::string>> events;
  std::vector<std::pair<std::string, std::set<std::string>>> feeders;
  for (const auto& trigger : schema_.triggers) {
    const auto parsed = sqlite::parse_create_trigger(trigger.sql);
    if (!parsed.tree || parsed.tree->event == "UPDATE") continue;
    auto fed = tables_fed_by(*parsed.tree, schema_);
    for (const auto& table : fed) events[table].insert(parsed.tree->event);
    if (!fed.empty()) feeders.emplace_back(rest_of(trigger.sql), std::move(fed));
  }
  for (const auto& [table, kinds] : events) {
    if (kinds.size() == 2) fed_.insert(table);
  }
  for (const auto& [rest, tables] : feeders) {
    if (!std::includes(fed_.begin(), fed_.end(), tables.begin(), tables.end())) continue;
    triggers_.push_back(fmt::format("dunlin_feeder_{}", triggers_.size()));
    shadow_.exec(fmt::format("CREATE TEMP TRIGGER {} {}", triggers_.back(), rest));
  }
}

bool VirtualTables::is_changed(const std::string& table) const {
  return std::any_of(changed_.begin(), changed_.end(),
                     [&](const std::string& name) { return sqlite::same_name(name, table); });
}

// True when nothing is left to do. A table that isn't an ordinary one of the file is a view over others.
bool VirtualTables::rebuild(const sqlite::VirtualTable& table) {
  const auto text = read_full_text(table);
  if (!text || !text->content || text->content->empty()) return changed_.empty();
  if (schema_.find(*text->content) != nullptr && !is_changed(*text->content)) return true;
  const std::string name = sqlite::quote_name(table.name);
  shadow_.exec("SAVEPOINT dunlin_rebuild");
  try {
    shadow_.exec(fmt::format("INSERT INTO {0} ({0}) VALUES ('rebuild')", name));
    shadow_.exec("RELEASE dunlin_rebuild");
    return true;
  } catch (const Error&) {  // a tokenizer of the application's own
    shadow_.exec("ROLLBACK TO dunlin_rebuild");
    shadow_.exec("RELEASE dunlin_rebuild");
    return false;
  }
}

std::vector<std::string> VirtualTables::finish() {
  for (const auto& trigger : triggers_) shadow_.exec("DROP TRIGGER temp." + trigger);
  triggers_.clear();
  std::vector<std::string> stale;
  for (const auto& table : schema_.virtual_tables) {
    if (!fed_.contains(table.name) && !rebuild(table)) stale.push_back(table.name);
  }
  return stale;
}

}  // namespace dunlin::transfer
