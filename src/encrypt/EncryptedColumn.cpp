#include "encrypt/EncryptedColumn.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/Error.hpp"
#include "base/Identifier.hpp"
#include "base/Json.hpp"
#include "base/Text.hpp"

namespace dunlin::encrypt {
namespace {

std::optional<std::string> optional_text(const postgres::Result& rows, int row, int column) {
  if (rows.is_null(row, column)) return std::nullopt;
  return rows.string(row, column);
}

std::vector<std::string> strings(std::string_view json) {
  std::vector<std::string> out;
  const Json list = Json::parse(json);
  for (const auto& element : *list.elements()) out.push_back(*element.string());
  return out;
}

Error missing_column(const EncryptedColumn& column, const std::string& missing) {
  return refused(
      fmt::format("{}.{} has no column {} any more, which its encryption is registered with",
                  printable(column.schema), printable(column.table), printable(missing)),
      "renamed: its new name in dunlin_pack.encrypted_column; dropped: dunlin_pack.forget_plain_column() or "
      "unregister_encrypted_column(); in a migration");
}

bool is_meant(const EncryptedColumn& column, const std::string& wanted) {
  const auto table = column.schema + "." + column.table;
  return wanted == column.name() || wanted == table || wanted == column.table ||
         wanted == column.table + "." + column.encrypted;
}

}  // namespace

std::string EncryptedColumn::quoted_table() const {
  return quote_identifier(schema, table);
}

std::vector<EncryptedColumn> registered_columns(postgres::Connection& connection) {
  const auto rows = connection.exec(R"(
    SELECT c.relation::oid::bigint, n.nspname, t.relname, c.encrypted_column, c.plain_column, c.salt_column, c.index_column,
           to_json(c.key_columns),
           (SELECT json_agg(format_type(a.atttypid, a.atttypmod) ORDER BY k.place)
            FROM unnest(c.key_columns) WITH ORDINALITY AS k (name, place)
            JOIN pg_attribute a ON a.attrelid = c.relation AND a.attname = k.name AND NOT a.attisdropped),
           c.purpose, coalesce(c.index_purpose, ''), c.normaliser, c.index_bits, c.format, c.context,
           (SELECT string_agg(name, ', ' ORDER BY place)
            FROM unnest(ARRAY[c.encrypted_column, c.plain_column, c.salt_column, c.index_column]) WITH ORDINALITY AS k (name, place)
            WHERE name IS NOT NULL AND NOT EXISTS (
              SELECT FROM pg_attribute a WHERE a.attrelid = c.relation AND a.attname = k.name AND a.attnum > 0 AND NOT a.attisdropped))
    FROM dunlin_pack.encrypted_column c JOIN pg_class t ON t.oid = c.relation JOIN pg_namespace n ON n.oid = t.relnamespace
    ORDER BY n.nspname, t.relname, c.encrypted_column)");
  std::vector<EncryptedColumn> out;
  for (int row = 0; row < rows.rows(); ++row) {
    EncryptedColumn column;
    column.relation = rows.number(row, 0);
    column.schema = rows.string(row, 1);
    column.table = rows.string(row, 2);
    column.encrypted = rows.string(row, 3);
    column.plain = optional_text(rows, row, 4);
    column.salt = optional_text(rows, row, 5);
    column.index = optional_text(rows, row, 6);
    column.key = strings(rows.text(row, 7));
    column.key_types = rows.is_null(row, 8) ? std::vector<std::string>{} : strings(rows.text(row, 8));
    column.purpose = rows.string(row, 9);
    column.index_purpose = rows.string(row, 10);
    column.normaliser = rows.string(row, 11);
    column.index_bits = static_cast<int>(rows.number(row, 12));
    column.format = rows.text(row, 13) == "v2" ? Format::v2 : Format::v1;
    column.context = rows.string(row, 14);
    if (!rows.is_null(row, 15)) throw missing_column(column, rows.string(row, 15));
    if (column.key.empty() || column.key.size() != column.key_types.size())
      throw refused(fmt::format("the key of {}.{} isn't the one that {} was registered with", column.schema,
                                column.table, column.encrypted),
                    "register the column anew: dunlin_pack.unregister_encrypted_column(), "
                    "dunlin_pack.register_encrypted_column()");
    out.push_back(std::move(column));
  }
  return out;
}

std::vector<EncryptedColumn> read_columns(postgres::Connection& connection,
                                          const std::vector<std::string>& wanted) {
  auto registered = registered_columns(connection);
  if (registered.empty())
    throw refused(
        "no column is registered as encrypted",
        "in a migration: SELECT dunlin_pack.register_encrypted_column(...), see docs/encryption.md");
  if (wanted.empty()) return registered;
  std::vector<EncryptedColumn> out;
  for (const auto& name : wanted) {
    const auto before = out.size();
    for (const auto& column : registered) {
      if (is_meant(column, name) && std::find(out.begin(), out.end(), column) == out.end())
        out.push_back(column);
    }
    if (out.size() > before) continue;
    std::vector<std::string> names;
    for (const auto& column : registered) names.push_back(column.name());
    throw refused(fmt::format("{} isn't registered as encrypted", printable(name)),
                  fmt::format("registered: {}", printable(join(names, ", "))));
  }
  return out;
}

}  // namespace dunlin::encrypt
