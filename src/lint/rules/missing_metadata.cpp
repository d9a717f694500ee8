#include "base/Text.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

void check_missing_metadata(const Scene& scene, Reporter& report) {
  const model::Migration* migration = scene.file().migration;
  if (migration == nullptr) return;
  std::vector<std::string> missing;
  if (migration->metadata.title.empty() && migration->metadata.description.empty())
    missing.emplace_back("Description");
  if (migration->metadata.author.empty()) missing.emplace_back("Author");
  if (migration->metadata.date.empty()) missing.emplace_back("Date");
  if (missing.empty()) return;
  const auto& first = scene.statements().front().source.span;
  report.add_at({first.file, 1, scene.file_index(), 1}, "",
                model::label(*migration) + " doesn't say its " + join(missing, ", "));
}

}  // namespace

const Rule missing_metadata{
    .name = "missing-metadata",
    .family = 'D',
    .profile = Profile::policy,
    .severity = model::Severity::error,
    .summary = "A file that doesn't say what it is for, who wrote it and when (policy require_metadata)",
    .why = "Who is on call reads the file first, and needs to know whom to ask.",
    .advice = "Begin the file with comment lines: -- Description: ..., -- Author: ..., -- Date: 2025-01-31.",
    .file = check_missing_metadata};

}  // namespace dunlin::lint::rules
