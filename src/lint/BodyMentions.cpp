#include "lint/BodyMentions.hpp"

#include <algorithm>
#include <array>

#include "sql/Lexer.hpp"
#include "sql/command/Source.hpp"

namespace dunlin::lint {

using model::Catalog;
using model::CatalogFunction;
using model::QualifiedName;

namespace {

// A body by its tokens.
class Body {
 public:
  explicit Body(std::string_view text) : source_(text) {}

  bool names(const std::string& name) const {
    for (std::size_t i = 0; i < size(); ++i)
      if (is_name(i, name)) return true;
    return false;
  }

  bool names_relation(const QualifiedName& relation) const {
    for (std::size_t i = 0; i < size(); ++i)
      if (is_name(i, relation.name) && in_schema(i, relation.schema) && relation_stands_at(first_of(i)))
        return true;
    return false;
  }

  // Behind the relation's name or alias, or by itself: then `ambiguous` is asked whether it may be another
  // relation's.
  template <typename Ambiguous>
  bool names_column(const QualifiedName& relation, const std::string& column, Ambiguous ambiguous) const {
    if (!names(column)) return false;
    std::vector<std::string> qualifiers{relation.name};
    for (std::size_t i = 0; i < size(); ++i)
      if (is_name(i, relation.name) && in_schema(i, relation.schema) && relation_stands_at(first_of(i)))
        qualifiers.push_back(alias_behind(i));
    bool by_itself = false;
    for (std::size_t i = 0; i < size(); ++i) {
      if (!is_name(i, column)) continue;
      const bool qualified = i >= 2 && source_.is(i - 1, '.');
      if (!qualified) by_itself = true;
      if (qualified && std::any_of(qualifiers.begin(), qualifiers.end(),
                                   [&](const std::string& name) { return is_name(i - 2, name); }))
        return true;
    }
    return by_itself && !ambiguous();
  }

  bool calls(const QualifiedName& function) const {
    for (std::size_t i = 0; i + 1 < size(); ++i)
      if (is_name(i, function.name) && source_.is(i + 1, '(') && in_schema(i, function.schema)) return true;
    return false;
  }

  // NEW.column, OLD.column
  bool uses_row_column(const std::string& column) const {
    for (std::size_t i = 2; i < size(); ++i)
      if (is_name(i, column) && source_.is(i - 1, '.') &&
          (source_.is(i - 2, "new") || source_.is(i - 2, "old")))
        return true;
    return false;
  }

 private:
  std::size_t size() const { return source_.tokens().size(); }

  bool is_name(std::size_t i, const std::string& name) const {
    const sql::Token& token = source_.tokens()[i];
    return (token.kind == sql::TokenKind::word || token.kind == sql::TokenKind::quoted_name) &&
           sql::name_value(source_.text(token)) == name;
  }

  // Without a schema, or with that one: behind another name it is a column.
  bool in_schema(std::size_t i, const std::string& schema) const {
    return i < 2 || !source_.is(i - 1, '.') || is_name(i - 2, schema);
  }

  // FROM users u, FROM users AS u; what isn't an alias (SET, WHERE) is never a qualifier.
  std::string alias_behind(std::size_t i) const {
    const std::size_t next = source_.is(i + 1, "as") ? i + 2 : i + 1;
    return next < size() ? sql::name_value(source_.text(source_.tokens()[next])) : std::string();
  }

  std::size_t first_of(std::size_t i) const { return i >= 2 && source_.is(i - 1, '.') ? i - 2 : i; }

  bool relation_stands_at(std::size_t first) const {
    static constexpr std::array<std::string_view, 8> k_before{"from", "join",  "into",  "update",
                                                              "only", "table", "using", "truncate"};
    return first > 0 && std::any_of(k_before.begin(), k_before.end(),
                                    [&](std::string_view word) { return source_.is(first - 1, word); });
  }

  sql::Source source_;
};

template <typename Matches>
std::vector<const CatalogFunction*> bodies(const Catalog& catalog, Matches matches) {
  std::vector<const CatalogFunction*> found;
  for (const auto& [name, overloads] : catalog.functions)
    for (const CatalogFunction& function : overloads)
      if (!function.body.empty() && (function.language == "plpgsql" || function.language == "sql") &&
          matches(function))
        found.push_back(&function);
  return found;
}

// The body names another relation with a column of that name.
bool another_has_column(const Catalog& catalog, const Body& body, const QualifiedName& relation,
                        const std::string& column) {
  return std::any_of(catalog.relations.begin(), catalog.relations.end(), [&](const auto& entry) {
    return entry.first != relation && entry.second.find_column(column) != nullptr &&
           body.names_relation(entry.first);
  });
}

bool runs_for(const model::CatalogRelation* table, const CatalogFunction& function) {
  return table != nullptr &&
         std::any_of(table->triggers.begin(), table->triggers.end(),
                     [&](const model::CatalogTrigger& trigger) { return trigger.function == function.name; });
}

}  // namespace

bool names_word(std::string_view sql, const std::string& name) {
  return Body(sql).names(name);
}

bool calls_function(std::string_view sql, const QualifiedName& name) {
  return !sql.empty() && Body(sql).calls(name);
}

bool uses_column_of(const Catalog& catalog, std::string_view sql, const QualifiedName& relation,
                    const std::string& column) {
  const Body body(sql);
  return body.names_column(relation, column,
                           [&] { return another_has_column(catalog, body, relation, column); });
}

std::vector<const CatalogFunction*> functions_naming(const Catalog& catalog, const QualifiedName& relation) {
  return bodies(
      catalog, [&](const CatalogFunction& function) { return Body(function.body).names_relation(relation); });
}

std::vector<const CatalogFunction*> functions_naming_column(const Catalog& catalog,
                                                            const QualifiedName& relation,
                                                            const std::string& column) {
  const model::CatalogRelation* table = catalog.find_relation(relation);
  return bodies(catalog, [&](const CatalogFunction& function) {
    const Body body(function.body);
    if (!body.names(column)) return false;
    if (runs_for(table, function) && body.uses_row_column(column)) return true;
    return body.names_relation(relation) && body.names_column(relation, column, [&] {
      return another_has_column(catalog, body, relation, column);
    });
  });
}

std::vector<const CatalogFunction*> functions_calling(const Catalog& catalog, const QualifiedName& name) {
  return bodies(catalog, [&](const CatalogFunction& function) {
    return function.name != name && Body(function.body).calls(name);
  });
}

}  // namespace dunlin::lint
