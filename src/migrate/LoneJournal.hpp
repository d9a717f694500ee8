#pragma once

#include "base/Json.hpp"
#include "migrate/StepRun.hpp"

namespace dunlin::migrate {

/// The journal of what isn't one transaction: an intent commits before it begins, its end after it is over.

/// The row of an intent that was written and not finished, or nullptr.
const model::JournalRow* broken_intent(const StepRun& run, int ordinal);

/// Commits the intent to run a segment's statement, with the ledger row when it is the entry's first.
void write_intent(StepRun& run, std::size_t segment, std::size_t statement, const Json& intent);

/// Commits that the statement of an intent is done, with the completion when it was the entry's last. `check`
/// runs in the same transaction before that, and may throw.
void write_done(StepRun& run, std::size_t segment, std::size_t statement,
                const std::function<void()>& check = {});

/// Clears away what a statement may have left that isn't in the file any more, as for a statement of its
/// text.
void clear_changed_intent(const StepRun& run, const model::JournalRow& row);

}  // namespace dunlin::migrate
