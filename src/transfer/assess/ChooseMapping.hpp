#pragma once

#include <string>

#include "model/TransferConfig.hpp"
#include "transfer/Mapping.hpp"
#include "transfer/Profile.hpp"
#include "transfer/assess/Declared.hpp"

namespace dunlin::transfer {

/// What has to be known of a column, beside its values, to choose its type.
struct ColumnInfo {
  std::string table;
  std::string column;
  std::string declared_text;  ///< as written
  Declared declared;
  bool not_null = false;  ///< NOT NULL, or part of the primary key
  bool rowid_alias = false;
};

/// Chooses the type: exactness first. A declared type is kept where it holds every value exactly; else a
/// wider one that does; where none does (several storage classes in one column), the one that its affinity
/// means, and the values that don't fit are the dry run's to refuse. A rule of the configuration wins. Pure.
/// Throws a usage Error for a rule that can't be followed.
ColumnMapping choose_mapping(const ColumnInfo& info, const ColumnProfile& profile,
                             const model::TransferConfig& config);

}  // namespace dunlin::transfer
