#include "transfer/follow/CapturedRows.hpp"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <sstream>

#include "base/Error.hpp"
#include "base/File.hpp"
#include "base/Text.hpp"
#include "sqlite/CopySource.hpp"
#include "sqlite/ReadSchema.hpp"

namespace dunlin::transfer {
namespace {

namespace fs = std::filesystem;

fs::path note_in(const Workplace& workplace) {
  return workplace.folder / "rows.round";
}

// Of a copy that may have the log itself.
sqlite::Schema schema_of(const fs::path& copy) {
  auto database = sqlite::Database::open(copy.string(), sqlite::Database::Mode::read_only);
  auto schema = sqlite::read_schema(database);
  std::erase_if(schema.tables, [](const sqlite::Table& table) { return table.name == sqlite::k_change_log; });
  return schema;
}

void apply(const Workplace& workplace, const sqlite::Schema& schema) {
  sqlite::apply_logged_rows(workplace.snapshot().string(), workplace.logged_rows().string(), schema);
  fs::remove(note_in(workplace));
}

}  // namespace

CapturedRows::CapturedRows(const Workplace& workplace, std::string source)
    : workplace_(workplace),
      source_(std::move(source)),
      schema_(schema_of(workplace.snapshot())),
      objects_(sqlite::capture_objects(schema_.tables)) {
  const auto reasons = sqlite::reasons_against_capture(schema_);
  if (!reasons.empty())
    throw refused(
        fmt::format("{} can't be captured by triggers: {}", printable(source_), join(reasons, "; ")),
        "without --capture triggers its pages are compared, and it stays untouched");
}

std::optional<sqlite::LoggedRows> CapturedRows::read(bool keep_log, int wait_ms) const {
  fs::remove(note_in(workplace_));
  return sqlite::read_logged_rows(source_, workplace_.snapshot().string(), workplace_.logged_rows().string(),
                                  schema_, keep_log, wait_ms);
}

void CapturedRows::announce(std::int64_t round) const {
  write_file(note_in(workplace_), fmt::format("{}\n", round));
}

void CapturedRows::advance() const {
  apply(workplace_, schema_);
}

void CapturedRows::require_capture(const std::string& copy) const {
  auto database = sqlite::Database::open(copy, sqlite::Database::Mode::read_only);
  if (sqlite::has_capture(database, objects_)) return;
  throw refused(
      fmt::format("dunlin's triggers in {} were dropped or changed by somebody else", printable(source_)),
      "nothing of this round was stored; run the command again: it puts them back, and compares all "
      "pages once");
}

void settle_captured_rows(const Workplace& workplace, std::int64_t round) {
  const auto note = note_in(workplace);
  if (!fs::exists(note)) return;
  std::int64_t announced = -1;
  std::istringstream(read_file(note)) >> announced;
  if (announced == round) {
    // A transaction of ours on the copy may have been cut off: opening it rolls that back.
    sqlite::Database::open(workplace.snapshot().string(), sqlite::Database::Mode::read_write);
    apply(workplace, schema_of(workplace.snapshot()));
  }
  fs::remove(note);
}

}  // namespace dunlin::transfer
