#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "postgres/Connection.hpp"

namespace dunlin::trial {

/// Whether somebody who doesn't know a key can come upon it by trying.
enum class Guess : std::uint8_t {
  possible,  ///< an email, a slug, a number that means something
  counter,   ///< numbers that a sequence gives out in turn: that one is taken says nothing about its row
  hopeless,  ///< a uuid among its columns
};

struct UniqueKey {
  std::string index;  ///< "users_email_key"
  std::vector<std::string> columns;
  Guess guess = Guess::possible;
  friend bool operator==(const UniqueKey&, const UniqueKey&) = default;
};

/// A foreign key whose parent is protected by row-level security.
struct ParentKey {
  std::string constraint;
  std::vector<std::string> columns;
  std::string parent;         ///< "public.documents"
  std::string quoted_parent;  ///< as SQL
  std::vector<std::string> parent_columns;
  Guess guess = Guess::possible;
  friend bool operator==(const ParentKey&, const ParentKey&) = default;
};

/// A view or materialized view that reads the table.
struct DependentView {
  std::string name;
  std::string quoted;
  std::vector<std::string> columns;
  bool of_this_table_alone = false;  ///< reads no other table
  friend bool operator==(const DependentView&, const DependentView&) = default;
};

/// What the catalog says about ways to a table's rows that aren't the table.
struct TableKeys {
  std::vector<UniqueKey> unique;  ///< without expressions and predicates
  std::vector<ParentKey> parents;
  std::vector<DependentView> views;
  std::vector<std::string> sequences;   ///< that fill its columns, as SQL
  std::vector<std::string> insertable;  ///< columns that an INSERT may name
  friend bool operator==(const TableKeys&, const TableKeys&) = default;
};

TableKeys read_table_keys(postgres::Connection& connection, const std::string& quoted_table);

}  // namespace dunlin::trial
