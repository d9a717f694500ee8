#include "postgres/SqlError.hpp"

namespace dunlin::postgres {

SqlError::SqlError(ErrorCode code, std::string message, std::string sqlstate, int position)
    : Error(code, std::move(message)), sqlstate_(std::move(sqlstate)), position_(position) {
  set_fact("sqlstate", sqlstate_);
}

bool SqlError::is_contention() const {
  return sqlstate_ == "55P03" || sqlstate_ == "40P01" || sqlstate_ == "40001";
}

bool SqlError::is_connection_loss() const {
  return sqlstate_.starts_with("08") || sqlstate_ == "57P01" || sqlstate_ == "57P02" || sqlstate_ == "57P03";
}

}  // namespace dunlin::postgres
