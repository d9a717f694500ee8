#include "postgres/SqlError.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace dunlin::postgres {

SqlError::SqlError(ErrorCode code, std::string message, std::string sqlstate, int position)
    : Error(code, std::move(message)), sqlstate_(std::move(sqlstate)), position_(position) {
  set_fact("sqlstate", sqlstate_);
}

bool SqlError::is_contention() const {
  return sqlstate_ == "55P03" || sqlstate_ == "40P01" || sqlstate_ == "40001";
}

bool SqlError::is_connection_loss() const {
  return (sqlstate_.starts_with("08") && !session_goes_on_) || sqlstate_ == "57P01" || sqlstate_ == "57P02" ||
         sqlstate_ == "57P03";
}

bool SqlError::is_of_the_server() const {
  constexpr std::array<std::string_view, 7> k_classes{"08", "40", "53", "55", "57", "58", "XX"};
  const auto its_class = std::string_view(sqlstate_).substr(0, 2);
  return std::find(k_classes.begin(), k_classes.end(), its_class) != k_classes.end();
}

}  // namespace dunlin::postgres
