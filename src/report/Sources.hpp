#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace dunlin::report {

/// The text of a file as it was when the findings were made, by the name that the findings use; "" when it
/// isn't known. What it gives must stay alive while a writer runs.
using Sources = std::function<std::string_view(const std::string& file)>;

}  // namespace dunlin::report
