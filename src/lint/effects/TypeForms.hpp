#pragma once

#include <string>
#include <vector>

#include "lint/effects/Forms.hpp"
#include "lint/truth/TypeTruth.hpp"

namespace dunlin::lint {

/// What ALTER COLUMN TYPE does to a column: from the type matrix, USING taken into account.
struct ColumnTypeChange {
  TypeChangeTruth truth;
  bool known = false;    ///< the old type is known
  bool indexed = false;  ///< a valid index has the column
  std::string from, to;  ///< for messages
};
ColumnTypeChange column_type_change(const model::CatalogRelation* table, const model::AlterAction& action,
                                    const FormContext& context);

/// The forms of ALTER COLUMN TYPE, foreign keys and checks on the column included.
void add_type_forms(const model::QualifiedName& table, const model::AlterAction& action,
                    const FormContext& context, std::vector<FormUse>& forms);

}  // namespace dunlin::lint
