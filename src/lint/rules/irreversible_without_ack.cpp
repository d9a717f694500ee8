#include "lint/DataLoss.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

// A rollback, or the word that there is nothing to undo. A loose file's rollback may be a file that isn't
// here.
bool says_how_to_undo(const File& file) {
  if (file.migration != nullptr) return file.has_rollback;
  return file.text.find("dunlin:down") != std::string_view::npos ||
         file.text.find("dunlin:nothing-to-undo") != std::string_view::npos;
}

void check_irreversible_without_ack(const Scene& scene, Reporter& report) {
  if (says_how_to_undo(scene.file())) return;
  const std::string lost = lost_by(scene);
  if (!lost.empty())
    report.add("", "no way back from this: " + lost +
                       " can't be restored, and the file has no rollback nor says why");
}

}  // namespace

const Rule irreversible_without_ack{
    .name = "irreversible-without-ack",
    .family = 'D',
    .profile = Profile::strict,
    .severity = model::Severity::warning,
    .summary = "Data is destroyed in a file without a rollback, and without a word that none is needed",
    .why =
        "dunlin keeps what a rollback would destroy; what a migration itself destroys is only in backups. "
        "Whoever has "
        "to go back finds that out when it is too late.",
    .advice =
        "Move the data first (ALTER TABLE ... SET SCHEMA archive, CREATE TABLE kept AS SELECT ...) and write "
        "the "
        "-- dunlin:down section that brings it back. Where the data isn't needed: -- dunlin:nothing-to-undo, "
        "and "
        "-- dunlin:allow irreversible-without-ack: reason.",
    .statement = check_irreversible_without_ack};

}  // namespace dunlin::lint::rules
