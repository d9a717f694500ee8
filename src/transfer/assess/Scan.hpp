#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "sqlite/Database.hpp"
#include "transfer/Assess.hpp"
#include "transfer/Ledger.hpp"
#include "transfer/Mapping.hpp"

namespace dunlin::transfer {

/// Some rows of one table, for one thread.
struct Piece {
  std::size_t table = 0;  ///< index in Mapping::tables
  Chunk chunk;            ///< its rows, as select_chunk() understands it
};

/// Cuts the tables of a private copy into pieces of some megabytes, without counting their rows.
std::vector<Piece> cut_into_pieces(const std::string& snapshot, const Mapping& mapping);

/// Tells the observer how far a scan has come; called by several threads.
class ScanProgress {
 public:
  ScanProgress(const Mapping& mapping, const AssessObserver& observer);
  /// Throws an interrupted Error when the user asks for it.
  void add(std::size_t table, std::int64_t rows);

 private:
  const Mapping* mapping_;
  const AssessObserver* observer_;
  std::mutex mutex_;
  std::vector<std::int64_t> rows_;
};

/// Calls `on_row` with the values of each row of a piece: those of the mapping's columns, then the rowid
/// where only that tells rows apart.
void read_piece(sqlite::Database& database, const TableMapping& table, const Piece& piece,
                ScanProgress& progress, const std::function<void(std::span<const sqlite::Value>)>& on_row);

/// Runs `work` on every piece, on as many threads as this machine has processors (at most eight), each with
/// its own handle. Throws what the first of them threw.
void scan_pieces(const std::string& snapshot, const std::vector<Piece>& pieces,
                 const std::function<void(sqlite::Database&, std::size_t piece)>& work);

}  // namespace dunlin::transfer
