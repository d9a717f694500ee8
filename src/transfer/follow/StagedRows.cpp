#include "transfer/follow/StagedRows.hpp"

#include <fmt/format.h>

#include "base/Identifier.hpp"
#include "base/Text.hpp"
#include "postgres/Copy.hpp"
#include "transfer/RowEncoder.hpp"
#include "transfer/follow/RowReader.hpp"
#include "transfer/load/Rejects.hpp"
#include "transfer/verify/SumImage.hpp"

namespace dunlin::transfer {
namespace {

using postgres::Sql;

constexpr std::size_t k_piece = 256 * 1024;

Error refused_value(const TableMapping& table, SourceRow row, const Misfit& misfit) {
  const ColumnMapping& column = table.columns[misfit.column];
  Error error(
      ErrorCode::findings,
      fmt::format("a value that came into {}.{} meanwhile doesn't fit, in the row {}: {}",
                  printable(table.source), printable(column.source), key_of(table, row), misfit.reason),
      "nothing of this round was stored; correct the value in the source, or choose a policy for the "
      "column in [transfer] and begin anew");
  error.set_fact("table", table.source);
  error.set_fact("column", column.source);
  return error;
}

// Copies the images of rows and sums them up.
class Stager {
 public:
  Stager(postgres::Connection& connection, const FollowedTable& target, StagedRows& staged)
      : table_(*target.mapping),
        staged_(staged),
        encoder_(*target.mapping),
        image_(*target.mapping),
        copy_(connection, Sql::trusted(fmt::format("COPY {} FROM STDIN (FORMAT binary)", staged.name))) {
    buffer_ = copy_header();
  }

  /// `rowid` names the row where it has no key.
  void add(const std::vector<sqlite::Value>& row, std::int64_t rowid) {
    const std::size_t begin = buffer_.size();
    const bool stored = encoder_.encode(row, buffer_);
    for (const Misfit& misfit : encoder_.misfits()) {
      auto named = row;
      if (table_.kind == KeyKind::rowid) named.push_back(sqlite::Value::of(rowid));
      if (misfit.taken == model::MisfitPolicy::refuse) throw refused_value(table_, named, misfit);
      staged_.misfits.push_back(reject_line(table_, named, misfit));
    }
    if (!stored) {
      ++staged_.rejected;
      return;
    }
    staged_.sum.add(image_.of(std::string_view(buffer_).substr(begin)));
    if (buffer_.size() >= k_piece) send();
  }

  void finish() {
    buffer_ += copy_trailer();
    send();
    copy_.finish();
  }

 private:
  void send() {
    copy_.put(buffer_);
    buffer_.clear();
  }

  const TableMapping& table_;
  StagedRows& staged_;
  RowEncoder encoder_;
  SumImage image_;
  postgres::CopyIn copy_;
  std::string buffer_;
};

}  // namespace

StagedRows stage_rows(postgres::Connection& connection, sqlite::Database& copy, const FollowedTable& target,
                      const sqlite::RowPlaces& places, const std::string& name) {
  StagedRows staged{"pg_temp." + quote_identifier(name), {}, 0, {}};
  connection.exec(
      Sql::trusted(fmt::format("CREATE TEMP TABLE {} ON COMMIT DROP AS SELECT {} FROM {} WITH NO DATA",
                               quote_identifier(name), target.column_list(), target.name)));
  RowReader reader(copy, *target.mapping);
  Stager stager(connection, target, staged);
  for (const std::int64_t rowid : places.rowids) stager.add(reader.at(rowid), rowid);
  for (const auto& key : places.keys) stager.add(reader.at(key), 0);
  stager.finish();
  connection.exec(Sql::trusted(fmt::format("ANALYZE {}", staged.name)));
  return staged;
}

}  // namespace dunlin::transfer
