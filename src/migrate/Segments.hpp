#pragma once

#include <string>
#include <vector>

#include "migrate/ScriptText.hpp"
#include "model/Plan.hpp"

namespace dunlin::migrate {

/// Cuts a script into what commits together: BEGIN/COMMIT pairs of the file and
/// `-- dunlin:unit` are borders, a statement that can't run in a transaction stands alone, ALTER TYPE ... ADD
/// VALUE ends its segment, and everything else is as large as it can be. With `each_alone` every statement is
/// a segment of its own. Throws a refused Error with file, line and column for a stray COMMIT, any ROLLBACK,
/// a BEGIN that is never committed or nested, a unit that would begin in the middle of such a transaction,
/// and for a statement between BEGIN and COMMIT that can't be there.
std::vector<model::Segment> make_segments(const ScriptText& script, bool each_alone);

/// Segments that haven't committed yet, with their numbers among all.
struct OpenSegments {
  std::vector<model::Segment> segments;
  std::vector<int> numbers;
  friend bool operator==(const OpenSegments&, const OpenSegments&) = default;
};

/// What is left when some statements have committed: `done` tells of each. A segment of which a part is done
/// is left with the rest.
OpenSegments remaining_segments(const std::vector<model::Segment>& segments, const std::vector<bool>& done);

}  // namespace dunlin::migrate
