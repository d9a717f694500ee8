#pragma once

#include <string>
#include <vector>

#include "transfer/Mapping.hpp"

namespace dunlin::transfer {

/// A table of the target as SQL names it.
struct FollowedTable {
  const TableMapping* mapping = nullptr;
  std::string name;                  ///< "public"."orders"
  std::vector<std::string> columns;  ///< quoted, in the order of the rows' images
  std::vector<std::string> key;      ///< quoted; empty where the rows have no primary key of their own

  std::string column_list() const;
  bool has_key() const { return !key.empty(); }
};

FollowedTable followed_table(const Mapping& mapping, const TableMapping& table);

/// The names of all tables of the target, as SQL writes them.
std::vector<std::string> target_names(const Mapping& mapping);

}  // namespace dunlin::transfer
