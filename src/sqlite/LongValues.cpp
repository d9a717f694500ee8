#include "sqlite/LongValues.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <memory>
#include <sqlite3.h>

#include "base/Error.hpp"
#include "base/Text.hpp"

namespace dunlin::sqlite {
namespace {

constexpr std::size_t k_most_keys = 10;
constexpr std::size_t k_columns_at_once = 300;  // a result has at most 2,000, and each takes two here

struct CloseBlob {
  void operator()(sqlite3_blob* blob) const { sqlite3_blob_close(blob); }
};

// The bytes of a stored text, from the row's header; 0 when SQLite doesn't say.
std::int64_t bytes_of_text(Database& database, const Table& table, const std::string& column,
                           std::int64_t rowid) {
  sqlite3_blob* opened = nullptr;
  const int result =
      sqlite3_blob_open(database.raw(), "main", table.name.c_str(), column.c_str(), rowid, 0, &opened);
  const std::unique_ptr<sqlite3_blob, CloseBlob> blob(opened);
  return result == SQLITE_OK ? sqlite3_blob_bytes(blob.get()) : 0;
}

// Looks at some columns of all rows of a table.
class Search {
 public:
  Search(Database& database, const Table& table, std::int64_t limit, std::vector<LongValues>& out)
      : database_(database), table_(table), limit_(limit), out_(out) {
    by_rowid_ = !table.without_rowid && !table.rowid_name.empty();
    label_ = table.rowid_alias ? table.columns[*table.rowid_alias].name : "rowid";
  }

  void run(const std::vector<std::string>& columns) {
    std::string sql = "SELECT " + (by_rowid_ ? table_.rowid_name : std::string("NULL"));
    for (const auto& column : columns) {
      const std::string name = quote_name(column);
      // length() of a blob, and typeof(), read no more than the header (SQLite's OPFLAG_LENGTHARG).
      sql += fmt::format(", typeof({0}), CASE typeof({0}) WHEN 'blob' THEN length({0}){1} END", name,
                         by_rowid_ ? "" : fmt::format(" WHEN 'text' THEN length(CAST({} AS BLOB))", name));
    }
    auto query = database_.prepare(sql + " FROM " + quote_name(table_.name));
    std::vector<LongValues> found(columns.size());
    while (query.step()) {
      for (std::size_t i = 0; i < columns.size(); ++i) look(query, static_cast<int>(i), columns[i], found[i]);
    }
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (found[i].count == 0) continue;
      found[i].table = table_.name;
      found[i].column = columns[i];
      out_.push_back(std::move(found[i]));
    }
  }

 private:
  void look(const Query& query, int place, const std::string& column, LongValues& found) {
    const Value known = query.value(2 * place + 2);
    std::int64_t bytes = known.integer;
    if (known.storage == Storage::null && by_rowid_ && query.value(2 * place + 1).bytes == "text")
      bytes = bytes_of_text(database_, table_, column, query.integer(0));
    if (bytes <= limit_) return;
    found.longest = std::max(found.longest, bytes);
    if (found.count++ >= static_cast<std::int64_t>(k_most_keys)) return;
    const std::string size = with_thousands(bytes) + " bytes";
    found.keys.push_back(by_rowid_ ? fmt::format("{}={}: {}", label_, query.integer(0), size) : size);
  }

  Database& database_;
  const Table& table_;
  std::int64_t limit_;
  std::vector<LongValues>& out_;
  bool by_rowid_ = false;
  std::string label_;
};

}  // namespace

std::vector<LongValues> find_long_values(Database& database, const Schema& schema, std::int64_t limit) {
  std::vector<LongValues> out;
  const std::int64_t size = database.number("PRAGMA page_count") * database.number("PRAGMA page_size");
  if (size <= limit) return out;
  for (const auto& table : schema.tables) {
    Search search(database, table, limit, out);
    std::vector<std::string> columns;
    for (const auto& column : table.columns) {
      if (column.generated_sql) continue;
      columns.push_back(column.name);
      if (columns.size() < k_columns_at_once) continue;
      search.run(columns);
      columns.clear();
    }
    if (!columns.empty()) search.run(columns);
  }
  return out;
}

}  // namespace dunlin::sqlite
