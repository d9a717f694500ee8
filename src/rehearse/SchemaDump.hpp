#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rehearse/ScratchServer.hpp"

namespace dunlin::rehearse {

/// One object of a schema as pg_dump writes it.
struct SchemaEntry {
  std::string object;              ///< "TABLE public.orders", "INDEX public.orders_idx"
  std::vector<std::string> lines;  ///< its statements, without comments around them

  friend bool operator==(const SchemaEntry&, const SchemaEntry&) = default;
  friend auto operator<=>(const SchemaEntry&, const SchemaEntry&) = default;
};

/// The same with what its heading says, for those who need the parts.
struct DumpEntry {
  std::string type;    ///< "TABLE", "FK CONSTRAINT"; "" for a heading that has none
  std::string schema;  ///< "" for none
  std::string name;    ///< "orders", "orders orders_pkey", "f(integer, text)"
  std::vector<std::string> lines;

  friend bool operator==(const DumpEntry&, const DumpEntry&) = default;
};

/// The entries of a plain-text dump in their order, which is one in which they can be run. Pure.
std::vector<DumpEntry> read_dump(std::string_view dump);

/// The entries of a plain-text dump. Pure. What says nothing about the schema is left out: the dump's own
/// settings, its random `\restrict` key, and the order in which objects come.
std::vector<SchemaEntry> read_schema_dump(std::string_view dump);

/// What pg_dump writes about a database, without dunlin's own schemas, with these options added.
std::string run_pg_dump(const std::filesystem::path& pg_dump, const ScratchDatabase& database,
                        const std::vector<std::string>& options);

/// The schema of a database: what pg_dump writes, without dunlin's own schemas, and what it leaves out
/// (invalid indexes, settings of the database). Throws a failed Error when pg_dump fails.
std::vector<SchemaEntry> dump_schema(const std::filesystem::path& pg_dump, const ScratchDatabase& database);

}  // namespace dunlin::rehearse
