#pragma once

#include <string>
#include <vector>

#include "model/TransferConfig.hpp"
#include "sqlite/Schema.hpp"
#include "transfer/Mapping.hpp"
#include "transfer/schema/Identifiers.hpp"
#include "transfer/schema/TargetSchema.hpp"

namespace dunlin::transfer {

/// What decisions about one table are made from, and where they leave names and problems.
struct TableContext {
  const sqlite::Schema& schema;
  const sqlite::Table& table;
  const Mapping& all;
  const TableMapping& mapping;
  const model::TransferConfig& config;
  SchemaNames& names;
  std::vector<Problem>& problems;
  PromisedTable& target;

  /// How a column of SQLite is mapped; nullptr for one that isn't transferred.
  const ColumnMapping* mapped(const std::string& column) const;
  /// The column of the target that `column` of SQLite became, also when PostgreSQL computes it; nullptr for
  /// none.
  const PromisedColumn* arrived(const std::string& column) const;
  /// PostgreSQL would make something else of it from these rows: said when they were tried.
  bool is_left_out(const std::string& object) const;
  /// Something of this table arrives differently, or not at all.
  void changed(const char* rule, const std::string& object, const std::string& message,
               const std::string& hint = {}) const;
  void note(const char* rule, const std::string& object, const std::string& message,
            const std::string& hint = {}) const;
};

/// Without its modifiers, in small letters: "character varying" of "Character Varying(20)".
std::string bare_type(const std::string& type);

/// True for text, varchar, char and citext, with or without a length.
bool is_text_type(const std::string& type);
/// True for what a B-tree can't order: json, xml and the geometric types.
bool has_no_order(const std::string& type);

}  // namespace dunlin::transfer
