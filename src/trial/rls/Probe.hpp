#pragma once

#include <string>

#include "postgres/Connection.hpp"
#include "trial/rls/Cell.hpp"
#include "trial/rls/TableFacts.hpp"

namespace dunlin::trial {

/// A statement with its values.
struct Query {
  std::string sql;
  postgres::Parameters parameters;
};

/// What tells a row of the table apart, as text: the one key column, or a JSON array of several.
std::string key_expression(const TableFacts& table);

/// The keys of the rows for which `predicate` is true.
std::string keys_where(const TableFacts& table, const std::string& predicate);

/// Makes the session this identity until the savepoint is rolled back: claims, settings, role.
Query become(const Identity& identity);

/// The command that a cell tries. A row that is written is never returned: RETURNING asks SELECT policies.
Query probe(const Cell& cell, const Identity& identity, const TableFacts& table);

/// Whether the command gives a column of the key another value: then keys don't tell which rows it wrote.
bool changes_key(const Cell& cell, const Identity& identity, const TableFacts& table);

/// Where each row is stored, and its key. A row that is written has another place afterwards.
std::string places(const TableFacts& table);

/// After a command that writes, as the role of the session: the keys of the rows that it changed (UPDATE), or
/// that are left (DELETE); the places of all where it changed keys.
std::string keys_after(const Cell& cell, const Identity& identity, const TableFacts& table);

}  // namespace dunlin::trial
