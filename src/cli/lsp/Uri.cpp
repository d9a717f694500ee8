#include "cli/lsp/Uri.hpp"

#include <algorithm>
#include <charconv>

namespace dunlin::cli::lsp {

std::string path_of(std::string_view uri) {
  constexpr std::string_view k_scheme = "file://";
  if (!uri.starts_with(k_scheme)) return std::string(uri);
  auto rest = uri.substr(k_scheme.size());
  rest.remove_prefix(std::min(rest.find('/'), rest.size()));  // a host: none or "localhost"
  std::string path;
  for (std::size_t i = 0; i < rest.size(); ++i) {
    unsigned value = 0;
    if (rest[i] == '%' && i + 2 < rest.size() &&
        std::from_chars(rest.data() + i + 1, rest.data() + i + 3, value, 16).ptr == rest.data() + i + 3) {
      path += static_cast<char>(value);
      i += 2;
    } else {
      path += rest[i];
    }
  }
  return path;
}

}  // namespace dunlin::cli::lsp
