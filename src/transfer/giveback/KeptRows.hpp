#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sqlite/Database.hpp"
#include "transfer/Mapping.hpp"
#include "transfer/RowEncoder.hpp"

namespace dunlin::transfer {

/// What the file had of one table at the switch: values that nobody changed go back as the same bytes,
/// however the file spelled them. It is read from our last copy of the source, attached to the shadow's
/// handle as `original`.
class KeptRows {
 public:
  /// `table` has a key and must outlive it, like `shadow`.
  KeptRows(sqlite::Database& shadow, const TableMapping& table);

  /// Takes the row with this key out of the shadow's table; false when there is none, or one that the load
  /// left out of PostgreSQL, which nobody can have deleted there.
  bool take(const std::vector<sqlite::Value>& key);
  /// In `values`, which were decoded from a row's image: where the original row of that key makes the same
  /// field, its value takes the place of what was decoded. Good until the next call. Throws a refused Error
  /// when the original row was left out by the load.
  void restore(std::string_view image, std::vector<sqlite::Value>& values);

 private:
  bool find(const std::vector<sqlite::Value>& key);
  bool encode_found();

  const TableMapping& table_;
  std::vector<std::size_t> key_places_;  ///< in the table's columns
  sqlite::Query remove_, find_;
  sqlite::Database& shadow_;
  RowEncoder encoder_;
  std::string image_;
  std::vector<sqlite::Value> kept_;
};

}  // namespace dunlin::transfer
