#include "rehearse/SchemaDump.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "base/Error.hpp"
#include "base/Process.hpp"
#include "base/Text.hpp"

namespace dunlin::rehearse {
namespace {

// "-- Name: orders; Type: TABLE; Schema: public; Owner: x" -> {TABLE, public, orders}
DumpEntry read_heading(std::string_view heading) {
  constexpr std::string_view k_name = "-- Name: ", k_type = "; Type: ", k_schema = "; Schema: ",
                             k_owner = "; Owner: ";
  const auto owner = heading.rfind(k_owner);
  const auto schema = heading.rfind(k_schema, owner);
  const auto type = heading.rfind(k_type, schema);
  if (type == std::string_view::npos || schema == std::string_view::npos || type < k_name.size())
    return {"", "", std::string(heading), {}};
  const auto part = [&](std::size_t begin, std::size_t end) {
    return std::string(heading.substr(begin, end - begin));
  };
  std::string in = part(schema + k_schema.size(), owner == std::string_view::npos ? heading.size() : owner);
  return {part(type + k_type.size(), schema), in == "-" ? "" : std::move(in), part(k_name.size(), type), {}};
}

std::string object_of(const DumpEntry& entry) {
  if (entry.type.empty()) return entry.name;
  return fmt::format("{} {}{}", entry.type, entry.schema.empty() ? "" : fmt::format("{}.", entry.schema),
                     entry.name);
}

// The key that keeps psql from running what a hostile object name says; another one in every dump.
bool is_restriction(std::string_view line) {
  return line.starts_with("\\restrict ") || line.starts_with("\\unrestrict ");
}

void finish(DumpEntry& entry, std::vector<DumpEntry>& entries) {
  while (!entry.lines.empty() && entry.lines.back().empty()) entry.lines.pop_back();
  if (!entry.lines.empty()) entries.push_back(std::move(entry));
  entry = {};
}

// What pg_dump doesn't write: it skips invalid indexes, and a database's settings belong to pg_dumpall.
void add_what_pg_dump_omits(postgres::Connection& connection, std::vector<SchemaEntry>& entries) {
  const auto rows = connection.exec(R"(
    SELECT 'INVALID INDEX ' || i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    WHERE NOT i.indisvalid AND c.relkind = 'i' AND c.relnamespace NOT IN (SELECT oid FROM pg_namespace WHERE nspname = 'pg_toast')
    UNION ALL
    SELECT 'DATABASE SETTING ' || coalesce((SELECT rolname FROM pg_roles r WHERE r.oid = s.setrole), 'of everybody'), unnest(s.setconfig)
    FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase WHERE d.datname = current_database())");
  for (int i = 0; i < rows.rows(); ++i) entries.push_back({rows.string(i, 0), {rows.string(i, 1)}});
}

}  // namespace

std::vector<DumpEntry> read_dump(std::string_view dump) {
  std::vector<DumpEntry> entries;
  DumpEntry entry;
  std::string space, method;  // set before the first table that needs them, and in force from there on
  const auto lines = split_lines(dump);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    // An entry's heading is a comment of three lines: `--`, `-- Name: ...`, `--`.
    const bool framed = lines[i] == "--" && i + 2 < lines.size() && lines[i + 2] == "--";
    if (framed && lines[i + 1].starts_with("-- PostgreSQL database dump")) {
      finish(entry, entries);
      i += 2;
    } else if (framed && lines[i + 1].starts_with("-- Name: ")) {
      finish(entry, entries);
      entry = read_heading(lines[i + 1]);
      i += 2;
      while (i + 1 < lines.size() && lines[i + 1].empty()) ++i;
      if (entry.type == "TABLE" || entry.type == "INDEX") {
        if (!space.empty()) entry.lines.push_back(space);
        if (!method.empty() && entry.type == "TABLE") entry.lines.push_back(method);
      }
    } else if (lines[i].starts_with("SET default_tablespace = ")) {
      space = lines[i].ends_with("= '';") ? "" : std::string(lines[i]);
    } else if (lines[i].starts_with("SET default_table_access_method = ")) {
      method = lines[i].ends_with("= heap;") ? "" : std::string(lines[i]);
    } else if (!entry.name.empty() && !is_restriction(lines[i])) {
      entry.lines.emplace_back(lines[i]);
    }
  }
  finish(entry, entries);
  return entries;
}

std::vector<SchemaEntry> read_schema_dump(std::string_view dump) {
  std::vector<SchemaEntry> entries;
  for (DumpEntry& entry : read_dump(dump)) entries.push_back({object_of(entry), std::move(entry.lines)});
  std::sort(entries.begin(), entries.end());
  return entries;
}

std::string run_pg_dump(const std::filesystem::path& pg_dump, const ScratchDatabase& database,
                        const std::vector<std::string>& options) {
  std::vector<std::string> argv{pg_dump.string(), "--exclude-schema=dunlin", "--exclude-schema=dunlin_kept",
                                "--dbname=" + database.target()};
  argv.insert(argv.end(), options.begin(), options.end());
  const auto dumped = run_process({.argv = argv, .timeout = std::chrono::minutes(10)});
  if (dumped.exit_code != 0)
    throw Error(ErrorCode::failed, "pg_dump of a scratch database failed", std::string(trim(dumped.output)));
  return dumped.output;
}

std::vector<SchemaEntry> dump_schema(const std::filesystem::path& pg_dump, const ScratchDatabase& database) {
  auto entries = read_schema_dump(run_pg_dump(pg_dump, database, {"--schema-only"}));
  auto connection = database.connect();
  add_what_pg_dump_omits(connection, entries);
  std::sort(entries.begin(), entries.end());
  return entries;
}

}  // namespace dunlin::rehearse
