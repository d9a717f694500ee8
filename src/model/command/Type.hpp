#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/command/Table.hpp"

namespace dunlin::model {

enum class TypeKind : std::uint8_t { enumeration, composite, range, base, shell };

struct CreateType {
  QualifiedName name;
  TypeKind kind = TypeKind::enumeration;
  std::vector<std::string> labels;
  std::vector<Column> attributes;
};

struct AlterEnum {
  QualifiedName name;
  std::string value;      ///< added, or the new name
  std::string old_value;  ///< renamed
  bool if_not_exists = false;
  std::string neighbour;  ///< of BEFORE and AFTER; "": the value becomes the last
  bool before = false;
};

struct CreateDomain {
  QualifiedName name;
  TypeName base;
  bool not_null = false;
  std::optional<Expression> default_value;
  std::vector<Constraint> constraints;
};

enum class AlterDomainKind : std::uint8_t {
  add_constraint,
  drop_constraint,
  validate_constraint,
  set_not_null,
  drop_not_null,
  set_default
};

struct AlterDomain {
  QualifiedName name;
  AlterDomainKind kind = AlterDomainKind::add_constraint;
  std::string constraint_name;
  std::optional<Constraint> constraint;
};

}  // namespace dunlin::model
