#include "encrypt/MissingKeys.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/Error.hpp"
#include "base/Identifier.hpp"
#include "base/Text.hpp"
#include "encrypt/Documents.hpp"
#include "encrypt/Status.hpp"

namespace dunlin::encrypt {
namespace {

using postgres::Sql;

// The kept table that holds the most of the keys, the newest of several; "" for none that we may read.
std::string kept_table_with(postgres::Connection& connection, const std::vector<MissingKey>& missing) {
  const auto tables = connection.exec(R"(
    SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'dunlin_kept' AND c.relkind = 'r' AND starts_with(c.relname, 'dunlin_pack__dek__')
      AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')
    ORDER BY c.oid DESC)");
  std::vector<std::string> numbers;
  for (const auto& one : missing) numbers.push_back(std::to_string(one.kid));
  std::string best;
  std::int64_t most = 0;
  for (int row = 0; row < tables.rows(); ++row) {
    const auto table = quote_identifier("dunlin_kept", tables.string(row, 0));
    const auto held = connection
                          .exec(Sql::trusted(fmt::format("SELECT count(*) FROM {} WHERE kid IN ({})", table,
                                                         join(numbers, ", "))))
                          .number(0, 0);
    if (held <= most) continue;
    most = held;
    best = table;
  }
  return best;
}

}  // namespace

std::string describe(const MissingKey& missing) {
  return fmt::format("{} of {} {} under key {}, which dunlin_pack.dek doesn't have",
                     counted(static_cast<std::size_t>(missing.values), "value"), missing.where,
                     missing.values == 1 ? "is" : "are", missing.kid);
}

std::vector<MissingKey> missing_keys(const std::string& where, const std::map<int, std::int64_t>& keys,
                                     const std::vector<KeyRecord>& records) {
  std::vector<MissingKey> out;
  for (const auto& [kid, values] : keys) {
    const bool known = std::any_of(records.begin(), records.end(),
                                   [number = kid](const auto& record) { return record.kid == number; });
    if (!known) out.push_back({.where = where, .kid = kid, .values = values});
  }
  return out;
}

std::vector<MissingKey> find_missing_keys(postgres::Connection& connection,
                                          const std::vector<KeyRecord>& records) {
  std::vector<MissingKey> out;
  const auto add = [&](const std::string& where, const std::map<int, std::int64_t>& keys) {
    for (auto& one : missing_keys(where, keys, records)) out.push_back(std::move(one));
  };
  for (const auto& column : registered_columns(connection))
    add(column.name(), read_coverage(connection, column, {}).keys);
  add("documents", read_document_coverage(connection).keys);
  return out;
}

std::string way_out(postgres::Connection& connection, const std::vector<MissingKey>& missing) {
  const auto kept = kept_table_with(connection, missing);
  if (!kept.empty())
    return fmt::format(
        "a rollback kept them; to put them back: INSERT INTO dunlin_pack.dek OVERRIDING SYSTEM VALUE SELECT "
        "* FROM {} WHERE kid NOT IN (SELECT kid FROM dunlin_pack.dek)",
        kept);
  return "no kept table that this role may read has them: put the rows of dunlin_pack.dek back from a "
         "backup; or, where the plain "
         "value is still there, set the encrypted one to NULL, and dunlin encrypt backfill makes it anew";
}

void require_no_missing_key(postgres::Connection& connection, const std::vector<KeyRecord>& records) {
  const auto missing = find_missing_keys(connection, records);
  if (missing.empty()) return;
  std::vector<std::string> all;
  for (const auto& one : missing) all.push_back(describe(one));
  throw refused(join(all, "; "), way_out(connection, missing));
}

}  // namespace dunlin::encrypt
