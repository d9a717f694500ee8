#pragma once

#include <filesystem>
#include <vector>

#include "base/Json.hpp"
#include "model/Document.hpp"
#include "trial/performance/Contest.hpp"

namespace dunlin::cli {

/// Before, after and improvement of each query, with intervals; what is broken.
model::Document performance_document(const std::vector<trial::Measured>& measured,
                                     const trial::PerformanceContract& contract);

/// The same for programs (docs/json.md).
Json performance_json(const std::vector<trial::Measured>& measured,
                      const trial::PerformanceContract& contract);

/// Writes report.json, report.md and the plans of each query, before and after, into a folder.
void write_performance_report(const std::filesystem::path& folder,
                              const std::vector<trial::Measured>& measured,
                              const trial::PerformanceContract& contract);

}  // namespace dunlin::cli
