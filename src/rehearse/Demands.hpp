#pragma once

#include <string>
#include <vector>

#include "postgres/Connection.hpp"

namespace dunlin::rehearse {

/// Something that a schema asks of the rows of a table.
struct Demand {
  enum class Kind { not_null, constraint, index, type };
  Kind kind = Kind::constraint;
  std::string table;       ///< "public"."orders"
  std::string column;      ///< quoted; of not_null and type only
  std::string definition;  ///< without the name: `CHECK ((n > 0))`, `USING btree (a, b)`, or a type

  friend auto operator<=>(const Demand&, const Demand&) = default;
};

/// Everything that the tables of a database ask of their rows, sorted.
std::vector<Demand> read_demands(postgres::Connection& connection);

/// What `after` asks and `before` doesn't. Pure.
std::vector<Demand> new_demands(const std::vector<Demand>& before, const std::vector<Demand>& after);

/// Demands put on the tables of a database for a while, so that rows which are made meanwhile satisfy them.
/// What doesn't fit there (a column that isn't there yet) is left out.
class TemporaryDemands {
 public:
  TemporaryDemands(postgres::Connection& connection, const std::vector<Demand>& demands);
  /// Takes them away again.
  void remove();

 private:
  postgres::Connection& connection_;
  std::vector<std::string> undo_;
};

}  // namespace dunlin::rehearse
