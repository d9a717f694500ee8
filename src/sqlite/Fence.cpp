#include "sqlite/Fence.hpp"

#include <filesystem>
#include <fmt/format.h>
#include <optional>
#include <sqlite3.h>
#include <unistd.h>

#include "base/Error.hpp"
#include "base/Text.hpp"
#include "sqlite/Database.hpp"
#include "sqlite/Descriptor.hpp"
#include "sqlite/Header.hpp"
#include "sqlite/SharedLock.hpp"

namespace dunlin::sqlite {
namespace {

namespace fs = std::filesystem;

bool exists(const std::string& path) {
  std::error_code none;
  return fs::exists(path, none);
}

Error somebody_writes(const std::string& source, const std::optional<LockHolder>& holder) {
  Error error(
      ErrorCode::lock_timeout,
      fmt::format("{} is being written by {}", printable(source), describe(holder.value_or(LockHolder{}))),
      "wait until its transaction is over, then run the command again");
  error.set_fact("file", source);
  return error;
}

// Makes the -shm (and an empty -wal) as a first reader does. Nothing is checkpointed or deleted when the
// handle closes: `locks` are held meanwhile by the caller.
Database open_as_reader(const std::string& source) {
  const std::string folder = fs::absolute(source).parent_path().string();
  if (::access(folder.c_str(), W_OK) != 0)
    throw refused(fmt::format("{} can't be written, and a database in WAL mode has its -wal and -shm there",
                              printable(folder)),
                  "run the command as a user who may write to that folder, as the application's does");
  Database database = Database::open_source(source);
  int keep = 1;
  sqlite3_file_control(database.raw(), "main", SQLITE_FCNTL_PERSIST_WAL, &keep);
  sqlite3_db_config(database.raw(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  database.number("SELECT count(*) FROM sqlite_master");
  return database;
}

}  // namespace

struct Fence::State {
  State(const std::string& path, Deadline until)
      : source(path),
        deadline(until),
        had_wal(exists(path + "-wal")),
        had_shm(exists(path + "-shm")),
        database(Descriptor::open(path, Descriptor::For::locking)),
        shared(std::make_unique<SharedLock>(database, until)) {}

  ~State() {
    if (!shm) return;
    shm->unlock(k_wal_write_byte);
    shm->unlock(k_wal_alive_byte);
    shared.reset();
    clean_up();
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  // A writer that commits waits for our SHARED lock to go: it is let go between two attempts, as SQLite does.
  void close_for_rollback_journal() {
    const auto attempt = [&] {
      if (!shared) shared = std::make_unique<SharedLock>(database, deadline);
      refuse_hot_journal();
      if (database.lock_exclusive(k_reserved_byte)) return true;
      shared.reset();
      return false;
    };
    if (!poll(attempt, deadline)) throw somebody_writes(source, database.holder(k_reserved_byte));
  }

  // The journal of a dead writer: with RESERVED held by us readers would take its half-written pages for
  // good.
  void refuse_hot_journal() const {
    const auto journal = Descriptor::open_if_there(source + "-journal");
    if (!journal || journal->read(0, 1).find_first_not_of('\0') == std::string::npos) return;
    if (database.holder(k_reserved_byte)) return;
    if (!exists(source + "-journal")) return;
    throw refused(printable(source) + ": its last writer died in a transaction, which isn't rolled back yet",
                  "open the application once (or: sqlite3 FILE 'SELECT 1 FROM sqlite_master'), then run the "
                  "command again");
  }

  void close_for_wal() {
    shm = Descriptor::open_if_there(source + "-shm", Descriptor::For::locking);
    std::optional<Database> reader;
    if (!shm || !shm->holder(k_wal_alive_byte)) {
      reader.emplace(open_as_reader(source));
      shm = Descriptor::open(source + "-shm", Descriptor::For::locking);
    }
    if (!poll([&] { return shm->lock_shared(k_wal_alive_byte); }, deadline) ||
        !poll([&] { return shm->lock_exclusive(k_wal_write_byte); }, deadline))
      throw somebody_writes(source, shm->holder(k_wal_write_byte));
  }

  // Another file may have the name by now (see SwapFile): what lies beside it isn't ours.
  bool is_in_place() const {
    const auto now = Descriptor::open_if_there(source);
    return now && now->inode() == database.inode();
  }

  // Under EXCLUSIVE nobody has the database open in WAL mode, so the files that we brought may go.
  void clean_up() const {
    if ((had_wal && had_shm) || !is_in_place()) return;
    if (!database.lock_exclusive(k_pending_byte)) return;
    if (database.lock_exclusive(k_shared_first, k_shared_size)) {
      std::error_code none;
      const std::string wal = source + "-wal";
      if (!had_wal && fs::file_size(wal, none) == 0 && !none) fs::remove(wal, none);
      if (!had_shm) fs::remove(source + "-shm", none);
    }
    database.unlock(k_pending_byte, 2 + k_shared_size);
  }

  std::string source;
  Deadline deadline;
  bool had_wal, had_shm;
  Descriptor database;
  std::unique_ptr<SharedLock> shared;
  std::optional<Descriptor> shm;
};

Fence::Fence(const std::string& source, int wait_ms) {
  std::error_code none;
  const fs::path resolved = fs::canonical(source, none);
  const std::string path = none ? source : resolved.string();
  state_ = std::make_unique<State>(path, deadline_in(wait_ms));
  const Header header = parse_header(state_->database.read(0, k_header_bytes), source);
  std::error_code no_wal;
  const bool wal = header.wal || (fs::file_size(path + "-wal", no_wal) > 0 && !no_wal);
  wal ? state_->close_for_wal() : state_->close_for_rollback_journal();
}

Fence::~Fence() = default;
Fence::Fence(Fence&&) noexcept = default;
Fence& Fence::operator=(Fence&&) noexcept = default;

}  // namespace dunlin::sqlite
