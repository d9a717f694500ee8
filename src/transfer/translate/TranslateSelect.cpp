#include <algorithm>
#include <functional>
#include <set>

#include "base/Identifier.hpp"
#include "sqlite/language/Token.hpp"
#include "transfer/translate/Translator.hpp"

namespace dunlin::transfer {
namespace {

using sqlite::Expression;
using sqlite::same_name;
using sqlite::SelectCore;

bool is_aggregate(const Expression& e) {
  if (e.kind != Expression::Kind::function || !e.over.empty()) return false;
  const std::string name = fold(e.text);
  if ((name == "min" || name == "max") && e.operands.size() == 1) return true;
  for (const char* known : {"count", "sum", "total", "avg", "group_concat", "string_agg", "json_group_array",
                            "json_group_object"})
    if (name == known) return true;
  return false;
}

bool has_aggregate(const Expression& e) {
  return is_aggregate(e) || std::any_of(e.operands.begin(), e.operands.end(), has_aggregate);
}

}  // namespace

struct Translator::Core {
  std::string head;  // SELECT [DISTINCT]
  std::string tail;  // FROM ... HAVING
  std::vector<std::string> names;
  std::vector<Term> columns;
  std::vector<std::vector<Term>> values;      // of VALUES
  std::vector<sqlite::ResultColumn> written;  // what the scope's aliases point to
};

// SQLite takes any row's value for a column that is neither grouped nor aggregated; PostgreSQL refuses it.
void Translator::refuse_bare_columns(const SelectCore& core) {
  const bool grouped =
      !core.group_by.empty() || !core.having.empty() ||
      std::any_of(core.columns.begin(), core.columns.end(), [](const sqlite::ResultColumn& column) {
        return !column.expression.empty() && has_aggregate(column.expression.front());
      });
  if (!grouped) return;
  std::set<std::string> groups;
  for (const Expression& e : core.group_by) groups.insert(write(e).sql);
  const Scope& scope = scopes_.back();
  std::set<std::string> free_sources;
  for (const ScopeSource& source : scope.sources) {
    if (source.key.empty()) continue;
    const bool whole = std::all_of(source.key.begin(), source.key.end(), [&](const std::string& key) {
      Expression e;
      e.kind = Kind::name;
      e.table = source.name;
      e.text = key;
      return groups.count(write(e).sql) > 0;
    });
    if (whole) free_sources.insert(source.qualifier);
  }
  const std::function<void(const Expression&)> look = [&](const Expression& e) {
    if (is_aggregate(e)) return;
    if (e.kind == Kind::name) {
      std::string qualifier;
      if (find(scope, e, qualifier) == nullptr) return;
      if (groups.count(write(e).sql) > 0 || free_sources.count(qualifier) > 0) return;
      throw Untranslatable("column " + e.text +
                           " is neither grouped nor aggregated: SQLite takes it from any row");
    }
    if (!e.operands.empty() && groups.count(write(e).sql) > 0) return;
    for (const Expression& operand : e.operands) look(operand);
    for (const sqlite::Window& over : e.over) {
      for (const Expression& part : over.partition_by) look(part);
      for (const sqlite::OrderingTerm& term : over.order_by) look(term.expression);
    }
  };
  for (const sqlite::ResultColumn& column : core.columns) {
    if (column.expression.empty()) throw Untranslatable("* of a grouped query");
    look(column.expression.front());
  }
  for (const Expression& e : core.having) look(e);
}

Translator::Core Translator::core(const SelectCore& core) {
  Core made;
  if (!core.values.empty()) {
    for (const auto& row : core.values) {
      std::vector<Term> terms;
      for (const Expression& e : row) terms.push_back(write(e));
      if (!made.values.empty() && terms.size() != made.values.front().size())
        throw Untranslatable("VALUES of different lengths");
      made.values.push_back(std::move(terms));
    }
    for (std::size_t i = 0; i < made.values.front().size(); ++i) {
      std::vector<Term> column;
      for (const auto& row : made.values) column.push_back(row[i]);
      const Family family = unify(column);
      for (std::size_t r = 0; r < column.size(); ++r) made.values[r][i] = column[r];
      Term term = column.front();
      term.family = family;
      term.constant_text = term.constant_number = false;
      made.columns.push_back(std::move(term));
      made.names.push_back("column" + std::to_string(i + 1));
    }
    return made;
  }
  Scope scope;
  std::string sources;
  if (!core.from.empty()) sources = " FROM " + from(core.from, scope);
  made.written = expanded(core, scope);
  const auto& columns = made.written;
  scope.qualified = true;
  enter(std::move(scope));
  made.head = core.distinct ? "SELECT DISTINCT " : "SELECT ";
  for (const sqlite::ResultColumn& column : columns) {
    const Expression& e = column.expression.front();
    Term term = write(e);
    if (term.family == Family::boolean && term.column == nullptr) {
      const bool known = term.constant == "1" || term.constant == "0";
      Term number = make_term(Family::integer, known ? term.constant : "(" + term.sql + ")::int");
      number.narrow = true;
      term = std::move(number);
    }
    std::string name = column.alias;
    if (name.empty()) name = e.kind == Kind::name ? e.text : column.sql;
    if (name.size() > 63) {  // PostgreSQL cuts longer names, and two of them could become one
      name = "column" + std::to_string(made.names.size() + 1);
      note("a column without a short name is called " + name);
    }
    const std::string plain = name;
    for (int n = 1; std::any_of(made.names.begin(), made.names.end(),
                                [&](const std::string& one) { return same_name(one, name); });
         ++n)
      name = plain + ":" + std::to_string(n);
    made.names.push_back(name);
    made.columns.push_back(std::move(term));
  }
  // Aliases are known behind the columns only.
  for (const sqlite::ResultColumn& column : columns)
    if (!column.alias.empty() && column.expression.front().kind != Kind::name)
      scopes_.back().aliases.emplace_back(column.alias, &column.expression.front());
  for (const sqlite::ResultColumn& column : columns)
    if (!column.alias.empty() && column.expression.front().kind == Kind::name &&
        !same_name(column.alias, column.expression.front().text))
      scopes_.back().aliases.emplace_back(column.alias, &column.expression.front());
  refuse_bare_columns(core);
  made.tail = sources;
  if (!core.where.empty()) made.tail += " WHERE " + condition(core.where.front());
  if (!core.group_by.empty()) {
    made.tail += " GROUP BY ";
    for (const Expression& e : core.group_by) {
      const bool ordinal = e.kind == Kind::integer && e.text.size() <= 3;
      const std::size_t at = ordinal ? std::stoul(e.text) : 0;
      if (ordinal && (at == 0 || at > columns.size())) throw Untranslatable("GROUP BY " + e.text);
      const Term term = write(ordinal ? columns[at - 1].expression.front() : e);
      if (!term.collation.empty() && term.family == Family::text && !folds_here(term))
        throw Untranslatable("GROUP BY a column with collation " + term.collation);
      made.tail += (&e == core.group_by.data() ? "" : ", ") + as_result(term);
    }
  }
  if (!core.having.empty()) made.tail += " HAVING " + condition(core.having.front());
  for (const auto& [name, definition] : core.windows)
    made.tail += (&name == &core.windows.front().name ? " WINDOW " : ", ") + quote_identifier(name) +
                 " AS (" + window(definition) + ")";
  return made;
}

// NULLs are smallest in SQLite and largest in PostgreSQL; texts are ordered by their bytes.
std::string Translator::ordering(const Term& term, const sqlite::OrderingTerm& written) {
  std::string sql = term.sql;
  if (term.family == Family::text)
    sql = collated_text(term, term.collation, true);
  else if (!term.atom)
    sql = term.sql;
  if (term.family == Family::json) throw Untranslatable("ORDER BY of JSON");
  using Nulls = sqlite::OrderingTerm::Nulls;
  const bool first = written.nulls == Nulls::first || (written.nulls == Nulls::unsaid && !written.descending);
  return sql + (written.descending ? " DESC" : "") + (first ? " NULLS FIRST" : " NULLS LAST");
}

std::string Translator::order_by(const std::vector<sqlite::OrderingTerm>& terms) {
  std::string sql;
  for (const sqlite::OrderingTerm& term : terms) {
    if (term.expression.kind == Kind::function && fold(term.expression.text) == "random") {
      sql += (sql.empty() ? "" : ", ") + std::string("random()");
      continue;
    }
    sql += (sql.empty() ? "" : ", ") + ordering(write(term.expression), term);
  }
  return sql;
}

std::string Translator::limits(const sqlite::Select& select) {
  std::string sql;
  if (!select.limit.empty()) {
    const Term limit = as_number(write(select.limit.front()));
    if (!limit.constant_number) throw Untranslatable("a LIMIT that isn't a number");
    if (limit.constant[0] != '-') sql += " LIMIT " + limit.sql;
  }
  if (!select.offset.empty()) {
    const Term offset = as_number(write(select.offset.front()));
    if (!offset.constant_number) throw Untranslatable("an OFFSET that isn't a number");
    if (offset.constant[0] != '-') sql += " OFFSET " + offset.sql;
  }
  return sql;
}

std::string Translator::with_clause(const sqlite::Select& select) {
  std::string sql;
  bool recursive = false;
  for (const sqlite::CommonTable& table : select.with) {
    const sqlite::Select& body = table.select.front();
    ScopeSource source{.name = table.name};
    const auto fill = [&](const TranslatedSelect& result) {
      source.columns.clear();
      for (std::size_t i = 0; i < result.columns.size(); ++i) {
        Term term = result.columns[i];
        const std::string name = i < table.columns.size() ? table.columns[i] : result.names[i];
        term.sql = quote_identifier(name);
        term.atom = true;
        term.constant_text = term.constant_number = false;
        term.constant.clear();
        term.clock = Clock::none;
        term.extract.clear();
        term.column = is_moment(term.family) ? term.column : nullptr;
        source.columns.emplace_back(name, std::move(term));
      }
    };
    // A table that names itself is known by its first SELECT while the others are read.
    const bool refers = std::any_of(body.cores.begin(), body.cores.end(), [&](const SelectCore& one) {
      return std::any_of(one.from.begin(), one.from.end(),
                         [&](const sqlite::Source& from) { return same_name(from.table, table.name); });
    });
    if (refers && body.cores.size() > 1) {
      sqlite::Select first;
      first.cores.push_back(body.cores.front());
      fill(this->select(first));
      for (auto& [name, term] : source.columns) {
        term.narrow = false;
        term.folding = Folding::none;
      }
      common_tables_.push_back(source);
      recursive = true;
      if (!body.order_by.empty() || !body.limit.empty())
        throw Untranslatable("ORDER BY or LIMIT in a recursive WITH");
    }
    const TranslatedSelect result = this->select(body);
    if (refers && body.cores.size() > 1) common_tables_.pop_back();
    fill(result);
    sql += sql.empty() ? "" : ", ";
    sql += quote_identifier(table.name) + " (";
    for (const auto& [name, term] : source.columns)
      sql += (sql.back() == '(' ? "" : ", ") + quote_identifier(name);
    sql += ") AS " + (table.materialized.empty() ? "" : table.materialized + " ") + "(" + result.sql + ")";
    common_tables_.push_back(std::move(source));
  }
  return sql.empty() ? "" : std::string("WITH ") + (recursive ? "RECURSIVE " : "") + sql + " ";
}

TranslatedSelect Translator::select(const sqlite::Select& select) {
  const std::size_t tables_before = common_tables_.size();
  const std::size_t scopes_before = scopes_.size();
  TranslatedSelect result;
  const std::string with = with_clause(select);
  std::vector<Core> cores;
  const bool compound = select.cores.size() > 1;
  bool distinct = select.cores.front().distinct;
  for (const SelectCore& one : select.cores) {
    cores.push_back(core(one));
    if (cores.back().columns.size() != cores.front().columns.size())
      throw Untranslatable("SELECTs of different lengths");
    if (compound && scopes_.size() > scopes_before) leave();
  }
  result.names = cores.front().names;
  const bool wrapped =
      !select.order_by.empty() && (compound || distinct || !select.cores.front().values.empty());
  std::string order;
  if (!select.order_by.empty() && !wrapped) {
    for (const sqlite::OrderingTerm& term : select.order_by) {
      const Expression* e = &term.expression;
      if (e->kind == Kind::function && fold(e->text) == "random") {
        order += (order.empty() ? "" : ", ") + std::string("random()");
        continue;
      }
      const Term* found = nullptr;
      for (std::size_t i = 0; i < result.names.size(); ++i) {
        const bool by_number = e->kind == Kind::integer && e->text == std::to_string(i + 1);
        const bool by_name = e->kind == Kind::name && e->table.empty() && same_name(e->text, result.names[i]);
        if ((by_number || by_name) && found == nullptr) found = &cores.front().columns[i];
      }
      if (found == nullptr && e->kind == Kind::integer) throw Untranslatable("ORDER BY " + e->text);
      order += (order.empty() ? "" : ", ") + ordering(found != nullptr ? *found : write(*e), term);
    }
  }
  std::vector<Term> columns = cores.front().columns;
  for (std::size_t i = 0; compound && i < columns.size(); ++i) {
    std::vector<Term> same;
    for (const Core& one : cores) same.push_back(one.columns[i]);
    const Family family = unify(same);
    for (std::size_t n = 0; n < cores.size(); ++n) {
      if (!cores[n].values.empty() && same[n].sql != cores[n].columns[i].sql)
        throw Untranslatable("VALUES of other types than the SELECT beside it");
      cores[n].columns[i] = same[n];
    }
    columns[i] = same.front();
    columns[i].family = family;
    if (columns[i].column != nullptr && !is_moment(family)) columns[i].column = nullptr;
    columns[i].folding = Folding::none;  // rows of several SELECTs are texts
    columns[i].native.clear();
  }
  std::string body;
  for (std::size_t n = 0; n < cores.size(); ++n) {
    if (n > 0) body += " " + select.operators[n - 1] + " ";
    // SQLite's operators go from left to right; PostgreSQL's INTERSECT binds tighter.
    if (n > 1 && select.operators[n - 1] == "INTERSECT")
      throw Untranslatable("INTERSECT behind another set operator");
    const Core& one = cores[n];
    if (!one.values.empty()) {
      body += "VALUES ";
      for (std::size_t r = 0; r < one.values.size(); ++r) {
        body += r == 0 ? "(" : ", (";
        for (std::size_t i = 0; i < one.values[r].size(); ++i)
          body += (i == 0 ? "" : ", ") + one.values[r][i].sql;
        body += ")";
      }
      continue;
    }
    body += one.head;
    for (std::size_t i = 0; i < one.columns.size(); ++i)
      body += (i == 0 ? "" : ", ") + (compound ? one.columns[i].sql : as_result(one.columns[i])) + " AS " +
              quote_identifier(renamed(result.names[i]));
    body += one.tail;
  }
  if (!compound && scopes_.size() > scopes_before && wrapped) leave();
  if (wrapped) {
    Scope scope;
    ScopeSource source{.name = "", .qualifier = "u"};
    for (std::size_t i = 0; i < columns.size(); ++i) {
      Term term = columns[i];
      term.sql =
          quote_identifier(select.cores.front().values.empty() ? renamed(result.names[i]) : result.names[i]);
      term.atom = true;
      source.columns.emplace_back(result.names[i], std::move(term));
    }
    scope.sources.push_back(source);
    enter(scope);
    for (const sqlite::OrderingTerm& term : select.order_by) {
      const Expression& e = term.expression;
      const bool ordinal = e.kind == Kind::integer && e.text.size() <= 3;
      const std::size_t at = ordinal ? std::stoul(e.text) : 0;
      if (ordinal && (at == 0 || at > columns.size())) throw Untranslatable("ORDER BY " + e.text);
      Expression bare = e;
      bare.table.clear();  // t.a is the result's column a
      Term ordered = ordinal ? source.columns[at - 1].second : write(bare);
      if (ordinal) respell(ordered, "u." + ordered.sql);
      order += (order.empty() ? "" : ", ") + ordering(ordered, term);
    }
    body = "SELECT * FROM (" + body + ") AS u";
  }
  const std::string limit = limits(select);
  while (scopes_.size() > scopes_before) leave();
  result.sql = with + body + (order.empty() ? "" : " ORDER BY " + order) + limit;
  result.columns = std::move(columns);
  for (Term& term : result.columns)
    if (!folds_here(term)) term.folding = Folding::none;
  common_tables_.resize(tables_before);
  return result;
}

}  // namespace dunlin::transfer
