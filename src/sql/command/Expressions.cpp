#include "sql/command/Expressions.hpp"

#include <algorithm>
#include <set>

#include "base/Text.hpp"

namespace dunlin::sql {
namespace {

// Everything of a tree that Expression or Query want, collected in one walk.
struct Walk {
  const Source& source;
  std::vector<model::FunctionCall> calls;
  std::vector<std::vector<std::string>> columns;
  std::vector<model::RelationUse> relations;
  std::vector<model::TypeName> casts;
  std::vector<std::string> strings;
  std::set<std::string> with_names;
  std::set<const RangeVar*> targets;  // of data-modifying statements: written, not read
  bool star = false;
  bool has_subquery = false;
  int subquery_depth = 0;
  bool plain_subquery = false;  // the innermost one has no FROM: evaluated once
};

bool visit(Node* node, void* context);

// The walker's type in C is a function of unspecified arguments, which C++ can't say.
void walk_children(Node* node, Walk& walk) {
  raw_expression_tree_walker(node, reinterpret_cast<bool (*)()>(reinterpret_cast<void*>(visit)), &walk);
}

model::Range call_range(const Source& source, int location) {
  if (location < 0) return {};
  const std::size_t first = source.token_at(static_cast<std::size_t>(location));
  std::size_t last = first;
  while (last < source.tokens().size() && !source.is(last, '(') && last < first + 6) ++last;
  return source.is(last, '(') ? source.range(first, source.behind_group(last))
                              : source.range(first, first + 1);
}

void add_call(const FuncCall* call, Walk& walk) {
  model::FunctionCall found;
  found.name = name_of(call->funcname);
  if (found.name.schema == "pg_catalog") found.name.schema.clear();
  found.arguments = Nodes(call->args).size();
  found.inside_subquery = walk.subquery_depth > 0;
  found.alone_in_subquery = walk.plain_subquery;
  found.range = call_range(walk.source, call->location);
  for (const ListCell& cell : Nodes(call->args)) {
    const auto* constant = as<A_Const>(cell.ptr_value, T_A_Const);
    if (constant != nullptr && !constant->isnull && nodeTag(&constant->val) == T_String)
      found.literals.push_back(text_of(constant->val.sval.sval));
  }
  walk.calls.push_back(std::move(found));
}

const char* function_behind(SQLValueFunctionOp op) {
  switch (op) {
    case SVFOP_CURRENT_DATE: return "current_date";
    case SVFOP_CURRENT_TIME:
    case SVFOP_CURRENT_TIME_N:
    case SVFOP_LOCALTIME:
    case SVFOP_LOCALTIME_N: return "localtime";
    case SVFOP_CURRENT_TIMESTAMP:
    case SVFOP_CURRENT_TIMESTAMP_N:
    case SVFOP_LOCALTIMESTAMP:
    case SVFOP_LOCALTIMESTAMP_N: return "now";
    case SVFOP_CURRENT_ROLE:
    case SVFOP_CURRENT_USER:
    case SVFOP_USER: return "current_user";
    case SVFOP_SESSION_USER: return "session_user";
    case SVFOP_CURRENT_CATALOG: return "current_database";
    case SVFOP_CURRENT_SCHEMA: return "current_schema";
  }
  return "now";
}

void add_value_function(const SQLValueFunction* function, Walk& walk) {
  model::FunctionCall found;
  found.name.name = function_behind(function->op);
  found.inside_subquery = walk.subquery_depth > 0;
  found.alone_in_subquery = walk.plain_subquery;
  found.range = call_range(walk.source, function->location);
  walk.calls.push_back(std::move(found));
}

void add_column(const ColumnRef* column, Walk& walk) {
  std::vector<std::string> parts;
  for (const ListCell& cell : Nodes(column->fields)) {
    if (as<A_Star>(cell.ptr_value, T_A_Star) != nullptr) {
      walk.star = true;
      return;
    }
    parts.push_back(string_of(static_cast<const Node*>(cell.ptr_value)));
  }
  walk.columns.push_back(std::move(parts));
}

void walk_subquery(const SubLink* link, Walk& walk) {
  walk.has_subquery = true;
  if (link->testexpr != nullptr) visit(link->testexpr, &walk);
  const auto* select = as<SelectStmt>(link->subselect, T_SelectStmt);
  const bool before =
      std::exchange(walk.plain_subquery, select != nullptr && select->fromClause == nullptr &&
                                             select->valuesLists == nullptr && select->op == SETOP_NONE);
  ++walk.subquery_depth;
  if (link->subselect != nullptr) visit(link->subselect, &walk);
  --walk.subquery_depth;
  walk.plain_subquery = before;
}

void add_relation(const RangeVar* relation, bool written, Walk& walk) {
  if (relation == nullptr || (!written && walk.targets.contains(relation))) return;
  if (written) walk.targets.insert(relation);
  if (relation->schemaname == nullptr && walk.with_names.contains(text_of(relation->relname)) && !written)
    return;
  walk.relations.push_back({name_of(relation), written});
}

void add_with(const WithClause* with, Walk& walk) {
  if (with == nullptr) return;
  for (const ListCell& cell : Nodes(with->ctes))
    if (const auto* cte = as<CommonTableExpr>(cell.ptr_value, T_CommonTableExpr))
      walk.with_names.insert(text_of(cte->ctename));
}

// The names of a WITH clause, and the target of a data-modifying statement.
void enter_statement(Node* node, Walk& walk) {
  switch (nodeTag(node)) {
    case T_SelectStmt: add_with(reinterpret_cast<SelectStmt*>(node)->withClause, walk); break;
    case T_InsertStmt: add_with(reinterpret_cast<InsertStmt*>(node)->withClause, walk); break;
    case T_UpdateStmt: add_with(reinterpret_cast<UpdateStmt*>(node)->withClause, walk); break;
    case T_DeleteStmt: add_with(reinterpret_cast<DeleteStmt*>(node)->withClause, walk); break;
    case T_MergeStmt: add_with(reinterpret_cast<MergeStmt*>(node)->withClause, walk); break;
    default: break;
  }
}

const RangeVar* target_of(const Node* node) {
  switch (nodeTag(node)) {
    case T_InsertStmt: return reinterpret_cast<const InsertStmt*>(node)->relation;
    case T_UpdateStmt: return reinterpret_cast<const UpdateStmt*>(node)->relation;
    case T_DeleteStmt: return reinterpret_cast<const DeleteStmt*>(node)->relation;
    case T_MergeStmt: return reinterpret_cast<const MergeStmt*>(node)->relation;
    default: return nullptr;
  }
}

bool visit(Node* node, void* context) {
  if (node == nullptr) return false;
  auto& walk = *static_cast<Walk*>(context);
  enter_statement(node, walk);
  switch (nodeTag(node)) {
    case T_RangeVar: add_relation(reinterpret_cast<RangeVar*>(node), false, walk); return false;
    case T_ColumnRef: add_column(reinterpret_cast<ColumnRef*>(node), walk); return false;
    case T_FuncCall: add_call(reinterpret_cast<FuncCall*>(node), walk); break;
    case T_SQLValueFunction:
      add_value_function(reinterpret_cast<SQLValueFunction*>(node), walk);
      return false;
    case T_SubLink: walk_subquery(reinterpret_cast<SubLink*>(node), walk); return false;
    case T_TypeCast: walk.casts.push_back(type_of(reinterpret_cast<TypeCast*>(node)->typeName)); break;
    case T_A_Const: {
      const auto* constant = reinterpret_cast<A_Const*>(node);
      if (!constant->isnull && nodeTag(&constant->val) == T_String)
        walk.strings.push_back(text_of(constant->val.sval.sval));
      return false;
    }
    case T_InsertStmt:
    case T_UpdateStmt:
    case T_DeleteStmt:
    case T_MergeStmt: add_relation(target_of(node), true, walk); break;
    default: break;
  }
  walk_children(node, walk);
  return false;
}

const Node* without_casts(const Node* node) {
  while (const auto* cast = as<TypeCast>(node, T_TypeCast)) node = cast->arg;
  return node;
}

bool is_constant(const Node* node) {
  node = without_casts(node);
  if (node == nullptr) return false;
  if (nodeTag(node) == T_A_Const) return true;
  if (const auto* array = as<A_ArrayExpr>(node, T_A_ArrayExpr)) {
    return std::all_of(
        Nodes(array->elements).begin(), Nodes(array->elements).end(),
        [](const ListCell& cell) { return is_constant(static_cast<const Node*>(cell.ptr_value)); });
  }
  const auto* sign = as<A_Expr>(node, T_A_Expr);
  return sign != nullptr && sign->lexpr == nullptr && is_constant(sign->rexpr);
}

bool same_constant(const Node* left, const Node* right) {
  const auto* a = as<A_Const>(without_casts(left), T_A_Const);
  const auto* b = as<A_Const>(without_casts(right), T_A_Const);
  if (a == nullptr || b == nullptr || a->isnull || b->isnull || nodeTag(&a->val) != nodeTag(&b->val))
    return false;
  switch (nodeTag(&a->val)) {
    case T_Integer: return a->val.ival.ival == b->val.ival.ival;
    case T_Boolean: return a->val.boolval.boolval == b->val.boolval.boolval;
    case T_String: return std::strcmp(a->val.sval.sval, b->val.sval.sval) == 0;
    case T_Float: return std::strcmp(a->val.fval.fval, b->val.fval.fval) == 0;
    default: return false;
  }
}

bool always_true(const Node* node) {
  node = without_casts(node);
  if (const auto* constant = as<A_Const>(node, T_A_Const)) {
    if (constant->isnull) return false;
    if (nodeTag(&constant->val) == T_Boolean) return constant->val.boolval.boolval;
    return nodeTag(&constant->val) == T_String && (std::strcmp(constant->val.sval.sval, "t") == 0 ||
                                                   std::strcmp(constant->val.sval.sval, "true") == 0);
  }
  if (const auto* logic = as<BoolExpr>(node, T_BoolExpr)) {
    const Nodes arguments(logic->args);
    const auto test = [](const ListCell& cell) {
      return always_true(static_cast<const Node*>(cell.ptr_value));
    };
    if (logic->boolop == OR_EXPR) return std::any_of(arguments.begin(), arguments.end(), test);
    if (logic->boolop == AND_EXPR) return std::all_of(arguments.begin(), arguments.end(), test);
    return false;
  }
  const auto* comparison = as<A_Expr>(node, T_A_Expr);
  if (comparison == nullptr || comparison->kind != AEXPR_OP) return false;
  return name_of(comparison->name).name == "=" && same_constant(comparison->lexpr, comparison->rexpr);
}

// x IS NOT NULL and y IS NOT NULL ... -> x, y: what proves SET NOT NULL without a scan.
void add_not_null_columns(const Node* node, std::vector<std::string>& columns) {
  if (const auto* test = as<NullTest>(node, T_NullTest)) {
    const auto* column = as<ColumnRef>(test->arg, T_ColumnRef);
    if (test->nulltesttype == IS_NOT_NULL && column != nullptr)
      columns.push_back(name_of(column->fields).name);
    return;
  }
  const auto* logic = as<BoolExpr>(node, T_BoolExpr);
  if (logic == nullptr || logic->boolop != AND_EXPR) return;
  for (const ListCell& cell : Nodes(logic->args))
    add_not_null_columns(static_cast<const Node*>(cell.ptr_value), columns);
}

Walk walk_tree(const Node* node, const Source& source) {
  Walk walk{source, {}, {}, {}, {}, {}, {}, {}, false, false, 0, false};
  if (node != nullptr) visit(const_cast<Node*>(node), &walk);
  return walk;
}

std::string output_name(const ResTarget* target) {
  if (target->name != nullptr) return target->name;
  const Node* value = without_casts(target->val);
  if (const auto* column = as<ColumnRef>(value, T_ColumnRef)) {
    const Nodes fields(column->fields);
    const void* last = fields.size() == 0 ? nullptr : fields.begin()[fields.size() - 1].ptr_value;
    return as<A_Star>(last, T_A_Star) != nullptr ? "*" : string_of(static_cast<const Node*>(last));
  }
  if (const auto* call = as<FuncCall>(value, T_FuncCall)) return name_of(call->funcname).name;
  return "";
}

std::vector<std::string> outputs_of(const Node* node) {
  const auto* select = as<SelectStmt>(node, T_SelectStmt);
  while (select != nullptr && select->op != SETOP_NONE) select = select->larg;
  std::vector<std::string> names;
  if (select == nullptr) return names;
  for (const ListCell& cell : Nodes(select->targetList))
    if (const auto* target = as<ResTarget>(cell.ptr_value, T_ResTarget)) names.push_back(output_name(target));
  return names;
}

}  // namespace

model::Expression expression_of(const Node* node, const Source& source, model::Range range) {
  model::Expression found;
  if (node == nullptr) return found;
  Walk walk = walk_tree(node, source);
  found.range = range;
  found.text = std::string(source.text(range));
  found.calls = std::move(walk.calls);
  found.columns = std::move(walk.columns);
  found.relations = std::move(walk.relations);
  found.casts = std::move(walk.casts);
  found.strings = std::move(walk.strings);
  found.has_subquery = walk.has_subquery;
  found.is_constant = is_constant(node);
  const auto* constant = as<A_Const>(without_casts(node), T_A_Const);
  found.is_null = constant != nullptr && constant->isnull;
  found.is_always_true = always_true(node);
  found.is_column = nodeTag(node) == T_ColumnRef;
  const auto* cast = as<TypeCast>(node, T_TypeCast);
  found.is_cast_of_column = cast != nullptr && as<ColumnRef>(cast->arg, T_ColumnRef) != nullptr;
  add_not_null_columns(node, found.not_null_columns);
  if (nodeTag(node) == T_NullTest && !found.not_null_columns.empty())
    found.not_null_column = found.not_null_columns.front();
  return found;
}

const Node* where_of(const Node* query) {
  if (query == nullptr) return nullptr;
  switch (nodeTag(query)) {
    case T_SelectStmt: return reinterpret_cast<const SelectStmt*>(query)->whereClause;
    case T_UpdateStmt: return reinterpret_cast<const UpdateStmt*>(query)->whereClause;
    case T_DeleteStmt: return reinterpret_cast<const DeleteStmt*>(query)->whereClause;
    default: return nullptr;
  }
}

model::Query query_of(const Node* node, const Source& source) {
  model::Query found;
  if (node == nullptr) return found;
  Walk walk = walk_tree(node, source);
  found.relations = std::move(walk.relations);
  // A CTE that is used before its WITH was seen.
  std::erase_if(found.relations, [&](const model::RelationUse& use) {
    return !use.written && use.name.schema.empty() && walk.with_names.contains(use.name.name);
  });
  found.calls = std::move(walk.calls);
  found.strings = std::move(walk.strings);
  found.selects_star = walk.star;
  const Node* where = where_of(node);
  found.has_where = where != nullptr;
  found.where_always_true = where != nullptr && always_true(where);
  const auto* select = as<SelectStmt>(node, T_SelectStmt);
  found.has_limit = select != nullptr && select->limitCount != nullptr;
  found.outputs = outputs_of(node);
  return found;
}

}  // namespace dunlin::sql
