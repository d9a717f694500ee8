#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sqlite/Database.hpp"
#include "transfer/Mapping.hpp"
#include "transfer/RowEncoder.hpp"

namespace dunlin::transfer {

/// The rows of one table of the shadow that make room for what PostgreSQL has now, as the file had them:
/// values that nobody changed go back as the same bytes, however the file spelled them. In a temporary table
/// of the shadow's session, which goes with this object.
class KeptRows {
 public:
  /// `table` has a key and must outlive it, like `shadow`.
  KeptRows(sqlite::Database& shadow, const TableMapping& table);
  ~KeptRows();
  KeptRows(const KeptRows&) = delete;
  KeptRows& operator=(const KeptRows&) = delete;

  /// Takes the row with this key out of its table; false when there is none.
  bool take(const std::vector<sqlite::Value>& key);
  /// All have been taken; from now on they are looked up.
  void settle();
  /// In `values`, which were decoded from a row's image: where the kept row of that key makes the same field,
  /// its value takes the place of what was decoded. Good until the next call. Throws a refused Error when the
  /// kept row was left out by the load.
  void restore(std::string_view image, std::vector<sqlite::Value>& values);

 private:
  sqlite::Database& shadow_;
  const TableMapping& table_;
  std::vector<std::size_t> key_places_;  ///< in the table's columns
  sqlite::Query keep_, remove_;
  std::optional<sqlite::Query> find_;
  RowEncoder encoder_;
  std::string image_;
  std::vector<sqlite::Value> kept_;
};

}  // namespace dunlin::transfer
