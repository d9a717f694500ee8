#pragma once

#include <optional>
#include <string>
#include <vector>

namespace dunlin::model {

/// What becomes of a value that doesn't fit its column's type. `refuse` stops before anything is loaded,
/// `reject` leaves the whole row out and writes it to the rejects, `null` stores NULL, `text` and `latin1`
/// apply to columns of text: other storage classes become their text; bytes that aren't UTF-8 are read as
/// Windows-1252.
enum class MisfitPolicy { refuse, reject, null, text, latin1 };

/// [[transfer.column]]: an override. `match` is "table.column" with * and ?, or `type` the declared type with
/// * and ?; the first that fits decides.
struct TransferRule {
  std::string match;
  std::string type;
  std::optional<std::string> to;    ///< PostgreSQL type: "uuid", "numeric(12,2)", "timestamptz", ...
  std::optional<std::string> from;  ///< how values are read: "epoch_ms", "julian", "hex", ...
  std::optional<MisfitPolicy> misfit;
  std::optional<std::string> rename;
  std::optional<std::string> nocase;  ///< "index", "citext", "icu": of a column with COLLATE NOCASE
  bool skip = false;                  ///< the column isn't transferred
  friend bool operator==(const TransferRule&, const TransferRule&) = default;
};

/// [[transfer.partition]]: a table that is partitioned in the target.
struct PartitionRule {
  std::string table;                 ///< its name in SQLite
  std::string by;                    ///< "hash", "range", "list"
  std::vector<std::string> columns;  ///< their names in SQLite
  int partitions = 0;                ///< hash
  std::string interval;              ///< range: "day", "week", "month", "year", or a width of whole numbers
  std::string from, to;     ///< range: the first one begins at the interval that `from` lies in; what lies
                            ///< outside of all goes to the default partition
  bool widen_keys = false;  ///< keys without the columns get them added
  friend bool operator==(const PartitionRule&, const PartitionRule&) = default;
};

/// [[transfer.distribute]]: a table that is spread over several servers, or copied to each of them.
struct DistributeRule {
  std::string table;   ///< its name in SQLite
  std::string column;  ///< by whose hash the rows are spread; "" for a reference table
  bool reference = false;
  std::string colocate_with;  ///< a table whose equal values lie on the same server; "": by the column's type
  bool widen_keys = false;    ///< keys without the column get it added
  friend bool operator==(const DistributeRule&, const DistributeRule&) = default;
};

/// [transfer] of dunlin.toml.
struct TransferConfig {
  std::string directory = "database";   ///< of backups/, reports/ and logs/, absolute once read
  std::string schema = "public";        ///< where the tables end up
  std::string identifiers = "keep";     ///< "keep", "lower", "snake"
  std::vector<std::string> only, skip;  ///< tables, with * and ?
  std::vector<TransferRule> rules;
  std::vector<PartitionRule> partitions;
  std::vector<DistributeRule> distributed;
  MisfitPolicy misfit = MisfitPolicy::refuse;  ///< where no rule says otherwise
  std::string orphans = "refuse";   ///< "not_valid": foreign keys that rows contradict hold for new rows only
  std::string nocase = "index";     ///< of COLLATE NOCASE: "index" (lower(x COLLATE "C")), "citext", "icu"
  bool uuid_keys = false;           ///< integer keys get a uuid beside them (the seed's option)
  bool enums = false;               ///< CHECK (x IN (...)) lists become enum types
  bool jsonb = false;               ///< JSON columns become jsonb
  bool soft_delete = false;         ///< deleted_at is added
  bool timestamptz = false;         ///< timestamps without offset are UTC
  int connections = 0;              ///< 0: by the server's and our processors
  std::string distribution;         ///< "" or "citus"
  std::vector<std::string> shards;  ///< URLs of the servers that share the rows: all of them
  std::string switch_command;       ///< run at the switch; or:
  std::string switch_file;          ///< .env or TOML file whose `switch_key` becomes the new URL
  std::string switch_key = "DATABASE_URL";
  std::string health_command;  ///< exit 0: the application is well
  friend bool operator==(const TransferConfig&, const TransferConfig&) = default;
};

}  // namespace dunlin::model
