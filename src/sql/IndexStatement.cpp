#include "sql/IndexStatement.hpp"

#include <fmt/format.h>
#include <functional>
#include <pg_query.h>
#include <pg_query/pg_query.pb-c.h>
#include <utility>

#include "base/Identifier.hpp"
#include "sql/Grammar.hpp"
#include "sql/TokenStream.hpp"

namespace dunlin::sql {
namespace {

// A parsed text as a tree of structs.
class ParseTree {
 public:
  explicit ParseTree(const std::string& text) : packed_(pg_query_parse_protobuf(text.c_str())) {
    if (packed_.error != nullptr) return;
    tree_ = pg_query__parse_result__unpack(nullptr, packed_.parse_tree.len,
                                           reinterpret_cast<const std::uint8_t*>(packed_.parse_tree.data));
  }
  ~ParseTree() {
    if (tree_ != nullptr) pg_query__parse_result__free_unpacked(tree_, nullptr);
    pg_query_free_protobuf_parse_result(packed_);
  }
  ParseTree(const ParseTree&) = delete;
  ParseTree& operator=(const ParseTree&) = delete;

  /// The only statement; nullptr when the text isn't exactly one.
  const PgQuery__Node* statement() const {
    return tree_ != nullptr && tree_->n_stmts == 1 ? tree_->stmts[0]->stmt : nullptr;
  }

 private:
  PgQueryProtobufParseResult packed_;
  PgQuery__ParseResult* tree_ = nullptr;
};

// Calls `read` with the tree of the one statement of `text`, if it can be parsed.
void with_tree(std::string_view text, const std::function<void(const PgQuery__Node&)>& read) {
  if (!within_grammar_limits(text)) return;
  const std::string copy(text);
  on_large_stack([&] {
    const ParseTree tree(copy);
    if (const PgQuery__Node* statement = tree.statement()) read(*statement);
  });
}

QualifiedName name_of(const PgQuery__RangeVar* relation) {
  if (relation == nullptr) return {};
  return {relation->schemaname, relation->relname};
}

// A name of DROP comes as a list of strings.
QualifiedName name_of(const PgQuery__Node& node) {
  QualifiedName name;
  if (node.node_case != PG_QUERY__NODE__NODE_LIST) return name;
  for (std::size_t i = 0; i < node.list->n_items; ++i) {
    const PgQuery__Node& item = *node.list->items[i];
    if (item.node_case != PG_QUERY__NODE__NODE_STRING) continue;
    name.schema = std::exchange(name.name, item.string->sval);
  }
  return name;
}

std::optional<NamedObjects> named_by_drop(const PgQuery__DropStmt& drop) {
  if (drop.remove_type != PG_QUERY__OBJECT_TYPE__OBJECT_INDEX &&
      drop.remove_type != PG_QUERY__OBJECT_TYPE__OBJECT_TABLE) {
    return std::nullopt;
  }
  NamedObjects named;
  for (std::size_t i = 0; i < drop.n_objects; ++i) named.names.push_back(name_of(*drop.objects[i]));
  named.if_exists = drop.missing_ok != 0;
  named.cascade = drop.behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE;
  return named;
}

std::optional<NamedObjects> named_by_reindex(const PgQuery__ReindexStmt& reindex) {
  const bool one = reindex.kind == PG_QUERY__REINDEX_OBJECT_TYPE__REINDEX_OBJECT_INDEX ||
                   reindex.kind == PG_QUERY__REINDEX_OBJECT_TYPE__REINDEX_OBJECT_TABLE;
  if (!one || reindex.relation == nullptr) return std::nullopt;
  return NamedObjects{{name_of(reindex.relation)}, false, false};
}

std::optional<NamedObjects> named_by_detach(const PgQuery__AlterTableStmt& alter) {
  if (alter.n_cmds != 1 || alter.cmds[0]->node_case != PG_QUERY__NODE__NODE_ALTER_TABLE_CMD)
    return std::nullopt;
  const PgQuery__AlterTableCmd& command = *alter.cmds[0]->alter_table_cmd;
  const bool detach = command.subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_DetachPartition ||
                      command.subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_DetachPartitionFinalize;
  if (!detach || command.def == nullptr || command.def->node_case != PG_QUERY__NODE__NODE_PARTITION_CMD) {
    return std::nullopt;
  }
  return NamedObjects{
      {name_of(alter.relation), name_of(command.def->partition_cmd->name)}, alter.missing_ok != 0, false};
}

}  // namespace

std::optional<CreateIndex> parse_create_index(std::string_view statement) {
  std::optional<CreateIndex> found;
  if (!TokenStream(statement).at("create")) return found;
  with_tree(statement, [&](const PgQuery__Node& node) {
    if (node.node_case != PG_QUERY__NODE__NODE_INDEX_STMT) return;
    const PgQuery__IndexStmt& index = *node.index_stmt;
    found =
        CreateIndex{index.idxname, name_of(index.relation), index.if_not_exists != 0, index.concurrent != 0};
  });
  return found;
}

// The words from ON on are the author's: only the head of the statement is written anew. (The library's own
// way from a tree to text leaves the index's name unquoted.)
std::optional<std::string> create_index_like(std::string_view statement, const std::string& index,
                                             const QualifiedName& table) {
  if (!parse_create_index(statement)) return std::nullopt;
  TokenStream tokens(statement);
  tokens.accept("create");
  const bool unique = tokens.accept("unique");
  while (!tokens.at("on")) tokens.advance();
  tokens.advance();
  const bool in_parentheses = tokens.accept("only") && tokens.accept('(');
  tokens.accept_name();
  tokens.accept(in_parentheses ? ')' : '*');
  return fmt::format(
      "CREATE {}INDEX {} ON {} {}", unique ? "UNIQUE " : "", quote_identifier(index),
      table.schema.empty() ? quote_identifier(table.name) : quote_identifier(table.schema, table.name),
      statement.substr(tokens.current().offset));
}

std::optional<NamedObjects> parse_named_objects(std::string_view statement) {
  std::optional<NamedObjects> named;
  const TokenStream first(statement);
  if (!first.at("drop") && !first.at("reindex") && !first.at("alter")) return named;
  with_tree(statement, [&](const PgQuery__Node& node) {
    switch (node.node_case) {
      case PG_QUERY__NODE__NODE_DROP_STMT: named = named_by_drop(*node.drop_stmt); break;
      case PG_QUERY__NODE__NODE_REINDEX_STMT: named = named_by_reindex(*node.reindex_stmt); break;
      case PG_QUERY__NODE__NODE_ALTER_TABLE_STMT: named = named_by_detach(*node.alter_table_stmt); break;
      default: break;
    }
  });
  return named;
}

}  // namespace dunlin::sql
