#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/Catalog.hpp"

namespace dunlin::lint {

/// The SQL has that name as a word of its own, outside of strings and comments.
bool names_word(std::string_view sql, const std::string& name);
/// The SQL calls a function of that name: with its schema or none.
bool calls_function(std::string_view sql, const model::QualifiedName& name);
/// The SQL, which names the relation, uses a column of it: by itself where no other relation in it has one of
/// that name, or behind the relation's name or alias. What a star stands for isn't seen.
bool uses_column_of(const model::Catalog& catalog, std::string_view sql, const model::QualifiedName& relation,
                    const std::string& column);

/// Functions in SQL and PL/pgSQL whose bodies name a relation where one can stand (FROM, INTO, UPDATE, ...).
/// PostgreSQL doesn't record what such a body uses: it fails when it runs. Names put together at run time
/// aren't seen.
std::vector<const model::CatalogFunction*> functions_naming(const model::Catalog& catalog,
                                                            const model::QualifiedName& relation);
/// Those that name the relation and the column, and trigger functions of the table that use NEW.column or
/// OLD.column.
std::vector<const model::CatalogFunction*> functions_naming_column(const model::Catalog& catalog,
                                                                   const model::QualifiedName& relation,
                                                                   const std::string& column);
/// Those that call the function; not itself.
std::vector<const model::CatalogFunction*> functions_calling(const model::Catalog& catalog,
                                                             const model::QualifiedName& name);

}  // namespace dunlin::lint
