#pragma once

#include <string_view>

namespace dunlin::encrypt {

/// Whether SQL compares something with one entry of a blind index: `x = ..._blind_index(...)` in either
/// order, `IN (...)`, `= ANY (ARRAY[...])`, also in a string of it (dynamic SQL, a function's body). Writing
/// an entry (SET x = ..., VALUES, :=) is no comparison. An entry that goes through a variable or a subquery
/// in FROM first isn't seen.
bool looks_up_one_entry(std::string_view sql);

}  // namespace dunlin::encrypt
