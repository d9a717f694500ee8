#pragma once

#include <string>
#include <string_view>

namespace dunlin::sql {

/// A name as SQL has it, quoted only where it must be: not plain lower case, or a key word that can't be a
/// name (PostgreSQL docs, appendix C). For SQL that people will read; other SQL quotes always
/// (base/Identifier).
std::string readable_identifier(std::string_view name);

}  // namespace dunlin::sql
