#include "base/Text.hpp"
#include "sql/command/Reading.hpp"

namespace dunlin::sql {
namespace {

char mode_of(FunctionParameterMode mode) {
  return mode == FUNC_PARAM_DEFAULT ? 'i' : static_cast<char>(mode);
}

void add_arguments(const List* parameters, model::CreateFunction& function) {
  for (const ListCell& cell : Nodes(parameters)) {
    const auto* parameter = as<FunctionParameter>(cell.ptr_value, T_FunctionParameter);
    if (parameter == nullptr) continue;
    function.arguments.push_back({text_of(parameter->name), type_of(parameter->argType),
                                  mode_of(parameter->mode), parameter->defexpr != nullptr});
  }
}

// The string or dollar quote behind AS (or DO) that begins at or behind `location`.
model::Range string_at(const Source& source, int location) {
  std::size_t at = location < 0 ? 0 : source.token_at(static_cast<std::size_t>(location));
  for (; at < source.tokens().size(); ++at) {
    const TokenKind kind = source.tokens()[at].kind;
    if (kind == TokenKind::string || kind == TokenKind::dollar_string) return source.range(at, at + 1);
  }
  return {};
}

void add_setting(const VariableSetStmt* set, model::CreateFunction& function) {
  std::string value;
  for (const ListCell& cell : Nodes(set->args)) {
    const auto* constant = as<A_Const>(cell.ptr_value, T_A_Const);
    if (constant == nullptr || constant->isnull) continue;
    std::string part;
    if (nodeTag(&constant->val) == T_String) part = text_of(constant->val.sval.sval);
    if (nodeTag(&constant->val) == T_Integer) part = std::to_string(constant->val.ival.ival);
    value += (value.empty() ? "" : ", ") + part;
  }
  if (set->kind == VAR_SET_CURRENT) value = "from current";
  function.settings.emplace_back(to_lower(text_of(set->name)), value);
}

void read_security(const DefElem* option, const Reading& reading, model::CreateFunction& function) {
  function.security_definer = option->arg != nullptr && boolVal(option->arg);
  const std::size_t word = reading.source.find_word(
      option->location < 0 ? 0 : reading.source.token_at(static_cast<std::size_t>(option->location)),
      "security");
  function.security_range = reading.source.range(word, word + 2);
}

void read_option(const DefElem* option, const Reading& reading, model::CreateFunction& function) {
  const std::string_view name = option->defname;
  if (name == "language") function.language = to_lower(value_of(option));
  if (name == "security") read_security(option, reading, function);
  if (name == "leakproof") function.leakproof = option->arg != nullptr && boolVal(option->arg);
  if (name == "strict") function.strict = option->arg != nullptr && boolVal(option->arg);
  if (name == "volatility") {
    const std::string value = value_of(option);
    if (value == "stable") function.volatility = model::Volatility::stable;
    if (value == "immutable") function.volatility = model::Volatility::immutable;
  }
  if (name == "set")
    if (const auto* set = as<VariableSetStmt>(option->arg, T_VariableSetStmt)) add_setting(set, function);
  if (name == "as") {
    const auto* parts = as<List>(option->arg, T_List);
    if (parts != nullptr && Nodes(parts).size() > 0) function.body = strings_of(parts).front();
    function.body_range = string_at(reading.source, option->location);
  }
}

void read_atomic_body(const CreateFunctionStmt* statement, const Reading& reading,
                      model::CreateFunction& function) {
  if (statement->sql_body == nullptr) return;
  function.atomic_body = true;
  if (function.language.empty()) function.language = "sql";
  std::size_t word = reading.source.find_word(0, "begin");
  if (word == reading.source.tokens().size()) word = reading.source.find_word(0, "return");
  function.body_range = reading.source.range(word, reading.source.tokens().size());
  function.body = std::string(reading.source.text(function.body_range));
}

}  // namespace

model::Command create_function(const CreateFunctionStmt* statement, const Reading& reading) {
  model::CreateFunction function;
  function.name = name_of(statement->funcname);
  function.procedure = statement->is_procedure;
  function.or_replace = statement->replace;
  add_arguments(statement->parameters, function);
  function.returns = type_of(statement->returnType);
  for (const ListCell& cell : Nodes(statement->options))
    if (const auto* option = as<DefElem>(cell.ptr_value, T_DefElem)) read_option(option, reading, function);
  read_atomic_body(statement, reading, function);
  return function;
}

model::Command do_block(const DoStmt* statement, const Reading& reading) {
  model::DoBlock block;
  for (const ListCell& cell : Nodes(statement->args)) {
    const auto* option = as<DefElem>(cell.ptr_value, T_DefElem);
    if (option == nullptr) continue;
    if (std::string_view(option->defname) == "language") block.language = to_lower(value_of(option));
    if (std::string_view(option->defname) == "as") {
      block.body = value_of(option);
      block.body_range = string_at(reading.source, option->location);
    }
  }
  return block;
}

namespace {

std::vector<std::string> trigger_events(int events) {
  // As in catalog/pg_trigger.h of the server.
  const std::pair<int, const char*> names[] = {
      {1 << 2, "insert"}, {1 << 4, "update"}, {1 << 3, "delete"}, {1 << 5, "truncate"}};
  std::vector<std::string> found;
  for (const auto& [bit, name] : names)
    if ((events & bit) != 0) found.emplace_back(name);
  return found;
}

}  // namespace

model::Command create_trigger(const CreateTrigStmt* statement, const Reading& reading) {
  model::CreateTrigger trigger;
  trigger.name = text_of(statement->trigname);
  trigger.table = name_of(statement->relation);
  trigger.or_replace = statement->replace;
  trigger.constraint_trigger = statement->isconstraint;
  trigger.timing = (statement->timing & (1 << 1)) != 0   ? 'b'
                   : (statement->timing & (1 << 6)) != 0 ? 'i'
                                                         : 'a';
  trigger.events = trigger_events(statement->events);
  trigger.columns = strings_of(statement->columns);
  trigger.for_each_row = statement->row;
  trigger.function = name_of(statement->funcname);
  const std::size_t when = reading.source.find_word(0, "when");
  trigger.when = expression_of(statement->whenClause, reading.source, reading.source.group_content(when));
  return trigger;
}

namespace {

model::Range policy_using(const Source& source) {
  return source.group_content(source.find_word(0, "using"));
}

model::Range policy_check(const Source& source) {
  for (std::size_t i = source.find_word(0, "with"); i < source.tokens().size(); ++i)
    if (source.is(i, "with") && source.is(i + 1, "check")) return source.group_content(i + 2);
  return {};
}

model::Range name_behind(const Source& source, std::string_view word) {
  const std::size_t found = source.find_word(0, word);
  return source.range(found + 1, found + 2);
}

}  // namespace

model::Command create_policy(const CreatePolicyStmt* statement, const Reading& reading) {
  model::CreatePolicy policy;
  policy.name = text_of(statement->policy_name);
  policy.table = name_of(statement->table);
  policy.permissive = statement->permissive;
  policy.command = to_lower(text_of(statement->cmd_name));
  // The grammar puts PUBLIC where TO is left out.
  if (reading.source.find_word(0, "to") < reading.source.tokens().size())
    policy.roles = roles_of(statement->roles);
  policy.using_ = expression_of(statement->qual, reading.source, policy_using(reading.source));
  policy.check = expression_of(statement->with_check, reading.source, policy_check(reading.source));
  policy.name_range = name_behind(reading.source, "policy");
  return policy;
}

model::Command alter_policy(const AlterPolicyStmt* statement, const Reading& reading) {
  model::CreatePolicy policy;
  policy.alters = true;
  policy.name = text_of(statement->policy_name);
  policy.table = name_of(statement->table);
  policy.roles = roles_of(statement->roles);
  policy.using_ = expression_of(statement->qual, reading.source, policy_using(reading.source));
  policy.check = expression_of(statement->with_check, reading.source, policy_check(reading.source));
  policy.name_range = name_behind(reading.source, "policy");
  return policy;
}

}  // namespace dunlin::sql
