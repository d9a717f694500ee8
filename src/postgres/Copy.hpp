#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "postgres/Connection.hpp"

namespace dunlin::postgres {

/// A COPY ... FROM STDIN under way. Unless finish() was reached, its end breaks it off and nothing of it is
/// stored.
class CopyIn {
 public:
  /// Throws SqlError when the server doesn't take the statement.
  CopyIn(Connection& connection, const Sql& sql);
  ~CopyIn();
  CopyIn(const CopyIn&) = delete;
  CopyIn& operator=(const CopyIn&) = delete;

  /// Sends a piece; pieces needn't end where rows do.
  void put(std::string_view piece);
  /// Returns how many rows were stored. Throws SqlError.
  std::int64_t finish();

 private:
  Connection& connection_;
  bool open_ = true;
};

/// A COPY ... TO STDOUT (FORMAT binary) under way, row by row. Its end before the last row cancels it.
class BinaryRows {
 public:
  BinaryRows(Connection& connection, const Sql& sql);
  ~BinaryRows();
  BinaryRows(const BinaryRows&) = delete;
  BinaryRows& operator=(const BinaryRows&) = delete;

  /// The image of the next row, from its field count to the end of its last field, good until the next call;
  /// nothing after the last one. Throws SqlError, or an interrupted Error.
  std::optional<std::string_view> next();

 private:
  void release();

  Connection& connection_;
  char* buffer_ = nullptr;
  bool begun_ = false;
  bool open_ = true;
};

}  // namespace dunlin::postgres
