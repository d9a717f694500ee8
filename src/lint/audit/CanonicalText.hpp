#pragma once

#include <string>
#include <string_view>

namespace dunlin::lint::audit {

/// A definition without what doesn't change it: layout, comments, the case of words, OR REPLACE,
/// IF NOT EXISTS, the schema public, PROCEDURE for FUNCTION in a trigger. The bodies of functions too.
std::string canonical_definition(std::string_view sql);

/// A function's body without layout, comments and case.
std::string plain_body(std::string_view body);

/// The same with spellings that mean the same made one: `:=` and `=`, CURRENT_TIMESTAMP and now(), the
/// semicolon behind the last END.
std::string canonical_body(std::string_view body);

}  // namespace dunlin::lint::audit
