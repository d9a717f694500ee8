#pragma once

#include <functional>
#include <string>
#include <vector>

#include "lint/File.hpp"
#include "lint/Rule.hpp"
#include "lint/Scene.hpp"
#include "model/Catalog.hpp"
#include "model/Finding.hpp"

namespace dunlin::lint {

/// A statement of a judged file with its effects, for `--effects`, hover and plans.
struct StatementEffects {
  model::SourceSpan span;
  std::size_t unit = 1;
  std::vector<Effect> effects;
};

struct Result {
  model::Findings findings;
  std::vector<StatementEffects> effects;  ///< only when asked for
  model::Catalog catalog;                 ///< behind the last file
};

struct Request {
  Settings settings;
  model::Catalog before;  ///< what is there before the first file: empty, or a database's catalog
  std::size_t files_before =
      0;  ///< that `before` was replayed from: so that their objects aren't taken for this run's
  bool want_effects = false;
};

/// Replays the files in order and judges those that are to be judged. Parses on as many threads as there are
/// processors, a few files ahead; the texts must outlive the call. Findings come ordered by file, line and
/// column.
Result lint(const std::vector<File>& files, Request request);

/// The transaction that each statement runs in, as the engine cuts a script (migrate/Segments).
void assign_units(const File& file, std::vector<JudgedStatement>& statements);

}  // namespace dunlin::lint
