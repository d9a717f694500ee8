#include "sqlite/Snapshot.hpp"

#include <filesystem>
#include <fmt/format.h>

#include "base/Error.hpp"
#include "base/Text.hpp"
#include "sqlite/CopySource.hpp"
#include "sqlite/Database.hpp"
#include "sqlite/Descriptor.hpp"
#include "sqlite/Header.hpp"

namespace dunlin::sqlite {
namespace {

namespace fs = std::filesystem;

// What a message says of the copy is true of the source.
Error about_source(const Error& error, const std::string& copy, const std::string& source) {
  std::string message = error.message();
  const std::string shown = printable(copy);
  if (message.starts_with(shown)) message.replace(0, shown.size(), printable(source));
  Error renamed(ErrorCode::refused, message, error.hint());
  renamed.set_fact("file", source);
  renamed.set_fact("sqlite_code", std::string(error.fact("sqlite_code")));
  return renamed;
}

void require_all_pages(const std::string& copy, const std::string& source) {
  const auto file = Descriptor::open(copy);
  const Header header = parse_header(file.read(0, k_header_bytes), source);
  const std::uint64_t wanted = std::uint64_t{header.pages} * header.page_size;
  if (file.size() >= wanted) return;
  throw refused(fmt::format("{} is cut off: it has {} bytes of the {} that its header says",
                            printable(source), with_thousands(static_cast<long long>(file.size())),
                            with_thousands(static_cast<long long>(wanted))),
                "copy it again from where it came from, or restore a backup; sqlite3 FILE .recover may save "
                "what is left");
}

// Opening for writing is what makes SQLite recover; leaving WAL mode puts the WAL's pages into the file.
void recover(const std::string& copy) {
  auto database = Database::open(copy, Database::Mode::read_write);
  database.exec("PRAGMA synchronous = OFF");
  database.exec("PRAGMA journal_mode = DELETE");
}

std::optional<WalTail> read_whole_wal(const std::string& path) {
  const auto wal = Descriptor::open(path);
  const auto begin = begin_of_wal(wal);
  return begin ? read_tail(wal, *begin) : std::nullopt;
}

// Has SQLite recover the copy at destination.partial, and gives it its name.
Snapshot settle(const SourceCopy& copy, const std::string& source, const std::string& destination) {
  const std::string partial = destination + ".partial";
  try {
    if (!copy.wal && !copy.journal) require_all_pages(partial, source);
    recover(partial);
    require_all_pages(partial, source);
  } catch (const Error& error) {
    remove_copy(partial);
    if (error.code() == ErrorCode::interrupted) throw;
    throw about_source(error, partial, source);
  }
  make_durable(partial);
  fs::rename(partial, destination);
  return {destination,  fs::file_size(destination), file_sha256(destination), copy.journal_mode, copy.wal,
          copy.attempts};
}

}  // namespace

RefreshedCopy refresh_snapshot(const std::string& source, const std::string& destination, int wait_ms,
                               BlockHashes* known) {
  RefreshedCopy made;
  made.copy = copy_source(source, destination, wait_ms, Writing::changes, known);
  if (made.copy.wal) made.wal = read_whole_wal(destination + "-wal");
  try {
    if (!made.copy.wal && !made.copy.journal) require_all_pages(destination, source);
    recover(destination);
    require_all_pages(destination, source);
  } catch (const Error& error) {
    if (error.code() == ErrorCode::interrupted) throw;
    throw about_source(error, destination, source);
  }
  return made;
}

Snapshot take_snapshot(const std::string& source, const std::string& destination, int wait_ms) {
  return settle(copy_source(source, destination + ".partial", wait_ms), source, destination);
}

Snapshot take_snapshot_of_copy(const SourceCopy& copy, const std::string& source,
                               const std::string& destination) {
  const SourceCopy again = copy_source(copy.path, destination + ".partial", 0);
  Snapshot snapshot = settle(again, source, destination);
  snapshot.journal_mode = copy.journal_mode;
  snapshot.attempts = copy.attempts;
  return snapshot;
}

}  // namespace dunlin::sqlite
