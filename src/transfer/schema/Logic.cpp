#include "transfer/schema/Logic.hpp"

#include <algorithm>
#include <set>
#include <utility>
#include <variant>

#include "model/command/Command.hpp"
#include "sql/Grammar.hpp"
#include "sql/Split.hpp"
#include "sql/command/Command.hpp"
#include "sql/command/Identifier.hpp"
#include "sqlite/language/Token.hpp"
#include "transfer/schema/VirtualTables.hpp"
#include "transfer/translate/Translate.hpp"

namespace dunlin::transfer {
namespace {

using sql::readable_identifier;

// What takes a statement of ours back.
struct Undo {
  std::string operator()(const model::CreateView& view) const {
    return "DROP VIEW " + readable_identifier(view.name.name);
  }
  std::string operator()(const model::CreateFunction& function) const {
    return "DROP FUNCTION " + readable_identifier(function.name.name) + "()";
  }
  std::string operator()(const model::CreateTrigger& trigger) const {
    return "DROP TRIGGER " + readable_identifier(trigger.name) + " ON " +
           readable_identifier(trigger.table.name);
  }
  template <typename Other>
  std::string operator()(const Other&) const {
    return "";
  }
};

void add_statements(const std::string& sql, ScriptWriter& script) {
  for (const auto& statement : sql::split({.text = sql, .file = "translation"})) {
    const std::string text = sql.substr(statement.offset, statement.length);
    std::string undo;
    sql::on_large_stack([&] { undo = std::visit(Undo{}, sql::parse_command(text)); });
    script.add(text, undo);
  }
}

bool mentions(const std::string& sql, const std::string& name) {
  const auto tokens = sqlite::tokenize(sql);
  return std::any_of(tokens.begin(), tokens.end(), [&](const sqlite::Token& token) {
    return sqlite::same_name(sqlite::unquote(token.text), name);
  });
}

// SQLite looks names up when a view is used, PostgreSQL when it is made: views that others use come first.
std::vector<const sqlite::View*> in_order(const std::vector<sqlite::View>& views) {
  std::vector<const sqlite::View*> ordered;
  std::set<const sqlite::View*> seen;
  const auto visit = [&](const auto& self, const sqlite::View& view) -> void {
    if (!seen.insert(&view).second) return;
    for (const auto& other : views)
      if (&other != &view && mentions(view.sql, other.name)) self(self, other);
    ordered.push_back(&view);
  };
  for (const auto& view : views) visit(visit, view);
  return ordered;
}

// One script as it grows, with what is left out of it.
class LogicScript {
 public:
  LogicScript(const RefusedLogic& refused, ScriptWriter& script, std::vector<Problem>& problems)
      : refused_(refused), script_(script), problems_(problems) {}

  void add(const std::string& kind, const std::string& name, Translation translation,
           const std::string& left_as_comment) {
    const std::string object = kind + " " + name;
    const auto against = refused_.find(object);
    if (translation.ok() && against != refused_.end())
      translation = Translation{
          .sql = "", .problem = "tried on empty tables, PostgreSQL says: " + against->second, .notes = {}};
    for (const auto& remark : translation.notes)
      problems_.push_back(
          {.rule = kind + "-differs", .weight = Weight::note, .object = object, .message = remark});
    if (translation.ok()) {
      add_statements(translation.sql, script_);
      parts_.push_back({object, translation.sql});
      return;
    }
    problems_.push_back({.rule = kind + "-not-translated",
                         .weight = Weight::changed,
                         .object = object,
                         .message = "the " + kind + " isn't in the target: " + translation.problem,
                         .hint = "its text is in the third migration, as a comment to begin with"});
    script_.comment(left_as_comment);
  }

  std::vector<LogicPart> take() { return std::move(parts_); }

 private:
  const RefusedLogic& refused_;
  ScriptWriter& script_;
  std::vector<Problem>& problems_;
  std::vector<LogicPart> parts_;
};

const TableMapping* mapped_table(const Mapping& mapping, const std::string& name) {
  const auto found = std::find_if(mapping.tables.begin(), mapping.tables.end(),
                                  [&](const auto& table) { return sqlite::same_name(table.source, name); });
  return found != mapping.tables.end() ? &*found : nullptr;
}

}  // namespace

std::vector<LogicPart> add_logic(const sqlite::Schema& schema, const Mapping& mapping,
                                 const model::TransferConfig& config, const RefusedLogic& refused,
                                 ScriptWriter& script, std::vector<Problem>& problems) {
  LogicScript logic(refused, script, problems);
  for (const auto* view : in_order(schema.views))
    logic.add("view", view->name, translate_view(*view, schema, mapping), view->sql);
  for (const auto& trigger : schema.triggers) {
    const TableMapping* table = mapped_table(mapping, trigger.table);
    const bool citus = config.distribution == "citus" && table != nullptr && table->distribution;
    logic.add("trigger", trigger.name,
              citus ? Translation{.sql = "",
                                  .problem = "Citus runs no triggers on distributed and reference tables",
                                  .notes = {}}
                    : translate_trigger(trigger, schema, mapping),
              skeleton_of(trigger, mapping));
  }
  for (const auto& table : schema.virtual_tables) {
    VirtualTableAdvice advice = advise(table, mapping);
    if (!advice.sql.empty()) script.comment(table.sql + "\n\nWhat could take its place:\n" + advice.sql);
    problems.push_back(std::move(advice.problem));
  }
  return logic.take();
}

}  // namespace dunlin::transfer
