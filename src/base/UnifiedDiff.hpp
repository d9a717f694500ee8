#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dunlin {

/// What turns `before` into `after`, as hunks of a unified diff (`@@ -1,3 +1,4 @@`, lines with ' ', '-', '+')
/// with `context` unchanged lines around each change; "" when they are equal.
std::string unified_diff(const std::vector<std::string>& before, const std::vector<std::string>& after,
                         std::size_t context = 3);

}  // namespace dunlin
