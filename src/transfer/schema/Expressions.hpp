#pragma once

#include <string>

#include "transfer/schema/TableContext.hpp"
#include "transfer/translate/Translate.hpp"

namespace dunlin::transfer {

/// An expression of the context's table in PostgreSQL's words, for a place where PostgreSQL takes only what
/// gives the same answer at all times: index terms and generated columns.
Translation immutable_expression(const std::string& sqlite_sql, const TableContext& context);

/// The same for the WHERE of an index.
Translation immutable_condition(const std::string& sqlite_sql, const TableContext& context);

/// GENERATED ALWAYS AS of a column that becomes one of `type`.
Translation generated_sql(const sqlite::Column& column, const std::string& type, const TableContext& context);

}  // namespace dunlin::transfer
