#include "transfer/giveback/StillEqual.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <mutex>
#include <optional>

#include "base/Identifier.hpp"
#include "base/Text.hpp"
#include "postgres/Copy.hpp"
#include "transfer/RowDecoder.hpp"
#include "transfer/RowEncoder.hpp"
#include "transfer/RowSum.hpp"
#include "transfer/follow/FollowedTable.hpp"
#include "transfer/load/TaskGraph.hpp"
#include "transfer/verify/SumImage.hpp"

namespace dunlin::transfer {
namespace {

using postgres::Sql;

constexpr std::int64_t k_bytes_a_piece = 32 << 20;

// Rows whose transaction wasn't over at the instant, and some that were: those of transactions that ended
// while older ones went on. xmin has 32 bits; age() compares it right across a wraparound, frozen rows are
// old.
std::string is_recent(const std::string& snapshot) {
  const std::uint64_t oldest = std::stoull(snapshot.substr(0, snapshot.find(':')));
  return fmt::format("age(xmin) <= age('{}'::xid)", oldest & 0xffffffffU);
}

// Reads rows of a file by the key of an image.
class RowsByKey {
 public:
  RowsByKey(sqlite::Database& file, const TableMapping& table)
      : table_(table),
        query_(file.prepare(select_of(table))),
        decoder_(table),
        encoder_(table),
        image_(table),
        row_(table.columns.size()) {}

  // Adds what the file has under this key; nothing where it has no such row.
  void add(std::string_view image, RowSum& sum) {
    const auto& values = decoder_.decode(image);
    query_.reset();
    int place = 0;
    for (std::size_t i = 0; i < table_.key.size(); ++i) query_.bind(++place, values[place_of(table_.key[i])]);
    if (!query_.step()) return;
    query_.read(row_);
    encoded_.clear();
    if (encoder_.encode(row_, encoded_)) sum.add(image_.of(encoded_));
  }

 private:
  std::size_t place_of(const std::string& key) const {
    return static_cast<std::size_t>(
        std::find_if(table_.columns.begin(), table_.columns.end(),
                     [&](const ColumnMapping& column) { return column.source == key; }) -
        table_.columns.begin());
  }

  static std::string select_of(const TableMapping& table) {
    std::vector<std::string> columns, terms;
    for (const auto& column : table.columns) columns.push_back(sqlite::quote_name(column.source));
    for (std::size_t i = 0; i < table.key.size(); ++i)
      terms.push_back(fmt::format("{} = ?{}", sqlite::quote_name(table.key[i]), i + 1));
    return fmt::format("SELECT {} FROM {} WHERE {}", join(columns, ", "), sqlite::quote_name(table.source),
                       join(terms, " AND "));
  }

  const TableMapping& table_;
  sqlite::Query query_;
  RowDecoder decoder_;
  RowEncoder encoder_;
  SumImage image_;
  std::vector<sqlite::Value> row_;
  std::string encoded_;
};

// What is known of one table, from all its pieces.
struct Evidence {
  RowSum recent, found;   // on the target, and under the same keys in the shadow
  std::int64_t rows = 0;  // of the target
};

// A range of a table's pages.
struct Piece {
  std::size_t table = 0;
  std::int64_t first = 0, last = 0;
  bool is_last = false;
};

class Comparison {
 public:
  explicit Comparison(const StillEqualRequest& request)
      : request_(request),
        recent_(is_recent(request.since.snapshot)),
        evidence_(request.mapping.tables.size()) {}

  std::vector<std::size_t> run() {
    auto first = open_load_session(request_.session);
    for (std::size_t i = 0; i < evidence_.size(); ++i) add_pieces(first, i);
    run_tasks(
        tasks_, request_.connections, [this] { return open_worker(); }, [] {});
    std::vector<std::size_t> left = std::move(others_);
    for (std::size_t i = 0; i < evidence_.size(); ++i) {
      if (!is_shown(i) && std::find(left.begin(), left.end(), i) == left.end()) left.push_back(i);
    }
    std::sort(left.begin(), left.end());
    return left;
  }

 private:
  Worker open_worker() const {
    return {open_load_session(request_.session),
            sqlite::Database::open(request_.shadow, sqlite::Database::Mode::read_only)};
  }

  bool is_shown(std::size_t table) const {
    const Evidence& evidence = evidence_[table];
    return evidence.recent == evidence.found && evidence.rows == request_.rows[table];
  }

  void add_pieces(postgres::Connection& connection, std::size_t table) {
    const std::string name = followed_table(request_.mapping, request_.mapping.tables[table]).name;
    const auto facts = connection.exec(
        "SELECT c.relkind = 'r' AND a.amname = 'heap', pg_relation_size(c.oid), "
        "current_setting('block_size')::int "
        "FROM pg_class c LEFT JOIN pg_am a ON a.oid = c.relam WHERE c.oid = $1::regclass",
        {name});
    if (facts.is_null(0, 0) || !facts.boolean(0, 0)) {
      others_.push_back(table);
      return;
    }
    const std::int64_t bytes = facts.number(0, 1);
    const std::int64_t step = k_bytes_a_piece / facts.number(0, 2);
    const std::int64_t pages = bytes / facts.number(0, 2);
    for (std::int64_t page = 0; page == 0 || page < pages; page += step) {
      const Piece piece{table, page, page + step, page + step >= pages};
      tasks_.push_back({.what = "looking for recent rows of " + name,
                        .weight = std::min(bytes, k_bytes_a_piece),
                        .run = [this, piece](Worker& worker) { look(worker, piece); }});
    }
  }

  void look(Worker& worker, const Piece& piece) {
    const FollowedTable target = followed_table(request_.mapping, request_.mapping.tables[piece.table]);
    const std::string range =
        fmt::format("ctid >= '({},0)'{}", piece.first,
                    piece.is_last ? "" : fmt::format(" AND ctid < '({},0)'", piece.last));
    Evidence found;
    found.rows = worker.connection
                     .exec(Sql::trusted(fmt::format("SELECT count(*) FROM {} WHERE {}", target.name, range)))
                     .number(0, 0);
    read_recent(worker, target, range, found);
    const std::lock_guard lock(mutex_);
    evidence_[piece.table].rows += found.rows;
    evidence_[piece.table].recent += found.recent;
    evidence_[piece.table].found += found.found;
  }

  void read_recent(Worker& worker, const FollowedTable& target, const std::string& range, Evidence& found) {
    SumImage image(*target.mapping);
    std::optional<RowsByKey> by_key;
    if (target.has_key()) by_key.emplace(worker.snapshot, *target.mapping);
    postgres::BinaryRows rows(
        worker.connection,
        Sql::trusted(fmt::format("COPY (SELECT {} FROM {} WHERE {} AND {}) TO STDOUT (FORMAT binary)",
                                 target.column_list(), target.name, range, recent_)));
    while (const auto row = rows.next()) {
      found.recent.add(image.of(*row));
      if (by_key) by_key->add(*row, found.found);
    }
  }

  const StillEqualRequest& request_;
  std::string recent_;
  std::vector<Evidence> evidence_;
  std::vector<std::size_t> others_;
  std::vector<Task> tasks_;
  std::mutex mutex_;
};

}  // namespace

std::vector<std::size_t> tables_not_shown_equal(const StillEqualRequest& request) {
  return Comparison(request).run();
}

}  // namespace dunlin::transfer
