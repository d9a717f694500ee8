#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "encrypt/Envelope.hpp"
#include "postgres/Connection.hpp"

namespace dunlin::encrypt {

/// A row of the registry dunlin_pack.encrypted_column, with what the catalog says about the table's key.
struct EncryptedColumn {
  std::int64_t relation = 0;  ///< the table's oid
  std::string schema, table;
  std::string encrypted;                          ///< the column of envelopes
  std::optional<std::string> plain, salt, index;  ///< the columns beside it
  std::vector<std::string> key, key_types;        ///< the primary key
  std::string purpose;
  std::string index_purpose, normaliser;
  int index_bits = 256;
  Format format = Format::v1;
  std::string context;  ///< "": values aren't bound to their rows
  friend bool operator==(const EncryptedColumn&, const EncryptedColumn&) = default;

  /// public.profiles.phone_encrypted, for people.
  std::string name() const { return schema + "." + table + "." + encrypted; }
  /// The table, quoted for SQL.
  std::string quoted_table() const;
};

/// All registered columns; none is no error.
std::vector<EncryptedColumn> registered_columns(postgres::Connection& connection);

/// The registered columns, or those of them that are named: table.column, schema.table.column, table, or
/// schema.table. Throws a refused Error for a name that isn't registered, or when none is.
std::vector<EncryptedColumn> read_columns(postgres::Connection& connection,
                                          const std::vector<std::string>& wanted);

}  // namespace dunlin::encrypt
