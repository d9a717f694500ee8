#pragma once

#include "model/Catalog.hpp"
#include "postgres/Connection.hpp"

namespace dunlin::postgres {

/// Everything that DDL can change in the schemas of the connection's database, sizes and use included, as one
/// snapshot. For PostgreSQL 14 to 18; needs no right but to connect. Texts of expressions and views are given
/// as the server prints them; what they say is for sql/ to read (lint/DatabaseTexts). Dunlin's own schemas
/// are left out. Not to be called inside a transaction.
///
/// Sizes and rows are those of the last VACUUM or ANALYZE: asking for each file's size opens every relation.
model::Catalog read_catalog(Connection& connection);

}  // namespace dunlin::postgres
