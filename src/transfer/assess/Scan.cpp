#include "transfer/assess/Scan.hpp"

#include <algorithm>
#include <exception>
#include <filesystem>
#include <fmt/format.h>
#include <thread>
#include <utility>

#include "base/Error.hpp"
#include "base/Interrupt.hpp"
#include "transfer/load/Chunks.hpp"

namespace dunlin::transfer {
namespace {

constexpr std::uint64_t k_bytes_of_piece = 8 << 20;
constexpr std::uint64_t k_rows_of_piece = 2000;  // fewer aren't worth a query of their own
constexpr std::int64_t k_rows_between_reports = 8192;
constexpr unsigned k_most_threads = 8;

// How many pieces the largest table could have.
std::uint64_t most_pieces(const std::string& snapshot) {
  const auto size = static_cast<std::uint64_t>(std::filesystem::file_size(snapshot));
  return std::clamp<std::uint64_t>(size / k_bytes_of_piece, 1, 4096);
}

void cut(sqlite::Database& database, const TableMapping& table, std::size_t index, std::uint64_t most,
         std::vector<Piece>& out) {
  Piece piece{index, {.table = table.source}};
  if (most == 1 || table.kind != KeyKind::rowid || table.rowid_name.empty()) {
    out.push_back(std::move(piece));
    return;
  }
  // Both in one query would be a look at every row.
  auto ends = database.prepare(fmt::format("SELECT (SELECT min({0}) FROM {1}), (SELECT max({0}) FROM {1})",
                                           table.rowid_name, sqlite::quote_name(table.source)));
  ends.step();
  if (ends.value(0).storage == sqlite::Storage::null) return;
  const auto low = static_cast<std::uint64_t>(ends.integer(0)),
             high = static_cast<std::uint64_t>(ends.integer(1));
  const std::uint64_t pieces = std::clamp<std::uint64_t>((high - low) / k_rows_of_piece, 1, most);
  const std::uint64_t width = (high - low) / pieces;
  for (std::uint64_t i = 0; i < pieces; ++i) {
    piece.chunk.number = static_cast<int>(i);
    piece.chunk.low = static_cast<std::int64_t>(low + i * width);
    piece.chunk.high = static_cast<std::int64_t>(i + 1 == pieces ? high : low + (i + 1) * width - 1);
    out.push_back(piece);
  }
}

}  // namespace

std::vector<Piece> cut_into_pieces(const std::string& snapshot, const Mapping& mapping) {
  auto database = sqlite::Database::open(snapshot, sqlite::Database::Mode::read_only);
  const std::uint64_t most = most_pieces(snapshot);
  std::vector<Piece> out;
  for (std::size_t i = 0; i < mapping.tables.size(); ++i) cut(database, mapping.tables[i], i, most, out);
  return out;
}

ScanProgress::ScanProgress(const Mapping& mapping, const AssessObserver& observer)
    : mapping_(&mapping), observer_(&observer), rows_(mapping.tables.size()) {}

void ScanProgress::add(std::size_t table, std::int64_t rows) {
  if (interrupted())
    throw Error(ErrorCode::interrupted, "interrupted while rows were read; nothing was changed");
  const std::lock_guard lock(mutex_);
  rows_[table] += rows;
  if (*observer_) (*observer_)(mapping_->tables[table].source, rows_[table], mapping_->tables[table].rows);
}

void read_piece(sqlite::Database& database, const TableMapping& table, const Piece& piece,
                ScanProgress& progress, const std::function<void(std::span<const sqlite::Value>)>& on_row) {
  auto query = database.prepare(select_chunk(table, piece.chunk));
  if (piece.chunk.low) {
    query.bind(1, sqlite::Value::of(*piece.chunk.low));
    query.bind(2, sqlite::Value::of(*piece.chunk.high));
  }
  std::vector<sqlite::Value> row(static_cast<std::size_t>(query.columns()));
  std::int64_t rows = 0;
  while (query.step()) {
    query.read(row);
    on_row(row);
    if (++rows % k_rows_between_reports == 0) progress.add(piece.table, k_rows_between_reports);
  }
  progress.add(piece.table, rows % k_rows_between_reports);
}

void scan_pieces(const std::string& snapshot, const std::vector<Piece>& pieces,
                 const std::function<void(sqlite::Database&, std::size_t piece)>& work) {
  std::atomic<std::size_t> next = 0;
  std::exception_ptr failure;
  std::mutex mutex;
  const auto run = [&] {
    try {
      auto database = sqlite::Database::open(snapshot, sqlite::Database::Mode::read_only);
      for (std::size_t piece = next++; piece < pieces.size(); piece = next++) work(database, piece);
    } catch (...) {
      next = pieces.size();
      const std::lock_guard lock(mutex);
      if (!failure) failure = std::current_exception();
    }
  };
  const auto wanted = std::clamp<std::size_t>(std::min(std::thread::hardware_concurrency(), k_most_threads),
                                              1, std::max<std::size_t>(pieces.size(), 1));
  std::vector<std::thread> threads;
  for (std::size_t i = 1; i < wanted; ++i) threads.emplace_back(run);
  run();
  for (auto& thread : threads) thread.join();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace dunlin::transfer
