#pragma once

#include <string_view>

#include "model/Catalog.hpp"

namespace dunlin::lint {

/// True when a body in SQL or PL/pgSQL surely means the same under SET search_path = '': every relation, type
/// and function of it is qualified or PostgreSQL's own (pg_catalog is searched always), and its operators are
/// PostgreSQL's; and what runs meanwhile under the same setting, triggers of written tables and called
/// functions, has a search_path of its own. By tokens; what isn't sure is false.
bool is_fully_qualified(std::string_view body, const model::Catalog& catalog);

}  // namespace dunlin::lint
