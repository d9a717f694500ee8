#include "transfer/assess/ProfileTables.hpp"

#include <mutex>
#include <optional>

#include "transfer/assess/ColumnProfiler.hpp"
#include "transfer/assess/Scan.hpp"
#include "transfer/load/Rejects.hpp"

namespace dunlin::transfer {
namespace {

struct PieceProfile {
  std::int64_t rows = 0;
  std::vector<ColumnProfiler> columns;
};

PieceProfile empty_profile(const TableMapping& table) {
  PieceProfile out;
  for (const auto& column : table.columns) out.columns.emplace_back(column.source);
  return out;
}

PieceProfile profile_piece(sqlite::Database& database, const TableMapping& table, const Piece& piece,
                           ScanProgress& progress) {
  PieceProfile out = empty_profile(table);
  read_piece(database, table, piece, progress, [&](SourceRow row) {
    const KeyOf key = [&] { return key_of(table, row); };
    for (std::size_t i = 0; i < out.columns.size(); ++i) out.columns[i].add(row[i], key);
    ++out.rows;
  });
  return out;
}

// Puts the pieces of each table together in their order, as soon as they are there: what waits is little.
class Gathering {
 public:
  Gathering(const Mapping& mapping, const std::vector<Piece>& pieces)
      : pieces_(&pieces), waiting_(pieces.size()) {
    for (const auto& table : mapping.tables) tables_.push_back(empty_profile(table));
  }

  void put(std::size_t piece, PieceProfile profile) {
    const std::lock_guard lock(mutex_);
    waiting_[piece] = std::move(profile);
    for (; next_ < waiting_.size() && waiting_[next_]; ++next_) {
      add((*pieces_)[next_].table, *waiting_[next_]);
      waiting_[next_].reset();
    }
  }

  std::vector<TableProfile> profiles(const Mapping& mapping) const {
    std::vector<TableProfile> out;
    for (std::size_t i = 0; i < tables_.size(); ++i) {
      TableProfile table{mapping.tables[i].source, tables_[i].rows, {}};
      for (const auto& column : tables_[i].columns) table.columns.push_back(column.profile());
      out.push_back(std::move(table));
    }
    return out;
  }

 private:
  void add(std::size_t table, const PieceProfile& piece) {
    tables_[table].rows += piece.rows;
    for (std::size_t i = 0; i < piece.columns.size(); ++i) tables_[table].columns[i].merge(piece.columns[i]);
  }

  const std::vector<Piece>* pieces_;
  std::mutex mutex_;
  std::size_t next_ = 0;
  std::vector<std::optional<PieceProfile>> waiting_;
  std::vector<PieceProfile> tables_;
};

}  // namespace

std::vector<TableProfile> profile_tables(const std::string& snapshot, const Mapping& mapping,
                                         const AssessObserver& observer) {
  const auto pieces = cut_into_pieces(snapshot, mapping);
  ScanProgress progress(mapping, observer);
  Gathering gathering(mapping, pieces);
  scan_pieces(snapshot, pieces, [&](sqlite::Database& database, std::size_t i) {
    gathering.put(i, profile_piece(database, mapping.tables[pieces[i].table], pieces[i], progress));
  });
  return gathering.profiles(mapping);
}

}  // namespace dunlin::transfer
