#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/TransferConfig.hpp"

namespace dunlin::transfer {

/// How a stored value becomes a field of PostgreSQL's binary COPY, and back. The name before the underscore
/// is PostgreSQL's type, what follows is the source's form where there are several.
enum class Conversion : std::uint8_t {
  bigint,
  integer,
  smallint,
  double_precision,
  real,
  numeric,  ///< from integer, real or decimal text
  text,
  bytea,
  boolean,       ///< from 0 and 1
  boolean_text,  ///< from 't'/'f', 'true'/'false'
  uuid_text,
  uuid_blob,
  json,
  jsonb,
  date_text,
  time_text,
  timestamp_text,    ///< ISO 8601 without offset
  timestamptz_text,  ///< ISO 8601 with offset; without one it is UTC
  timestamp_epoch_s,
  timestamp_epoch_ms,
  timestamp_epoch_us,
  timestamp_core_data,  ///< seconds since 2001-01-01
  timestamp_webkit,     ///< microseconds since 1601-01-01
  timestamp_julian,
  timestamptz_epoch_s,
  timestamptz_epoch_ms,
  timestamptz_epoch_us,
  timestamptz_core_data,
  timestamptz_webkit,
  timestamptz_julian,
  enumeration  ///< text of an enum type
};
std::string to_string(Conversion conversion);

/// One column: where it comes from, what it becomes, and why.
struct ColumnMapping {
  std::string source;     ///< its name in SQLite
  std::string declared;   ///< its type there
  std::string affinity;   ///< its affinity there where the type alone doesn't tell: "NUMERIC" of ANY in a
                          ///< table that isn't STRICT; else ""
  std::string target;     ///< its name in PostgreSQL
  std::string type;       ///< PostgreSQL's type, as CREATE TABLE has it: "numeric(12,2)"
  std::string collation;  ///< of a text that isn't compared byte by byte: k_folding_collation; "" for "C"
  Conversion conversion = Conversion::text;
  int scale = -1;    ///< numeric(p,s): digits after the point that are kept; -1: all
  std::string form;  ///< how the source spells or stores the values, where the conversion leaves that open:
                     ///< "YYYY-MM-DDTHH:MM:SS.SSSZ", "upper" (UUIDs), "t/f", "number"; "" for the usual
  model::MisfitPolicy misfit = model::MisfitPolicy::refuse;
  bool not_null = false;
  bool computed = false;   ///< by PostgreSQL, from the others: only ever compared (see with_computed_columns)
  bool reversible = true;  ///< the dry run's round trip gave back the same bytes for every value
  std::string reason;      ///< why this type: "INTEGER; all 12,000 values are integers"
  std::vector<std::string> suggestions;  ///< narrower or richer types that would fit, with their counts
  friend bool operator==(const ColumnMapping&, const ColumnMapping&) = default;
};

/// The collation that nocase = "icu" makes: letters are equal in either case (ICU's comparison level 2).
inline constexpr const char* k_folding_collation = "nocase";

/// How PostgreSQL compares a column's texts: by their bytes, or by folded letters.
enum class Folding : std::uint8_t { none, citext, icu };
Folding folding_of(const ColumnMapping& column);

/// How the rows of a table are told apart and cut into ranges.
enum class KeyKind : std::uint8_t {
  rowid,        ///< ranges of the rowid; it is also the primary key when `key` isn't empty
  primary_key,  ///< WITHOUT ROWID: one range
};

/// How a table is cut into partitions.
struct Partitioning {
  enum class By : std::uint8_t { hash, range, list };
  By by = By::hash;
  std::vector<std::string> columns;  ///< source names
  int partitions = 0;                ///< hash: how many
  std::vector<std::string> bounds;   ///< range: the borders, ascending; list: a value each; as PostgreSQL
                                     ///< reads them. What is in none of them goes to a default partition
  bool widen_keys = false;           ///< keys without the columns get them added
  friend bool operator==(const Partitioning&, const Partitioning&) = default;
};

/// How a table is spread over several servers.
struct Distribution {
  std::string column;         ///< source name; "": a reference table, all of which is on each of them
  std::string colocate_with;  ///< source name of a table; "": all that have the column's type
  bool widen_keys = false;
  int shard = 0,
      shards = 0;  ///< not in the plan: which of several servers' rows are meant; 0 shards: all rows
  bool is_reference() const { return column.empty(); }
  friend bool operator==(const Distribution&, const Distribution&) = default;
};

struct TableMapping {
  std::string source;
  std::string target;                  ///< without its schema
  std::vector<ColumnMapping> columns;  ///< those that are transferred, in order; not the generated ones
  KeyKind kind = KeyKind::rowid;
  std::vector<std::string> key;  ///< source names of the primary key's columns; empty: only the rowid tells
  std::string rowid_name;        ///< how the rowid is spelled there; "" for WITHOUT ROWID
  std::vector<std::string> unvalidated;  ///< foreign keys that rows contradict: their columns, "a, b"
  std::vector<std::string> left_out;  ///< what PostgreSQL would make of these rows in another way: generated
                                      ///< columns by name, "CHECK (...)", "index NAME"
  std::optional<Partitioning> partitioning;
  std::optional<Distribution> distribution;
  std::int64_t rows = 0;      ///< as counted by the dry run
  std::int64_t bytes = 0;     ///< of the encoded rows, about
  std::int64_t rejected = 0;  ///< rows that won't be stored
  friend bool operator==(const TableMapping&, const TableMapping&) = default;
};

/// Whether a way back is refused unless the column's values turn back into the same bytes: by its key a row
/// is found again, and what PostgreSQL didn't change in it stays as it is in the file.
bool must_turn_back(const TableMapping& table, const ColumnMapping& column);

/// The whole of one source: what `prepare` writes (plan.json) and `run` keeps to.
struct Mapping {
  std::string source_sha256;  ///< of the snapshot it was made from
  std::string schema_hash;    ///< of the source's schema: another one needs another plan
  std::string target_schema;
  std::vector<TableMapping> tables;
  const TableMapping* find(const std::string& source) const;
  friend bool operator==(const Mapping&, const Mapping&) = default;
};

}  // namespace dunlin::transfer
