#pragma once

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <functional>
#include <string>
#include <sys/mman.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include "sqlite/Database.hpp"

namespace dunlin::test {

/// What runs in a process of its own, as an application does: SQLite's locks are between processes. Ended
/// with SIGKILL when this object goes.
class ChildProcess {
 public:
  explicit ChildProcess(const std::function<int()>& body) : pid_(::fork()) {
    if (pid_ != 0) return;
    int code = 99;
    try {
      code = body();
    } catch (const std::exception&) {
      code = 98;
    }
    ::_exit(code);
  }
  ~ChildProcess() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  /// Waits for its end and returns its exit code.
  int wait() {
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

 private:
  pid_t pid_;
};

/// A number that parent and child see.
class SharedNumber {
 public:
  SharedNumber()
      : value_(new (::mmap(nullptr, sizeof(std::atomic<std::int64_t>), PROT_READ | PROT_WRITE,
                           MAP_SHARED | MAP_ANONYMOUS, -1, 0)) std::atomic<std::int64_t>(0)) {}
  ~SharedNumber() { ::munmap(value_, sizeof(*value_)); }
  SharedNumber(const SharedNumber&) = delete;
  SharedNumber& operator=(const SharedNumber&) = delete;

  std::int64_t get() const { return value_->load(); }
  void set(std::int64_t value) { value_->store(value); }
  void wait_for(std::int64_t at_least) const {
    while (get() < at_least) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }

 private:
  std::atomic<std::int64_t>* value_;
};

/// Accounts whose balances add up to 0, and an entry for each transfer: what a snapshot has to keep.
inline void make_ledger(const std::string& path, const std::string& journal_mode, int ballast_rows) {
  auto database = sqlite::Database::open(path, sqlite::Database::Mode::create);
  database.exec("PRAGMA journal_mode = " + journal_mode);
  database.exec("CREATE TABLE account (id INTEGER PRIMARY KEY, balance INTEGER NOT NULL, filler BLOB)");
  database.exec("CREATE TABLE entry (id INTEGER PRIMARY KEY, amount INTEGER NOT NULL, note TEXT)");
  database.exec("CREATE INDEX entry_note ON entry (note)");
  database.exec("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " +
                std::to_string(ballast_rows) + ") INSERT INTO account SELECT i, 0, randomblob(1000) FROM n");
}

/// Transfers money between random accounts until it is killed; counts what it has committed.
inline int write_for_ever(const std::string& path, int accounts, int pause_us, SharedNumber& done) {
  auto database = sqlite::Database::open(path, sqlite::Database::Mode::read_write);
  database.exec("PRAGMA busy_timeout = 60000");
  database.exec("PRAGMA synchronous = OFF");
  const std::string between = "abs(random()) % " + std::to_string(accounts) + " + 1";
  for (std::int64_t n = 1;; ++n) {
    database.exec("BEGIN IMMEDIATE");
    database.exec(
        "INSERT INTO entry SELECT max(id) + 1, 7, hex(randomblob(20)) FROM (SELECT 0 AS id UNION ALL "
        "SELECT max(id) FROM entry)");
    database.exec("UPDATE account SET balance = balance - 7, filler = randomblob(1000) WHERE id = " +
                  between);
    database.exec("UPDATE account SET balance = balance + 7, filler = randomblob(1000) WHERE id = " +
                  between);
    database.exec("COMMIT");
    done.set(n);
    std::this_thread::sleep_for(std::chrono::microseconds(pause_us));
  }
}

}  // namespace dunlin::test
