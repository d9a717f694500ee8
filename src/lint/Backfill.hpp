#pragma once

#include <string>
#include <vector>

#include "lint/SplitFix.hpp"

namespace dunlin::lint {

/// "-- dunlin:batch table=public.users key=id size=10000" for statements over that table; "" where the
/// catalog doesn't know a primary key that batches can walk along (docs/layouts.md).
std::string table_batches(const Scene& scene, const model::QualifiedName& table);

/// A column can be added without its values first, and be filled in batches: the table has a key for them,
/// and the column has no constraint but NOT NULL.
bool can_be_filled_later(const Scene& scene, const model::AlterTable& alter,
                         const model::AlterAction& action);

/// "ADD COLUMN c bigint": the action without DEFAULT, GENERATED ... AS IDENTITY and NOT NULL, of type `type`
/// where one is given.
std::string bare_column(const Scene& scene, const model::AlterAction& action, const std::string& type = {});

/// The units that fill an added column with its default where it is NULL, and make it NOT NULL when that is
/// asked for.
std::vector<UnitText> fill_units(const Scene& scene, const model::AlterTable& alter,
                                 const std::string& column, bool not_null);

/// What a sequence for a column looks like in SQL.
struct ColumnSequence {
  model::QualifiedName name;
  std::string create;   ///< "CREATE SEQUENCE t_c_seq AS integer"
  std::string type;     ///< of the column: "integer"
  std::string nextval;  ///< "nextval('t_c_seq')"
};
/// A sequence whose name is made of table, column and label, in the table's schema, as PostgreSQL makes it
/// for serial and identity columns.
ColumnSequence column_sequence(const Scene& scene, const model::AlterTable& alter, const std::string& column,
                               const model::TypeName& type, std::string_view label);

}  // namespace dunlin::lint
