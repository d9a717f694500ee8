#include "sql/command/Identifier.hpp"

#include <algorithm>

#include "base/Identifier.hpp"
#include "sql/command/PostgresNodes.hpp"

extern "C" {
#include <common/keywords.h>
}

namespace dunlin::sql {

std::string readable_identifier(std::string_view name) {
  const auto plain = [](unsigned char c) {
    return (c >= 'a' && c <= 'z') || c == '_' || (c >= '0' && c <= '9');
  };
  const bool simple = !name.empty() && std::all_of(name.begin(), name.end(), plain) &&
                      (name.front() < '0' || name.front() > '9');
  if (!simple) return quote_identifier(name);
  const std::string text(name);
  const int keyword = ScanKeywordLookup(text.c_str(), &ScanKeywords);
  return keyword >= 0 && ScanKeywordCategories[keyword] != UNRESERVED_KEYWORD ? quote_identifier(name) : text;
}

}  // namespace dunlin::sql
