#pragma once

#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "sqlite/Schema.hpp"
#include "sqlite/language/CreateTrigger.hpp"
#include "transfer/Mapping.hpp"
#include "transfer/translate/Term.hpp"
#include "transfer/translate/Translate.hpp"

namespace dunlin::transfer {

/// Thrown within the translation only: why something has no counterpart.
struct Untranslatable : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A table, view or subquery that names are looked up in.
struct ScopeSource {
  std::string name;       ///< what SQLite's text calls it
  std::string qualifier;  ///< quoted, as PostgreSQL's text does
  std::vector<std::pair<std::string, Term>> columns;
  std::string rowid;                ///< the column that is the rowid; "" for none
  std::vector<std::string> key;     ///< primary key: the other columns follow from it
  std::vector<std::string> joined;  ///< columns of a USING, which `*` leaves out here
};

/// One SELECT's FROM, or the row of a table.
struct Scope {
  std::vector<ScopeSource> sources;
  std::vector<std::pair<std::string, const sqlite::Expression*>> aliases;  ///< of the result columns
  bool qualified = true;
};

/// A translated SELECT: its text and what its columns hold.
struct TranslatedSelect {
  std::string sql;
  std::vector<std::string> names;  ///< as SQLite calls them
  std::vector<Term> columns;
};

/// Turns SQLite's trees into PostgreSQL's text; names, types and remarks in one place. Throws Untranslatable.
/// Its methods are in the files named after the parts.
class Translator {
 public:
  Translator(const Mapping& mapping, const sqlite::Schema* schema) : mapping_(mapping), schema_(schema) {}

  // Names.cpp
  void enter(Scope scope) { scopes_.push_back(std::move(scope)); }
  void leave() { scopes_.pop_back(); }
  /// PostgreSQL computes no column from another computed one: those see what is stored only.
  enum class Columns { all, stored };
  ScopeSource row_of(const TableMapping& table, const std::string& name, const std::string& qualifier,
                     Columns columns = Columns::all) const;
  std::string renamed(const std::string& name) const;
  const std::vector<std::string>& notes() const { return notes_; }
  Volatility volatility() const { return volatility_; }
  void note(const std::string& text);

  // Expressions
  Term write(const sqlite::Expression& e);
  std::string condition(const sqlite::Expression& e);
  std::string as_text(const Term& term);
  Term as_number(const Term& term);
  /// As a value that a column takes: what SQLite's affinity and the transfer would have made of it.
  std::string store(const Term& term, const ColumnMapping& column);

  // SELECT
  TranslatedSelect select(const sqlite::Select& select);
  ScopeSource table_source(const std::string& table, const std::string& alias, std::string& sql);

 private:
  friend struct FunctionTable;
  using Kind = sqlite::Expression::Kind;

  // Names.cpp
  Term name(const sqlite::Expression& e);
  const Term* find(const Scope& scope, const sqlite::Expression& e, std::string& qualifier) const;
  ScopeSource view_source(const sqlite::View& view, const std::string& name, const std::string& qualifier);

  // Literals.cpp
  Term literal(const sqlite::Expression& e);
  std::string moment_literal(const std::string& text, const ColumnMapping* column, Family family);

  // Operators.cpp
  Term write_kind(const sqlite::Expression& e);
  Term unary(const sqlite::Expression& e);
  Term binary(const sqlite::Expression& e);
  Term connected(const sqlite::Expression& e);
  Term concatenated(const sqlite::Expression& e);
  Term arithmetic(const sqlite::Expression& e);
  Term bits(const sqlite::Expression& e);
  Term is_null(const sqlite::Expression& e);
  Term case_when(const sqlite::Expression& e);
  Term cast(const sqlite::Expression& e);
  Term like(const sqlite::Expression& e);
  Term like_pattern(const Term& value, const sqlite::Expression& e);
  Term glob_pattern(const Term& value, const sqlite::Expression& e);
  Term collated(const sqlite::Expression& e);

  // Comparisons.cpp
  Term comparison(std::string_view op, const sqlite::Expression& left, const sqlite::Expression& right);
  /// A comparison, and its two sides where it is one of two sides.
  struct Compared {
    Term term;
    std::string left, right;
  };
  Compared compare(std::string_view op, Term left, Term right);
  Term compare_boolean(std::string_view op, const Term& left, const Term& right);
  void make_comparable(std::string_view op, Term& left, Term& right);
  bool make_comparable_with_text(Term& other, Term& text);
  std::string collated_text(const Term& term, const std::string& collation, bool ordering) const;
  Term between(const sqlite::Expression& e);
  Term in_list(const sqlite::Expression& e);
  Term in_select(const sqlite::Expression& e);
  /// Makes terms of one type out of several (the branches of a CASE, the parts of a UNION).
  Family unify(std::vector<Term>& terms);

  // Functions.cpp and what it calls
  Term function(const sqlite::Expression& e);
  Term aggregate(const sqlite::Expression& e, bool& known);
  Term json_function(const sqlite::Expression& e, bool& known);
  Term date_function(const sqlite::Expression& e, bool& known);
  Term json_arrow(const sqlite::Expression& e);
  std::string json_of(const Term& term);
  std::string json_path(const Term& term, bool arrow);
  Term extracted(std::string json);
  Term json_number(const Term& term);
  std::string json_text(const Term& term);
  Term compared_json_number(const Term& term);
  std::string compared_json_text(const Term& term);
  Term call(const std::string& name, const std::vector<Term>& arguments, Family family);
  std::string window_tail(const sqlite::Expression& e);
  std::string window(const sqlite::Window& window);
  std::string base_moment(const sqlite::Expression& e, std::size_t from, bool& now);
  std::string modified(const std::string& base, const sqlite::Expression& modifier);
  Term clock_text(Clock clock, const std::string& moment);

  // TranslateSelect.cpp
  struct Core;
  Core core(const sqlite::SelectCore& core);
  void refuse_bare_columns(const sqlite::SelectCore& core);
  std::string from(const std::vector<sqlite::Source>& sources, Scope& scope);
  std::string one_source(const sqlite::Source& source, Scope& scope);
  std::string join_condition(const sqlite::Source& source, Scope& scope, std::size_t first_right);
  std::vector<sqlite::ResultColumn> expanded(const sqlite::SelectCore& core, const Scope& scope) const;
  std::string order_by(const std::vector<sqlite::OrderingTerm>& terms);
  std::string ordering(const Term& term, const sqlite::OrderingTerm& written);
  std::string limits(const sqlite::Select& select);
  std::string with_clause(const sqlite::Select& select);

  const Mapping& mapping_;
  const sqlite::Schema* schema_;
  std::vector<Scope> scopes_;
  std::vector<ScopeSource> common_tables_;
  std::vector<std::string> views_entered_;
  std::vector<std::string> notes_;
  int steps_ = 0;
  Volatility volatility_ = Volatility::immutable;
};

/// `value` in PostgreSQL's quotes.
std::string quoted(const std::string& value);

/// Letters of ASCII only, as SQLite folds them.
std::string fold(std::string text);

}  // namespace dunlin::transfer
