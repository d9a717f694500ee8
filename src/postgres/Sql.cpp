#include "postgres/Sql.hpp"

#include <algorithm>

namespace dunlin::postgres {

Sql Sql::trusted(std::string_view text) {
  char* copy = new char[text.size() + 1];
  std::copy(text.begin(), text.end(), copy);
  copy[text.size()] = '\0';
  return {copy, text.size()};
}

}  // namespace dunlin::postgres
