#include "transfer/translate/TriggerWriter.hpp"

#include <algorithm>

#include "base/Identifier.hpp"
#include "sqlite/language/Token.hpp"

namespace dunlin::transfer {
namespace {

using sqlite::Expression;
using sqlite::same_name;
using Kind = Expression::Kind;

std::string column_list(const std::vector<const ColumnMapping*>& columns) {
  std::string sql;
  for (const ColumnMapping* one : columns) sql += (sql.empty() ? "" : ", ") + quote_identifier(one->target);
  return sql;
}

bool is_raise(const Expression& e) {
  return e.kind == Kind::raise;
}

bool holds_raise(const Expression& e) {
  return is_raise(e) || std::any_of(e.operands.begin(), e.operands.end(), holds_raise);
}

}  // namespace

const TableMapping& TriggerWriter::table(const std::string& name) const {
  for (const TableMapping& one : mapping_.tables)
    if (same_name(one.source, name)) return one;
  throw Untranslatable("table " + name + " isn't transferred");
}

const ColumnMapping& TriggerWriter::column(const TableMapping& table, const std::string& name) const {
  for (const ColumnMapping& one : table.columns)
    if (same_name(one.source, name)) return one;
  throw Untranslatable("column " + table.source + "." + name + " isn't transferred");
}

std::string TriggerWriter::result() const {
  if (trigger_.timing == "AFTER") return "NULL";
  return trigger_.event == "DELETE" ? "OLD" : "NEW";
}

std::string TriggerWriter::body() {
  std::string sql;
  for (const auto& one : trigger_.body)
    sql += std::visit([&](const auto& written) { return statement(written); }, one);
  return sql;
}

// RAISE(IGNORE) leaves the row as it is and the rest of the trigger undone.
std::string TriggerWriter::raise(const Expression& raise) const {
  if (raise.text == "IGNORE") {
    if (trigger_.timing == "AFTER")
      translator_.note("after RAISE(IGNORE) other triggers of the row still run in the target");
    return before_return_ + "RETURN NULL;\n";
  }
  if (raise.operands.front().kind != Kind::string)
    throw Untranslatable("RAISE() with a message that isn't a literal");
  if (raise.text != "ABORT")
    translator_.note("RAISE(" + raise.text + ") undoes the statement, as RAISE(ABORT) does");
  return "RAISE EXCEPTION USING MESSAGE = " + quoted(raise.operands.front().text) +
         ", ERRCODE = 'integrity_constraint_violation';\n";
}

// CASE WHEN a THEN RAISE(...) WHEN b THEN RAISE(...) END
std::string TriggerWriter::raise_cases(const Expression& cases) {
  std::string sql;
  const std::size_t end = cases.operands.size() - (cases.has_else ? 1 : 0);
  for (std::size_t i = cases.has_base ? 1 : 0; i + 1 < end; i += 2) {
    Expression test = cases.operands[i];
    if (cases.has_base) {
      Expression equal;
      equal.kind = Kind::binary;
      equal.text = "=";
      equal.operands = {cases.operands.front(), cases.operands[i]};
      test = std::move(equal);
    }
    sql += (sql.empty() ? "    IF " : "    ELSIF ") + translator_.condition(test) + " THEN\n";
    const Expression& then = cases.operands[i + 1];
    if (!is_raise(then) && holds_raise(then)) throw Untranslatable("RAISE() within an expression");
    sql += "      " + (is_raise(then) ? raise(then) : std::string("NULL;\n"));
  }
  if (cases.has_else && holds_raise(cases.operands.back())) {
    if (!is_raise(cases.operands.back())) throw Untranslatable("RAISE() within an expression");
    sql += "    ELSE\n      " + raise(cases.operands.back());
  }
  return sql + "    END IF;\n";
}

// A SELECT in a trigger is there for its RAISE(); others change nothing.
std::string TriggerWriter::statement(const sqlite::Select& select) {
  const bool single = select.cores.size() == 1 && select.cores[0].columns.size() == 1 &&
                      !select.cores[0].columns[0].expression.empty();
  bool raises = false;
  for (const sqlite::SelectCore& core : select.cores) {
    for (const sqlite::ResultColumn& one : core.columns)
      raises = raises || (!one.expression.empty() && holds_raise(one.expression.front()));
    for (const Expression& where : core.where)
      if (holds_raise(where)) throw Untranslatable("RAISE() in a WHERE");
  }
  if (!raises) {
    translator_.select(
        select);  // a function of the application, which might change something, is refused here
    return "    NULL;\n";
  }
  if (!single || !select.with.empty() || !select.cores[0].group_by.empty() || !select.limit.empty())
    throw Untranslatable("RAISE() in a SELECT of several columns or groups");
  const sqlite::SelectCore& core = select.cores[0];
  const Expression& e = core.columns[0].expression.front();
  if (is_raise(e)) {
    std::string test = core.where.empty() ? "true" : "";
    if (core.from.empty() && !core.where.empty()) test = translator_.condition(core.where.front());
    if (!core.from.empty()) {
      sqlite::Select probe = select;
      probe.order_by.clear();
      Expression one;
      one.kind = Kind::integer;
      one.text = "1";
      probe.cores[0].columns[0].expression = {one};
      probe.cores[0].columns[0].sql = "1";
      test = "EXISTS (" + translator_.select(probe).sql + ")";
    }
    return "    IF " + test + " THEN\n      " + raise(e) + "    END IF;\n";
  }
  if (e.kind != Kind::case_when || !core.from.empty()) throw Untranslatable("RAISE() within an expression");
  if (core.where.empty()) return raise_cases(e);
  return "    IF " + translator_.condition(core.where.front()) + " THEN\n" + raise_cases(e) + "    END IF;\n";
}

std::string TriggerWriter::inserted_select(const sqlite::Select& select,
                                           const std::vector<const ColumnMapping*>& columns) {
  const bool values = select.cores.size() == 1 && !select.cores[0].values.empty();
  if (values) {
    std::string sql = "VALUES ";
    for (const auto& row : select.cores[0].values) {
      if (row.size() != columns.size())
        throw Untranslatable("INSERT of another number of values than columns");
      sql += sql.back() == ' ' ? "(" : ", (";
      for (std::size_t i = 0; i < row.size(); ++i)
        sql += (i == 0 ? "" : ", ") + translator_.store(translator_.write(row[i]), *columns[i]);
      sql += ")";
    }
    return sql;
  }
  const TranslatedSelect body = translator_.select(select);
  if (body.columns.size() != columns.size())
    throw Untranslatable("INSERT of another number of values than columns");
  std::string list, names;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    Term term = body.columns[i];
    term.sql = "v.c" + std::to_string(i + 1);
    term.atom = true;
    term.clock = Clock::none;
    term.constant_text = term.constant_number = false;
    if (!term.extract.empty()) term = make_term(Family::text, term.sql);
    list += (i == 0 ? "" : ", ") + translator_.store(term, *columns[i]);
    names += (i == 0 ? "" : ", ") + std::string("c") + std::to_string(i + 1);
  }
  return "SELECT " + list + " FROM (" + body.sql + ") AS v (" + names + ")";
}

// REPLACE takes the place of the row with the same key: possible where there is only one key to collide with.
std::string TriggerWriter::conflict_clause(const sqlite::Insert& insert, const TableMapping& table,
                                           const ScopeSource& target) {
  std::string sql;
  if (insert.on_conflict == "IGNORE") {
    translator_.note(
        "INSERT OR IGNORE passes over double keys only; SQLite passes over NOT NULL and CHECK too");
    sql += " ON CONFLICT DO NOTHING";
  } else if (insert.on_conflict == "REPLACE") {
    const sqlite::Table* known = schema_.find(table.source);
    std::vector<std::vector<std::string>> keys;
    if (known != nullptr && known->rowid_alias) keys.push_back({known->columns[*known->rowid_alias].name});
    if (known != nullptr) {
      for (const sqlite::Index& index : known->indexes) {
        if (!index.unique) continue;
        std::vector<std::string> names;
        for (const sqlite::IndexTerm& term : index.terms) names.push_back(term.column);
        if (index.where_sql) throw Untranslatable("REPLACE on a table with a partial unique index");
        keys.push_back(std::move(names));
      }
    }
    if (keys.size() != 1)
      throw Untranslatable("REPLACE on a table with " + std::to_string(keys.size()) + " unique keys");
    std::string key, set;
    for (const std::string& name : keys.front())
      key += (key.empty() ? "" : ", ") + quote_identifier(column(table, name).target);
    for (const ColumnMapping& one : table.columns)
      set += (set.empty() ? "" : ", ") + quote_identifier(one.target) + " = excluded." +
             quote_identifier(one.target);
    translator_.note(
        "REPLACE updates the row that is there: its DELETE triggers and ON DELETE actions don't run");
    sql += " ON CONFLICT (" + key + ") DO UPDATE SET " + set;
  } else if (!insert.on_conflict.empty() && insert.on_conflict != "ABORT") {
    translator_.note("INSERT OR " + insert.on_conflict + " undoes the statement, as OR ABORT does");
  }
  for (const sqlite::Upsert& upsert : insert.upserts) {
    if (!sql.empty()) throw Untranslatable("several conflict clauses");
    sql += " ON CONFLICT";
    ScopeSource excluded = translator_.row_of(table, "excluded", "excluded");
    Scope bare;
    bare.sources.push_back(target);
    bare.qualified = false;
    translator_.enter(std::move(bare));
    if (!upsert.target.empty()) {
      sql += " (";
      for (const sqlite::OrderingTerm& term : upsert.target)
        sql += (&term == upsert.target.data() ? "" : ", ") + as_result(translator_.write(term.expression));
      sql += ")";
      if (!upsert.target_where.empty()) sql += " WHERE " + translator_.condition(upsert.target_where.front());
    }
    translator_.leave();
    if (!upsert.update) {
      sql += " DO NOTHING";
      continue;
    }
    Scope both;
    both.sources.push_back(target);
    both.sources.push_back(std::move(excluded));
    translator_.enter(std::move(both));
    sql += " DO UPDATE SET " + assigned(upsert.set, table);
    if (!upsert.where.empty()) sql += " WHERE " + translator_.condition(upsert.where.front());
    translator_.leave();
  }
  return sql;
}

std::string TriggerWriter::statement(const sqlite::Insert& insert) {
  const TableMapping& into = table(insert.table);
  std::vector<const ColumnMapping*> columns;
  if (insert.columns.empty()) {
    const sqlite::Table* known = schema_.find(into.source);
    if (known == nullptr || known->columns.size() != into.columns.size())
      throw Untranslatable("INSERT without a list of columns");
    for (const ColumnMapping& one : into.columns) columns.push_back(&one);
  }
  for (const std::string& name : insert.columns) columns.push_back(&column(into, name));
  std::string name;
  const ScopeSource target = translator_.table_source(insert.table, insert.alias, name);
  std::string sql = "    INSERT INTO " + name;
  if (insert.source.empty())
    sql += " DEFAULT VALUES";
  else
    sql += " (" + column_list(columns) + ") " + inserted_select(insert.source.front(), columns);
  return sql + conflict_clause(insert, into, target) + ";\n";
}

std::string TriggerWriter::assigned(const std::vector<sqlite::Assignment>& set, const TableMapping& table) {
  std::string sql;
  const auto one = [&](const std::string& name, const Expression& value) {
    const ColumnMapping& target = column(table, name);
    sql += (sql.empty() ? "" : ", ") + quote_identifier(target.target) + " = " +
           translator_.store(translator_.write(value), target);
  };
  for (const sqlite::Assignment& assignment : set) {
    if (assignment.columns.size() == 1) {
      one(assignment.columns.front(), assignment.value);
      continue;
    }
    if (assignment.value.kind != Kind::row || assignment.value.operands.size() != assignment.columns.size())
      throw Untranslatable("SET of several columns from a subquery");
    for (std::size_t i = 0; i < assignment.columns.size(); ++i)
      one(assignment.columns[i], assignment.value.operands[i]);
  }
  return sql;
}

std::string TriggerWriter::statement(const sqlite::Update& update) {
  if (!update.on_conflict.empty() && update.on_conflict != "ABORT")
    throw Untranslatable("UPDATE OR " + update.on_conflict);
  if (!update.from.empty()) throw Untranslatable("UPDATE ... FROM");
  const TableMapping& target = table(update.table);
  std::string name;
  Scope scope;
  scope.sources.push_back(translator_.table_source(update.table, update.alias, name));
  translator_.enter(std::move(scope));
  std::string sql = "    UPDATE " + name + " SET " + assigned(update.set, target);
  if (!update.where.empty()) sql += " WHERE " + translator_.condition(update.where.front());
  translator_.leave();
  return sql + ";\n";
}

std::string TriggerWriter::statement(const sqlite::Delete& removal) {
  table(removal.table);
  std::string name;
  Scope scope;
  scope.sources.push_back(translator_.table_source(removal.table, removal.alias, name));
  translator_.enter(std::move(scope));
  std::string sql = "    DELETE FROM " + name;
  if (!removal.where.empty()) sql += " WHERE " + translator_.condition(removal.where.front());
  translator_.leave();
  return sql + ";\n";
}

}  // namespace dunlin::transfer
