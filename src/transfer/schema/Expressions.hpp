#pragma once

#include <string>

#include "transfer/translate/Translate.hpp"

namespace dunlin::transfer {

/// An expression of one table in PostgreSQL's words.
Translation expression_sql(const std::string& sqlite_sql, const TableMapping& table, const Mapping& mapping);

/// The same for a place where PostgreSQL takes only what gives the same answer at all times: indexes and
/// generated columns.
Translation immutable_sql(const std::string& sqlite_sql, const TableMapping& table, const Mapping& mapping);

Translation default_sql(const std::string& sqlite_sql, const ColumnMapping& column);

}  // namespace dunlin::transfer
