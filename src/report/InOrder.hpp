#pragma once

#include <vector>

#include "model/Finding.hpp"

namespace dunlin::report {

/// A finding or something that wasn't analysed; one of the two is set. Points into the findings it is from.
struct Entry {
  const model::SourceSpan* span = nullptr;
  const model::Finding* finding = nullptr;
  const model::NotAnalysed* not_analysed = nullptr;
};

/// Everything that is said, file by file in the order in which files are first named, each by place.
std::vector<Entry> in_order(const model::Findings& findings);

}  // namespace dunlin::report
