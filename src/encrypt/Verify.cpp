#include "encrypt/Verify.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>

#include "base/Error.hpp"
#include "base/Identifier.hpp"
#include "base/Interrupt.hpp"
#include "base/Text.hpp"
#include "encrypt/Binding.hpp"
#include "encrypt/Bytes.hpp"
#include "postgres/Transaction.hpp"

namespace dunlin::encrypt {
namespace {

using postgres::Result;
using postgres::Sql;

constexpr int k_rows_at_once = 10'000;

// Columns of the result after those of the key.
enum Field { k_encrypted, k_plain, k_salt, k_index };

std::string optional_column(const std::optional<std::string>& name) {
  return name ? quote_identifier(*name) : "NULL";
}

// Goes over the table in one read-only snapshot, by the order of its key.
class Reading {
 public:
  Reading(postgres::Connection& connection, const EncryptedColumn& column)
      : connection_(connection), column_(column) {}

  Result next() {
    postgres::Parameters parameters(after_.begin(), after_.end());
    Result rows = connection_.exec(Sql::trusted(query()), parameters);
    if (rows.rows() == 0) return rows;
    after_.clear();
    for (int i = 0; i < static_cast<int>(column_.key.size()); ++i)
      after_.push_back(rows.string(rows.rows() - 1, i));
    return rows;
  }

 private:
  std::string query() const {
    std::vector<std::string> columns, key, bounds;
    for (std::size_t i = 0; i < column_.key.size(); ++i) {
      key.push_back(quote_identifier(column_.key[i]));
      columns.push_back(fmt::format("to_jsonb({}) #>> '{{}}'", key.back()));
      bounds.push_back(fmt::format("${}::{}", i + 1, column_.key_types[i]));
    }
    columns.push_back(quote_identifier(column_.encrypted));
    columns.push_back(optional_column(column_.plain));
    columns.push_back(optional_column(column_.salt));
    columns.push_back(optional_column(column_.index));
    const auto behind =
        after_.empty() ? "" : fmt::format("WHERE ({}) > ({})", join(key, ", "), join(bounds, ", "));
    return fmt::format("SELECT {} FROM {} {} ORDER BY {} LIMIT {}", join(columns, ", "),
                       column_.quoted_table(), behind, join(key, ", "), k_rows_at_once);
  }

  postgres::Connection& connection_;
  const EncryptedColumn& column_;
  std::vector<std::string> after_;
};

class Judge {
 public:
  Judge(const EncryptedColumn& column, KeyRing& keys) : column_(column), keys_(keys) {
    if (!column.index) return;
    for (const int kid : keys.lookup_keys(column.index_purpose))
      index_keys_.push_back(&keys.index_key(kid, column.index_purpose));
  }

  /// What is wrong with a row; "" for nothing.
  std::string_view operator()(const Result& rows, int row, const std::vector<std::string_view>& key) {
    const int first = static_cast<int>(key.size());
    if (rows.is_null(row, first + k_encrypted))
      return rows.is_null(row, first + k_plain) ? "" : "not_encrypted";
    const auto envelope = parse_envelope(rows.text(row, first + k_encrypted));
    if (!envelope) return "not_an_envelope";
    Cipher* cipher = keys_.cipher(envelope->kid, column_.purpose);
    if (cipher == nullptr) return "unknown_key";
    const auto aad =
        bound_to(column_.purpose, column_.context.empty() ? "" : row_context(column_.context, key));
    const auto plain = cipher->open(envelope->format, envelope->box, aad, rows.text(row, first + k_salt));
    if (!plain) return "altered";
    if (!rows.is_null(row, first + k_plain) && rows.text(row, first + k_plain) != *plain) return "differs";
    if (column_.index && !is_found(rows.text(row, first + k_index), *plain)) return "wrong_index";
    // Nothing was under this key when it retired: an old value was put back.
    return keys_.is_retired(envelope->kid) ? "retired_key" : "";
  }

 private:
  // Whether a lookup of the value finds this entry.
  bool is_found(std::string_view entry, std::string_view plain) {
    const auto bytes = from_bytea(entry);
    return bytes && std::any_of(index_keys_.begin(), index_keys_.end(), [&](IndexKey* key) {
             return *bytes == blind_index(*key, plain, column_.normaliser, column_.index_bits);
           });
  }

  const EncryptedColumn& column_;
  KeyRing& keys_;
  std::vector<IndexKey*> index_keys_;
};

std::string shown_key(const std::vector<std::string_view>& key) {
  std::string out;
  for (const auto part : key) {
    if (!out.empty()) out += ',';
    out += part;
  }
  return out;
}

std::int64_t count_shared_salts(postgres::Connection& connection, const EncryptedColumn& column) {
  if (!column.salt) return 0;
  return connection
      .exec(Sql::trusted(
          fmt::format("SELECT coalesce(sum(n), 0) FROM (SELECT count(*) AS n FROM {0} WHERE {1} IS NOT "
                      "NULL GROUP BY {1} HAVING count(*) > 1) AS same",
                      column.quoted_table(), quote_identifier(*column.salt))))
      .number(0, 0);
}

}  // namespace

Verification verify(postgres::Connection& connection, const EncryptedColumn& column, KeyRing& keys,
                    std::size_t list, const VerifyObserver& observer) {
  Verification out;
  postgres::Transaction transaction(connection);
  connection.exec("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
  connection.exec("SELECT set_config('row_security', 'off', true), set_config('TimeZone', 'UTC', true)");
  Judge judge(column, keys);
  Reading reading(connection, column);
  std::vector<std::string_view> key(column.key.size());
  for (Result rows = reading.next(); rows.rows() > 0; rows = reading.next()) {
    if (interrupted()) throw Error(ErrorCode::interrupted, "interrupted; nothing was changed");
    for (int row = 0; row < rows.rows(); ++row) {
      for (std::size_t i = 0; i < key.size(); ++i) key[i] = rows.text(row, static_cast<int>(i));
      if (!rows.is_null(row, static_cast<int>(key.size()))) ++out.rows;
      const auto wrong = judge(rows, row, key);
      if (wrong.empty()) continue;
      ++out.bad;
      if (out.listed.size() < list) out.listed.push_back({shown_key(key), std::string(wrong)});
    }
    if (observer) observer(out.rows);
  }
  out.shared_salts = count_shared_salts(connection, column);
  transaction.commit();
  return out;
}

}  // namespace dunlin::encrypt
