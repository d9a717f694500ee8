#include "postgres/Result.hpp"

#include <charconv>
#include <cstdlib>
#include <fmt/format.h>
#include <libpq-fe.h>

#include "base/Error.hpp"

namespace dunlin::postgres {

void Result::Clear::operator()(pg_result* raw) const {
  PQclear(raw);
}

int Result::rows() const {
  return raw_ ? PQntuples(raw_.get()) : 0;
}
int Result::columns() const {
  return raw_ ? PQnfields(raw_.get()) : 0;
}
bool Result::is_null(int row, int column) const {
  return PQgetisnull(raw_.get(), row, column) == 1;
}

std::string_view Result::text(int row, int column) const {
  return {PQgetvalue(raw_.get(), row, column),
          static_cast<std::size_t>(PQgetlength(raw_.get(), row, column))};
}

std::int64_t Result::number(int row, int column) const {
  const auto value = text(row, column);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error != std::errc{} || end != value.data() + value.size()) {
    throw Error(ErrorCode::failed, fmt::format("the server sent '{}' where a number was expected", value));
  }
  return number;
}

int Result::type_modifier(int column) const {
  return PQfmod(raw_.get(), column);
}

std::int64_t Result::affected() const {
  return raw_ ? std::atoll(PQcmdTuples(raw_.get())) : 0;
}

}  // namespace dunlin::postgres
