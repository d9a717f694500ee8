#include "sql/command/Command.hpp"

#include "sql/Grammar.hpp"
#include "sql/command/Reading.hpp"

namespace dunlin::sql {
namespace {

// The parser's memory: everything of one parse is freed together.
class ParserMemory {
 public:
  ParserMemory() : context_(pg_query_enter_memory_context()) {}
  ~ParserMemory() { pg_query_exit_memory_context(context_); }
  ParserMemory(const ParserMemory&) = delete;
  ParserMemory& operator=(const ParserMemory&) = delete;

 private:
  MemoryContext context_;
};

struct RawParse {
  const List* tree = nullptr;
  std::string error;
  int position = 0;
};

// The tree lives as long as the ParserMemory in force.
RawParse raw_parse(const std::string& text) {
  const PgQueryInternalParsetreeAndError result = pg_query_raw_parse(text.c_str());
  RawParse parse{result.tree, "", 0};
  if (result.error != nullptr) {
    parse.error = text_of(result.error->message);
    parse.position = result.error->cursorpos;
    pg_query_free_error(result.error);
    parse.tree = nullptr;
  }
  std::free(result.stderr_buffer);
  return parse;
}

model::Command command_of(const Node* node, const Reading& reading) {
  switch (nodeTag(node)) {
    case T_CreateStmt: return create_table(reinterpret_cast<const CreateStmt*>(node), reading, false);
    case T_CreateForeignTableStmt:
      return create_table(&reinterpret_cast<const CreateForeignTableStmt*>(node)->base, reading, true);
    case T_CreateTableAsStmt:
      return create_table_as(reinterpret_cast<const CreateTableAsStmt*>(node), reading);
    case T_AlterTableStmt: return alter_table(reinterpret_cast<const AlterTableStmt*>(node), reading);
    case T_IndexStmt: return create_index(reinterpret_cast<const IndexStmt*>(node), reading);
    case T_ViewStmt: return create_view(reinterpret_cast<const ViewStmt*>(node), reading);
    case T_CreateFunctionStmt:
      return create_function(reinterpret_cast<const CreateFunctionStmt*>(node), reading);
    case T_CreateTrigStmt: return create_trigger(reinterpret_cast<const CreateTrigStmt*>(node), reading);
    case T_CreatePolicyStmt: return create_policy(reinterpret_cast<const CreatePolicyStmt*>(node), reading);
    case T_AlterPolicyStmt: return alter_policy(reinterpret_cast<const AlterPolicyStmt*>(node), reading);
    case T_CreateDomainStmt: return create_domain(reinterpret_cast<const CreateDomainStmt*>(node), reading);
    case T_AlterDomainStmt: return alter_domain(reinterpret_cast<const AlterDomainStmt*>(node), reading);
    case T_DoStmt: return do_block(reinterpret_cast<const DoStmt*>(node), reading);
    case T_CopyStmt: return copy_command(reinterpret_cast<const CopyStmt*>(node), reading);
    case T_SelectStmt:
    case T_InsertStmt:
    case T_UpdateStmt:
    case T_DeleteStmt:
    case T_MergeStmt: return query_command(node, reading);
    default: return plain_command(node, reading);
  }
}

model::Command first_command(const RawParse& parse, const Reading& reading) {
  const auto* raw =
      Nodes(parse.tree).size() == 0 ? nullptr : as<RawStmt>(Nodes(parse.tree).begin()->ptr_value, T_RawStmt);
  if (raw == nullptr || raw->stmt == nullptr) return std::monostate{};
  return command_of(raw->stmt, reading);
}

}  // namespace

model::Command parse_command(std::string_view statement) {
  if (!within_grammar_limits(statement))
    return model::Unparsed{"the statement is too large for the parser, or not UTF-8", 0};
  const ParserMemory memory;
  const Source source(statement);
  const RawParse parse = raw_parse(std::string(statement));
  if (parse.error.empty()) return first_command(parse, {source, {}});
  const OlderText older = as_older_text(statement);
  if (!older.forms.empty()) {
    const RawParse again = raw_parse(older.text);
    if (again.error.empty()) return first_command(again, {source, older.forms});
  }
  return model::Unparsed{parse.error, parse.position};
}

model::Expression parse_expression(std::string_view expression) {
  model::Expression found;
  found.text = std::string(expression);
  if (!within_grammar_limits(expression)) return found;
  const ParserMemory memory;
  constexpr std::string_view k_before = "SELECT ";
  const std::string text = std::string(k_before) + found.text;
  const Source source(text);
  const RawParse parse = raw_parse(text);
  if (!parse.error.empty() || Nodes(parse.tree).size() != 1) return found;
  const auto* raw = as<RawStmt>(Nodes(parse.tree).begin()->ptr_value, T_RawStmt);
  const auto* select = raw == nullptr ? nullptr : as<SelectStmt>(raw->stmt, T_SelectStmt);
  if (select == nullptr || Nodes(select->targetList).size() != 1) return found;
  const auto* target = as<ResTarget>(Nodes(select->targetList).begin()->ptr_value, T_ResTarget);
  found = expression_of(target->val, source, {k_before.size(), expression.size()});
  found.range.offset = 0;
  for (auto& call : found.calls)
    if (call.range.offset >= k_before.size()) call.range.offset -= k_before.size();
  return found;
}

}  // namespace dunlin::sql
