#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "sqlite/language/CreateTable.hpp"

namespace dunlin::sqlite {

struct CreateView {
  bool temporary = false, if_not_exists = false;
  std::string schema, name;
  std::vector<std::string> columns;
  Select select;
  friend bool operator==(const CreateView&, const CreateView&) = default;
};

/// SET column = value, or SET (a, b) = value.
struct Assignment {
  std::vector<std::string> columns;
  Expression value;
  friend bool operator==(const Assignment&, const Assignment&) = default;
};

struct Upsert {
  std::vector<OrderingTerm> target;
  std::vector<Expression> target_where;
  bool update = false;  ///< else DO NOTHING
  std::vector<Assignment> set;
  std::vector<Expression> where;
  friend bool operator==(const Upsert&, const Upsert&) = default;
};

struct Insert {
  std::string on_conflict;  ///< "REPLACE", "IGNORE", ...; "" for none
  std::string table, alias;
  std::vector<std::string> columns;
  std::vector<Select> source;  ///< none: DEFAULT VALUES
  std::vector<Upsert> upserts;
  friend bool operator==(const Insert&, const Insert&) = default;
};

struct Update {
  std::string on_conflict;
  std::string table, alias;
  std::vector<Assignment> set;
  std::vector<Source> from;
  std::vector<Expression> where;
  friend bool operator==(const Update&, const Update&) = default;
};

struct Delete {
  std::string table, alias;
  std::vector<Expression> where;
  friend bool operator==(const Delete&, const Delete&) = default;
};

using TriggerStatement = std::variant<Insert, Update, Delete, Select>;

/// CREATE TRIGGER (SQLite docs, "CREATE TRIGGER"); every one of them is FOR EACH ROW.
struct CreateTrigger {
  bool temporary = false, if_not_exists = false;
  std::string schema, name, table;
  std::string timing;                ///< BEFORE, AFTER, INSTEAD OF; BEFORE when not written
  std::string event;                 ///< INSERT, UPDATE, DELETE
  std::vector<std::string> columns;  ///< UPDATE OF
  std::vector<Expression> when;      ///< one or none
  std::vector<TriggerStatement> body;
  friend bool operator==(const CreateTrigger&, const CreateTrigger&) = default;
};

}  // namespace dunlin::sqlite
