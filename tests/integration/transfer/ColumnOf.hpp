#pragma once

#include <string>

#include "transfer/Mapping.hpp"

namespace dunlin::test {

/// A column that keeps its name.
inline transfer::ColumnMapping column(const std::string& name, const std::string& declared,
                                      const std::string& type, transfer::Conversion conversion) {
  return {.source = name, .declared = declared, .target = name, .type = type, .conversion = conversion};
}

}  // namespace dunlin::test
