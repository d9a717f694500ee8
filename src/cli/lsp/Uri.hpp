#pragma once

#include <string>
#include <string_view>

namespace dunlin::cli::lsp {

/// The path that a file: URI names, percent-decoded; any other URI as it is ("untitled:Untitled-1").
std::string path_of(std::string_view uri);

}  // namespace dunlin::cli::lsp
