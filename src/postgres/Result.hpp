#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct pg_result;

namespace dunlin::postgres {

/// Rows that a statement returned, or what it did. Move-only owner of libpq's result.
class Result {
 public:
  Result() = default;
  explicit Result(pg_result* raw) : raw_(raw) {}

  int rows() const;
  int columns() const;
  bool is_null(int row, int column) const;
  /// The value as text; "" for NULL.
  std::string_view text(int row, int column) const;
  std::string string(int row, int column) const { return std::string(text(row, column)); }
  /// Throws a failed Error when the value isn't a whole number.
  std::int64_t number(int row, int column) const;
  bool boolean(int row, int column) const { return text(row, column) == "t"; }
  /// The size of a column's type as pg_attribute.atttypmod has it; -1 for none.
  int type_modifier(int column) const;
  /// Rows inserted, updated, ...; 0 when the command doesn't count.
  std::int64_t affected() const;

  const pg_result* raw() const { return raw_.get(); }
  explicit operator bool() const { return raw_ != nullptr; }

 private:
  struct Clear {
    void operator()(pg_result* raw) const;
  };
  std::unique_ptr<pg_result, Clear> raw_;
};

}  // namespace dunlin::postgres
