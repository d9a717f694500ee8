#pragma once

#include "model/Catalog.hpp"

namespace dunlin::lint {

/// Reads what the texts of a database's catalog say (postgres::read_catalog gives them as the server prints
/// them): the calls and columns of policies, which columns a CHECK proves to be not null, which defaults are
/// volatile, the queries of views.
void read_texts(model::Catalog& catalog);

}  // namespace dunlin::lint
