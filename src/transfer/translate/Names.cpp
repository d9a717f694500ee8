#include <algorithm>
#include <utility>

#include "base/Identifier.hpp"
#include "base/Text.hpp"
#include "sqlite/language/Parse.hpp"
#include "sqlite/language/Token.hpp"
#include "transfer/translate/Translate.hpp"
#include "transfer/translate/Translator.hpp"

namespace dunlin::transfer {
namespace {

using sqlite::same_name;

Term column_term(const ColumnMapping& column, const std::string& collation) {
  Term term = make_term(family_of(column.conversion), quote_identifier(column.target));
  term.column = &column;
  term.affinity = affinity_of(column.declared);
  term.collation = collation;
  term.folding = folding_of(column);
  if (term.folding != Folding::none && term.collation.empty()) term.collation = "NOCASE";
  term.narrow = column.conversion == Conversion::integer || column.conversion == Conversion::smallint;
  return term;
}

// What PostgreSQL computes has no mapping: its type follows the declared one.
Term generated_term(const sqlite::Column& column, const std::string& given, const std::string& target) {
  const std::string type = to_lower(given);
  const auto has = [&](const char* part) { return type.find(part) != std::string::npos; };
  Family family = Family::numeric;
  if (has("int"))
    family = Family::integer;
  else if (has("char") || has("clob") || has("text"))
    family = Family::text;
  else if (has("blob") || has("bytea"))
    family = Family::blob;
  else if (has("real") || has("floa") || has("doub"))
    family = Family::real;
  Term term = make_term(family, quote_identifier(target));
  term.affinity = affinity_of(column.type);
  term.collation = column.collation;
  return term;
}

bool is_rowid(const std::string& name) {
  return same_name(name, "rowid") || same_name(name, "oid") || same_name(name, "_rowid_");
}

std::string snake(const std::string& name) {
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool upper = name[i] >= 'A' && name[i] <= 'Z';
    const bool after_lower =
        i > 0 && ((name[i - 1] >= 'a' && name[i - 1] <= 'z') || (name[i - 1] >= '0' && name[i - 1] <= '9'));
    if (upper && after_lower) out += '_';
    out += upper ? static_cast<char>(name[i] + 32) : name[i] == ' ' || name[i] == '-' ? '_' : name[i];
  }
  return out;
}

}  // namespace

void Translator::note(const std::string& text) {
  if (std::find(notes_.begin(), notes_.end(), text) == notes_.end()) notes_.push_back(text);
}

// Names that no mapping has (views, aliases of their columns) follow the policy that the others show.
std::string Translator::renamed(const std::string& name) const {
  bool lower = false, snaked = false;
  const auto look = [&](const std::string& source, const std::string& target) {
    if (source == target) return;
    if (fold(source) == target)
      lower = true;
    else if (snake(source) == target)
      snaked = true;
  };
  for (const TableMapping& table : mapping_.tables) {
    look(table.source, table.target);
    for (const ColumnMapping& column : table.columns) look(column.source, column.target);
  }
  if (snaked) return snake(name);
  return lower ? fold(name) : name;
}

ScopeSource Translator::row_of(const TableMapping& table, const std::string& name,
                               const std::string& qualifier, Columns columns) const {
  ScopeSource source{.name = name, .qualifier = qualifier, .key = table.key};
  const sqlite::Table* known = schema_ != nullptr ? schema_->find(table.source) : nullptr;
  for (const ColumnMapping& column : table.columns) {
    std::string collation;
    if (known != nullptr)
      for (const sqlite::Column& one : known->columns)
        if (same_name(one.name, column.source)) collation = one.collation;
    source.columns.emplace_back(column.source, column_term(column, collation));
  }
  if (known == nullptr) {
    if (table.kind == KeyKind::rowid && table.key.size() == 1) source.rowid = table.key.front();
    return source;
  }
  for (const sqlite::Column& one : known->columns) {
    const bool mapped =
        std::any_of(table.columns.begin(), table.columns.end(),
                    [&](const ColumnMapping& column) { return same_name(column.source, one.name); });
    const auto& lost = table.left_out;
    if (mapped || !one.generated_sql || columns == Columns::stored ||
        std::find(lost.begin(), lost.end(), one.name) != lost.end())
      continue;
    const std::string type =
        one.type.empty() ? type_of_expression(*one.generated_sql, table, mapping_, schema_) : one.type;
    source.columns.emplace_back(one.name, generated_term(one, type, renamed(one.name)));
  }
  if (known->rowid_alias) source.rowid = known->columns[*known->rowid_alias].name;
  return source;
}

ScopeSource Translator::view_source(const sqlite::View& view, const std::string& name,
                                    const std::string& qualifier) {
  if (std::find(views_entered_.begin(), views_entered_.end(), view.name) != views_entered_.end())
    throw Untranslatable("view " + view.name + " is made of itself");
  const auto parsed = sqlite::parse_create_view(view.sql);
  if (!parsed.tree) throw Untranslatable("view " + view.name + " can't be read: " + parsed.error);
  Translator inner(mapping_, schema_);
  inner.views_entered_ = views_entered_;
  inner.views_entered_.push_back(view.name);
  const TranslatedSelect result = inner.select(parsed.tree->select);
  ScopeSource source{.name = name, .qualifier = qualifier};
  for (std::size_t i = 0; i < result.columns.size(); ++i) {
    const std::string& column = i < parsed.tree->columns.size() ? parsed.tree->columns[i] : result.names[i];
    Term term = result.columns[i];
    term.sql = quote_identifier(renamed(column));
    term.atom = true;
    term.clock = Clock::none;
    term.extract.clear();
    term.constant_text = term.constant_number = false;
    term.volatility = Volatility::immutable;
    source.columns.emplace_back(column, std::move(term));
  }
  return source;
}

ScopeSource Translator::table_source(const std::string& table, const std::string& alias, std::string& sql) {
  const std::string& called = alias.empty() ? table : alias;
  const auto as = [&](const std::string& target) {
    sql = quote_identifier(target) + (alias.empty() ? "" : " AS " + quote_identifier(alias));
    return quote_identifier(alias.empty() ? target : alias);
  };
  for (auto common = common_tables_.rbegin(); common != common_tables_.rend(); ++common) {
    if (!same_name(common->name, table)) continue;
    ScopeSource source = *common;
    source.name = called;
    source.qualifier = as(common->name);
    return source;
  }
  for (const TableMapping& mapped : mapping_.tables)
    if (same_name(mapped.source, table)) return row_of(mapped, called, as(mapped.target));
  if (schema_ != nullptr)
    for (const sqlite::View& view : schema_->views)
      if (same_name(view.name, table)) return view_source(view, called, as(renamed(view.name)));
  throw Untranslatable("table " + table + " isn't transferred");
}

const Term* Translator::find(const Scope& scope, const sqlite::Expression& e, std::string& qualifier) const {
  for (const ScopeSource& source : scope.sources) {
    if (!e.table.empty() && !same_name(source.name, e.table)) continue;
    const auto by_name = [&](const std::string& name) -> const Term* {
      for (const auto& [known, term] : source.columns)
        if (same_name(known, name)) return &term;
      return nullptr;
    };
    const Term* found = by_name(e.text);
    if (found == nullptr && is_rowid(e.text) && !source.rowid.empty()) found = by_name(source.rowid);
    if (found == nullptr) continue;
    qualifier = source.qualifier;
    return found;
  }
  return nullptr;
}

Term Translator::name(const sqlite::Expression& e) {
  for (std::size_t i = scopes_.size(); i-- > 0;) {
    std::string qualifier;
    if (const Term* found = find(scopes_[i], e, qualifier)) {
      Term term = *found;
      const bool outer = i + 1 < scopes_.size();
      const bool qualified = (scopes_[i].qualified || outer) && !qualifier.empty();
      respell(term, qualified ? qualifier + "." + found->sql : found->sql);
      return term;
    }
    if (!e.table.empty()) continue;
    // An alias stands for an expression that knows no aliases itself.
    for (const auto& [alias, expression] : scopes_[i].aliases) {
      if (!same_name(alias, e.text)) continue;
      const sqlite::Expression& meant = *expression;
      auto aliases = std::exchange(scopes_[i].aliases, {});
      Term term = write(meant);
      scopes_[i].aliases = std::move(aliases);
      return term;
    }
  }
  if (e.table.empty() && (same_name(e.text, "true") || same_name(e.text, "false")) && !e.double_quoted) {
    Term term = make_term(Family::boolean, same_name(e.text, "true") ? "true" : "false");
    term.constant = same_name(e.text, "true") ? "1" : "0";
    return term;
  }
  if (e.double_quoted && e.table.empty()) {
    note("\"" + e.text + "\" is no column: it is a string, as SQLite takes it");
    Term term = make_term(Family::text, quoted(e.text));
    term.constant_text = true;
    term.constant = e.text;
    return term;
  }
  if (is_rowid(e.text)) throw Untranslatable("the rowid isn't a column of the target");
  throw Untranslatable("there is no column " + (e.table.empty() ? "" : e.table + ".") + e.text);
}

std::string quoted(const std::string& value) {
  return quote_literal_alone(value);
}

std::string fold(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return text;
}

}  // namespace dunlin::transfer
