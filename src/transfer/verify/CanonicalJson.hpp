#pragma once

#include <string>
#include <string_view>

namespace dunlin::transfer {

/// The one spelling of what jsonb keeps of a JSON text (PostgreSQL docs, 8.14): members sorted by name, of
/// equal names the last, no white space, escapes resolved, numbers by their value. Two texts have the same
/// spelling when jsonb holds them for equal. Throws a failed Error for what isn't JSON.
std::string canonical_json(std::string_view text);

}  // namespace dunlin::transfer
