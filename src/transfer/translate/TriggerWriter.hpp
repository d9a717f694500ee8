#pragma once

#include <string>

#include "sqlite/language/CreateTrigger.hpp"
#include "transfer/translate/Translator.hpp"

namespace dunlin::transfer {

/// Writes the statements of a trigger's body as PL/pgSQL. Throws Untranslatable.
class TriggerWriter {
 public:
  TriggerWriter(const sqlite::CreateTrigger& trigger, Translator& translator, const Mapping& mapping,
                const sqlite::Schema& schema)
      : trigger_(trigger), translator_(translator), mapping_(mapping), schema_(schema) {}

  /// Statements to run before leaving early.
  void before_return(std::string sql) { before_return_ = std::move(sql); }
  /// All statements, indented.
  std::string body();
  /// What the function returns: the row for what comes before the change, nothing after it.
  std::string result() const;

 private:
  std::string statement(const sqlite::Insert& insert);
  std::string statement(const sqlite::Update& update);
  std::string statement(const sqlite::Delete& removal);
  std::string statement(const sqlite::Select& select);
  std::string raise(const sqlite::Expression& raise) const;
  std::string raise_cases(const sqlite::Expression& cases);
  std::string inserted_select(const sqlite::Select& select, const std::vector<const ColumnMapping*>& columns);
  std::string conflict_clause(const sqlite::Insert& insert, const TableMapping& table,
                              const ScopeSource& target);
  std::string assigned(const std::vector<sqlite::Assignment>& set, const TableMapping& table);
  const TableMapping& table(const std::string& name) const;
  const ColumnMapping& column(const TableMapping& table, const std::string& name) const;

  const sqlite::CreateTrigger& trigger_;
  Translator& translator_;
  const Mapping& mapping_;
  const sqlite::Schema& schema_;
  std::string before_return_;
};

}  // namespace dunlin::transfer
