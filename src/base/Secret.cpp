#include "base/Secret.hpp"

#include <regex>

namespace dunlin {

std::string redact_connection_string(std::string_view text) {
  std::string out(text);
  const auto scheme = out.find("://");
  if (scheme != std::string::npos) {
    // The last '@' before the path ends the user part: passwords may hold '@' when somebody forgot to escape
    // it.
    const auto end = out.find_first_of("/?", scheme + 3);
    const auto at = out.rfind('@', end == std::string::npos ? std::string::npos : end);
    const auto colon = out.find(':', scheme + 3);
    if (at != std::string::npos && at > scheme && colon != std::string::npos && colon < at) {
      out.replace(colon + 1, at - colon - 1, "***");
    }
  }
  static const std::regex k_parameter(R"re((password\s*=\s*)('(?:[^'\\]|\\.)*'|[^\s&]*))re",
                                      std::regex::icase);
  return std::regex_replace(out, k_parameter, "$1***");
}

}  // namespace dunlin
