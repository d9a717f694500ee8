#include <algorithm>
#include <set>
#include <variant>

#include "base/Identifier.hpp"
#include "sqlite/language/Parse.hpp"
#include "sqlite/language/Token.hpp"
#include "transfer/translate/Translate.hpp"
#include "transfer/translate/Translator.hpp"
#include "transfer/translate/TriggerWriter.hpp"

namespace dunlin::transfer {
namespace {

using sqlite::CreateTrigger;
using sqlite::Expression;
using sqlite::same_name;

// Tables that a trigger's statements change.
std::vector<std::string> written_tables(const CreateTrigger& trigger) {
  std::vector<std::string> tables;
  for (const auto& statement : trigger.body) {
    if (const auto* insert = std::get_if<sqlite::Insert>(&statement)) tables.push_back(fold(insert->table));
    if (const auto* update = std::get_if<sqlite::Update>(&statement)) tables.push_back(fold(update->table));
    if (const auto* removal = std::get_if<sqlite::Delete>(&statement)) tables.push_back(fold(removal->table));
  }
  return tables;
}

// Whether what the trigger does can make it fire again, by itself or through others.
bool comes_back(const CreateTrigger& trigger, const sqlite::Schema& schema) {
  std::set<std::string> reached;
  std::vector<std::string> open = written_tables(trigger);
  while (!open.empty()) {
    const std::string table = open.back();
    open.pop_back();
    if (!reached.insert(table).second) continue;
    for (const sqlite::Trigger& other : schema.triggers) {
      if (!same_name(other.table, table)) continue;
      const auto parsed = sqlite::parse_create_trigger(other.sql);
      if (!parsed.tree) return true;
      for (std::string& next : written_tables(*parsed.tree)) open.push_back(std::move(next));
    }
  }
  return reached.count(fold(trigger.table)) > 0;
}

bool has_subquery(const Expression& e) {
  return !e.select.empty() || std::any_of(e.operands.begin(), e.operands.end(), has_subquery);
}

// A name for a setting: letters, digits and underscores only.
std::string setting_of(const std::string& trigger) {
  std::string name = "dunlin.within_";
  for (const char c : trigger) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    name += plain ? c : '_';
  }
  return name;
}

// SQLite doesn't let a trigger fire itself again (PRAGMA recursive_triggers is off unless the application
// turns it on); a setting of the transaction keeps it from that here.
std::string guarded(const std::string& body, const std::string& setting, const std::string& result) {
  const std::string name = quoted(setting);
  return "  IF current_setting(" + name + ", true) = 'on' THEN\n    RETURN " + result + ";\n  END IF;\n" +
         "  PERFORM set_config(" + name + ", 'on', true);\n" + body + "  PERFORM set_config(" + name +
         ", 'off', true);\n";
}

std::string indented(const std::string& text) {
  std::string out;
  bool begin = true;
  for (const char c : text) {
    if (begin && c != '\n') out += "  ";
    begin = c == '\n';
    out += c;
  }
  return out;
}

struct Parts {
  std::string table, columns, when, test, body, result;
};

Parts parts_of(const CreateTrigger& trigger, Translator& translator, const Mapping& mapping,
               const sqlite::Schema& schema, const std::string& setting) {
  Parts parts;
  const ScopeSource row = translator.table_source(trigger.table, "", parts.table);
  const bool on_view =
      std::none_of(mapping.tables.begin(), mapping.tables.end(),
                   [&](const TableMapping& one) { return same_name(one.source, trigger.table); });
  if (on_view != (trigger.timing == "INSTEAD OF"))
    throw Untranslatable("it is on a table that isn't transferred");
  if (on_view && !trigger.columns.empty()) throw Untranslatable("INSTEAD OF UPDATE OF has no counterpart");
  for (const std::string& name : trigger.columns) {
    const auto found =
        std::find_if(row.columns.begin(), row.columns.end(),
                     [&, &wanted = name](const auto& one) { return same_name(one.first, wanted); });
    if (found == row.columns.end()) throw Untranslatable("column " + name + " isn't transferred");
    parts.columns += (parts.columns.empty() ? " OF " : ", ") + found->second.sql;
  }
  Scope scope;
  for (const char* name : {"new", "old"}) {
    if (same_name(name, "new") ? trigger.event == "DELETE" : trigger.event == "INSERT") continue;
    ScopeSource source = row;
    source.name = name;
    source.qualifier = same_name(name, "new") ? "NEW" : "OLD";
    source.key.clear();
    scope.sources.push_back(std::move(source));
  }
  translator.enter(std::move(scope));
  if (!trigger.when.empty()) {
    const std::string condition = translator.condition(trigger.when.front());
    // PostgreSQL has no subqueries in WHEN, and none at all for views.
    (on_view || has_subquery(trigger.when.front()) ? parts.test : parts.when) = condition;
  }
  TriggerWriter writer(trigger, translator, mapping, schema);
  if (!setting.empty())
    writer.before_return("PERFORM set_config(" + quoted(setting) + ", 'off', true);\n      ");
  parts.body = writer.body();
  parts.result = writer.result();
  translator.leave();
  return parts;
}

}  // namespace

Translation translate_trigger(const sqlite::Trigger& trigger, const sqlite::Schema& schema,
                              const Mapping& mapping) {
  Translator translator(mapping, &schema);
  const auto parsed = sqlite::parse_create_trigger(trigger.sql);
  if (!parsed.tree) return {.problem = "it can't be read: " + parsed.error};
  const CreateTrigger& tree = *parsed.tree;
  try {
    const std::string setting = comes_back(tree, schema) ? setting_of(trigger.name) : "";
    Parts parts = parts_of(tree, translator, mapping, schema, setting);
    const std::string name = quote_identifier(translator.renamed(trigger.name));
    std::string body = parts.body;
    if (!setting.empty()) body = guarded(body, setting, parts.result);
    if (!parts.test.empty()) body = "  IF " + parts.test + " THEN\n" + indented(body) + "  END IF;\n";
    if (tree.timing == "AFTER")
      translator.note("it runs after the whole statement, once for each row; in SQLite right after each row");
    const std::string function = "CREATE FUNCTION " + name +
                                 "() RETURNS trigger LANGUAGE plpgsql AS $trigger$\nBEGIN\n" + body +
                                 "  RETURN " + parts.result + ";\nEND\n$trigger$;\n";
    if (parts.body.find("$trigger$") != std::string::npos ||
        parts.test.find("$trigger$") != std::string::npos)
      throw Untranslatable("its text has $trigger$ in it");
    const std::string create = "CREATE TRIGGER " + name + " " + tree.timing + " " + tree.event +
                               parts.columns + " ON " + parts.table + " FOR EACH ROW" +
                               (parts.when.empty() ? "" : " WHEN (" + parts.when + ")") +
                               " EXECUTE FUNCTION " + name + "();\n";
    return {.sql = function + create, .notes = translator.notes()};
  } catch (const Untranslatable& why) {
    return {.problem = why.what(), .notes = translator.notes()};
  }
}

std::string skeleton_of(const sqlite::Trigger& trigger, const Mapping& mapping) {
  const Translator translator(mapping, nullptr);
  const auto parsed = sqlite::parse_create_trigger(trigger.sql);
  std::string sql;
  for (std::size_t at = 0; at < trigger.sql.size();) {
    const std::size_t end = std::min(trigger.sql.find('\n', at), trigger.sql.size());
    sql += "-- " + trigger.sql.substr(at, end - at) + "\n";
    at = end + 1;
  }
  const std::string name = quote_identifier(translator.renamed(trigger.name));
  const std::string timing = parsed.tree ? parsed.tree->timing : "AFTER";
  const std::string event = parsed.tree ? parsed.tree->event : "INSERT OR UPDATE OR DELETE";
  const std::string result = timing == "AFTER" ? "NULL" : event == "DELETE" ? "OLD" : "NEW";
  sql += "CREATE FUNCTION " + name +
         "() RETURNS trigger LANGUAGE plpgsql AS $trigger$\nBEGIN\n  -- write what the comment above says\n  "
         "RETURN " +
         result + ";\nEND\n$trigger$;\n";
  sql += "CREATE TRIGGER " + name + " " + timing + " " + event + " ON " +
         quote_identifier(translator.renamed(trigger.table)) + " FOR EACH ROW EXECUTE FUNCTION " + name +
         "();\n";
  return sql;
}

}  // namespace dunlin::transfer
