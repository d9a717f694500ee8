#pragma once

#include <string>
#include <utility>
#include <vector>

#include "model/Catalog.hpp"

namespace dunlin::lint {

/// A form of the truth table that a statement has (tools/truth/forms.sql), and which relations play its
/// roles.
struct FormUse {
  std::string form;
  std::vector<std::pair<std::string, model::QualifiedName>>
      roles;  ///< {"table", public.users}; a role may appear more than once
};

/// What the choice of a form depends on.
struct FormContext {
  const model::Catalog& catalog;
  int major = 15;
  bool utc = true;  ///< the session's TimeZone is UTC
};

/// The forms of a statement; several for an ALTER TABLE of several actions. Empty for what locks nothing.
std::vector<FormUse> forms_of(const model::Command& command, const FormContext& context);

/// Of one action of ALTER TABLE.
std::vector<FormUse> forms_of_action(const model::AlterTable& alter, const model::AlterAction& action,
                                     const FormContext& context);

/// The form with "-partitioned" and the partitions' roles, where the table has partitions and that form was
/// measured; else the form itself, with the table, its partitions and inheriting children in their roles.
FormUse on_table(std::string form, const model::QualifiedName& table, const FormContext& context);

}  // namespace dunlin::lint
