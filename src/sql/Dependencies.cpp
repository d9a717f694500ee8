#include "sql/Dependencies.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <optional>
#include <string>
#include <utility>

#include "base/Json.hpp"
#include "sql/Grammar.hpp"
#include "sql/TokenStream.hpp"

namespace dunlin::sql {
namespace {

using Names = std::vector<QualifiedName>;

// What within_grammar_limits() lets through fits on the large stack that trees are read on.
constexpr int k_deepest_tree = 1'000'000;

const std::string* string_member(const Json& object, std::string_view name) {
  const Json* member = object.find(name);
  return member != nullptr ? member->string() : nullptr;
}

// A name written as [{"String": {"sval": "s"}}, {"String": {"sval": "t"}}], with `left_out` of its last
// parts.
std::optional<QualifiedName> name_from_list(const Json* list, std::size_t left_out = 0) {
  if (list == nullptr || list->elements() == nullptr) return std::nullopt;
  QualifiedName name;
  const auto& parts = *list->elements();
  for (std::size_t i = 0; i + left_out < parts.size(); ++i) {
    const Json* part = parts[i].find("String");
    const std::string* text = part != nullptr ? string_member(*part, "sval") : nullptr;
    if (text == nullptr) return std::nullopt;
    name.schema = std::exchange(name.name, *text);
  }
  return name.name.empty() ? std::nullopt : std::optional(name);
}

std::optional<QualifiedName> name_from_relation(const Json* relation) {
  if (relation == nullptr) return std::nullopt;
  const std::string* name = string_member(*relation, "relname");
  if (name == nullptr) return std::nullopt;
  const std::string* schema = string_member(*relation, "schemaname");
  return QualifiedName{schema != nullptr ? *schema : "", *name};
}

const Json* follow(const Json& from, std::string_view first, std::string_view second,
                   std::string_view third = {}) {
  const Json* found = from.find(first);
  for (const auto step : {second, third}) {
    if (found != nullptr && !step.empty()) found = found->find(step);
  }
  return found;
}

// The object that a statement's node creates.
std::optional<QualifiedName> created_by(const Json& statement) {
  static constexpr std::array<std::array<std::string_view, 3>, 6> k_relations{{
      {"ViewStmt", "view"},
      {"CreateStmt", "relation"},
      {"CreateTableAsStmt", "into", "rel"},
      {"CreateSeqStmt", "sequence"},
      {"CompositeTypeStmt", "typevar"},
      {"CreateForeignTableStmt", "base", "relation"},
  }};
  static constexpr std::array<std::array<std::string_view, 2>, 5> k_lists{{
      {"CreateFunctionStmt", "funcname"},
      {"DefineStmt", "defnames"},
      {"CreateEnumStmt", "typeName"},
      {"CreateRangeStmt", "typeName"},
      {"CreateDomainStmt", "domainname"},
  }};
  for (const auto& [node, first, second] : k_relations) {
    if (auto name = name_from_relation(follow(statement, node, first, second))) return name;
  }
  for (const auto& [node, list] : k_lists) {
    if (auto name = name_from_list(follow(statement, node, list))) return name;
  }
  return std::nullopt;
}

void add_name(Names& names, std::optional<QualifiedName> name) {
  if (!name || name->schema == "pg_catalog") return;
  if (std::find(names.begin(), names.end(), *name) == names.end()) names.push_back(std::move(*name));
}

// 'schema.name'::regclass and nextval('schema.name'): a name inside of a string.
void add_quoted_name(Names& names, const Json* constant) {
  const Json* value = constant != nullptr ? follow(*constant, "A_Const", "sval", "sval") : nullptr;
  if (value == nullptr || value->string() == nullptr) return;
  add_name(names, TokenStream(*value->string()).accept_name());
}

// Everything that a parse tree names. Walks all of it: what has the form of a name of an object is one.
class TreeReader {
 public:
  explicit TreeReader(Names& names) : names_(names) {}

  void read(const Json& node) {
    if (const auto* elements = node.elements()) {
      for (const Json& element : *elements) read(element);
    }
    const auto* members = node.members();
    if (members == nullptr) return;
    add_names_of(node);
    for (const auto& [name, member] : *members) read(member);
  }
  // Names of WITH queries hide relations.
  void drop_common_tables() {
    std::erase_if(names_, [&](const QualifiedName& name) {
      return name.schema.empty() &&
             std::find(common_tables_.begin(), common_tables_.end(), name.name) != common_tables_.end();
    });
  }

 private:
  void add_names_of(const Json& node) {
    add_name(names_, name_from_relation(&node));
    add_name(names_, name_from_list(node.find("funcname")));
    add_name(names_, name_from_list(node.find("objname")));
    add_name(names_, name_from_list(node.find("names"), node.find("pct_type") != nullptr ? 1 : 0));
    if (const std::string* common_table = string_member(node, "ctename"))
      common_tables_.push_back(*common_table);
    if (const Json* cast = node.find("TypeCast")) add_cast(*cast);
    if (const Json* call = node.find("FuncCall")) add_sequence_call(*call);
  }
  void add_cast(const Json& cast) {
    const auto type = name_from_list(follow(cast, "typeName", "names"));
    if (type && type->name.starts_with("reg")) add_quoted_name(names_, cast.find("arg"));
  }
  void add_sequence_call(const Json& call) {
    const auto function = name_from_list(call.find("funcname"));
    if (!function || !function->name.ends_with("val")) return;  // nextval, currval, setval
    const Json* arguments = call.find("args");
    if (arguments == nullptr || arguments->elements() == nullptr || arguments->elements()->empty()) return;
    add_quoted_name(names_, &arguments->elements()->front());
  }

  Names& names_;
  std::vector<std::string> common_tables_;
};

bool at_any(const TokenStream& tokens, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return tokens.at(word); });
}

// Words of a body where the name of a relation, function or type can stand.
void add_words(Names& names, std::string_view body) {
  TokenStream tokens(body);
  bool expected = false;  // a relation's name comes next
  bool in_list = false;   // of FROM or USING: after a comma too
  while (!tokens.at_end()) {
    const bool list = at_any(tokens, {"from", "using"});
    const bool before =
        list || at_any(tokens, {"join", "into", "update", "table", "only", "setof", "references"});
    const bool ends_list =
        tokens.at(';') || tokens.at(')') || at_any(tokens, {"where", "group", "order", "set"});
    in_list = list || (in_list && !ends_list);
    const auto name = tokens.accept_name();
    if (name && !before && (expected || !name->schema.empty() || tokens.at('(') || tokens.at('%')))
      add_name(names, name);
    expected = before || (!name && in_list && tokens.at(','));
    if (!name) tokens.advance();
  }
}

const Json* function_option(const Json& function, std::string_view wanted) {
  const Json* options = function.find("options");
  if (options == nullptr || options->elements() == nullptr) return nullptr;
  for (const Json& option : *options->elements()) {
    const Json* element = option.find("DefElem");
    const std::string* name = element != nullptr ? string_member(*element, "defname") : nullptr;
    if (name != nullptr && *name == wanted) return element->find("arg");
  }
  return nullptr;
}

// How deep the brackets of a JSON text nest.
std::size_t nesting(std::string_view json) {
  std::size_t depth = 0;
  std::size_t deepest = 0;
  bool quoted = false;
  for (std::size_t at = 0; at < json.size(); ++at) {
    const char c = json[at];
    if (c == '"') quoted = !quoted;
    if (quoted && c == '\\') ++at;
    if (quoted) continue;
    if (c == '{' || c == '[') deepest = std::max(deepest, ++depth);
    if (c == '}' || c == ']') --depth;
  }
  return deepest;
}

// Making values of a tree costs the square of its depth; nothing that people write comes near to this one.
constexpr std::size_t k_deepest = 1'000;

std::optional<Json> parse(const std::string& text) {
  const auto tree = parse_to_json(text);
  if (!tree || nesting(*tree) > k_deepest) return std::nullopt;
  return Json::parse(*tree, k_deepest_tree);
}

void read_body(Names& names, TreeReader& reader, const Json& function) {
  const Json* source = function_option(function, "as");
  const Json* items = source != nullptr ? follow(*source, "List", "items") : nullptr;
  if (items == nullptr || items->elements() == nullptr || items->elements()->empty()) return;
  const Json* text = follow(items->elements()->front(), "String", "sval");
  if (text == nullptr || text->string() == nullptr || !within_grammar_limits(*text->string())) return;
  const Json* language = function_option(function, "language");
  const Json* name = language != nullptr ? follow(*language, "String", "sval") : nullptr;
  const bool in_sql = name != nullptr && name->string() != nullptr && *name->string() == "sql";
  if (const auto body = in_sql ? parse(*text->string()) : std::nullopt) {
    reader.read(*body);
  } else {
    add_words(names, *text->string());
  }
}

const Json::Array* statements_of(const Json& tree) {
  const Json* list = tree.find("stmts");
  return list != nullptr ? list->elements() : nullptr;
}

Names created_in(const Json& tree) {
  Names names;
  const auto* statements = statements_of(tree);
  if (statements == nullptr) return names;
  for (const Json& statement : *statements) {
    if (const Json* node = statement.find("stmt")) add_name(names, created_by(*node));
  }
  return names;
}

Names referenced_in(const Json& tree) {
  Names names;
  TreeReader reader(names);
  reader.read(tree);
  if (const auto* statements = statements_of(tree)) {
    for (const Json& statement : *statements) {
      if (const Json* function = follow(statement, "stmt", "CreateFunctionStmt"))
        read_body(names, reader, *function);
    }
  }
  reader.drop_common_tables();
  const Names created = created_in(tree);
  std::erase_if(names, [&](const QualifiedName& name) {
    return std::find(created.begin(), created.end(), name) != created.end();
  });
  return names;
}

Names with_tree(std::string_view statement, Names (*read)(const Json&)) {
  Names names;
  if (!within_grammar_limits(statement)) return names;
  const std::string text(statement);
  on_large_stack([&] {
    if (const auto tree = parse(text)) names = read(*tree);
  });
  return names;
}

}  // namespace

std::vector<QualifiedName> created_objects(std::string_view statement) {
  return with_tree(statement, created_in);
}

std::vector<QualifiedName> referenced_relations(std::string_view statement) {
  return with_tree(statement, referenced_in);
}

}  // namespace dunlin::sql
