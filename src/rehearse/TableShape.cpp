#include "rehearse/TableShape.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/Identifier.hpp"
#include "base/Text.hpp"
#include "rehearse/PartitionValues.hpp"

namespace dunlin::rehearse {
namespace {

using postgres::Connection;

std::vector<std::string> strings(std::string_view lines) {
  std::vector<std::string> out;
  for (const auto line : split_lines(lines)) out.emplace_back(line);
  return out;
}

std::vector<Oid> numbers(std::string_view list) {
  std::vector<Oid> out;
  for (const auto& part : split_list(list, ' ')) out.push_back(std::stoll(part));
  return out;
}

using TablesByOid = std::map<Oid, TableShape>;

// A column's place by its number in pg_attribute.
using Places = std::map<Oid, std::map<Oid, std::size_t>>;

void read_columns(Connection& connection, TablesByOid& tables, Places& places) {
  const auto rows = connection.exec(R"(
    SELECT c.oid, n.nspname, c.relname, a.attnum, a.attname, a.atttypid, a.atttypmod, format_type(a.atttypid, a.atttypmod),
           NOT (a.attnotnull OR t.typtype = 'd' AND t.typnotnull),
           a.attgenerated <> '' OR a.attidentity <> '' OR coalesce(pg_get_expr(d.adbin, d.adrelid), '') LIKE 'nextval(%',
           EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisunique AND i.indnkeyatts = 1 AND i.indkey[0] = a.attnum),
           (SELECT string_agg('(' || pg_get_expr(k.conbin, k.conrelid) || ')', ' AND ' ORDER BY k.oid) FROM pg_constraint k
            WHERE k.conrelid = c.oid AND k.contype = 'c' AND k.conkey = ARRAY[a.attnum]),
           EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'c' AND a.attnum = ANY (k.conkey)
                   AND cardinality(k.conkey) > 1)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
    WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't'
      AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'dunlin', 'dunlin_kept')
      AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')
    ORDER BY n.nspname, c.relname, a.attnum)");
  for (int i = 0; i < rows.rows(); ++i) {
    auto& table = tables[rows.number(i, 0)];
    table.oid = rows.number(i, 0);
    table.name = quote_identifier(rows.text(i, 1), rows.text(i, 2));
    if (rows.is_null(i, 3)) continue;
    places[table.oid][rows.number(i, 3)] = table.columns.size();
    table.columns.push_back({.name = rows.string(i, 4),
                             .type = rows.number(i, 5),
                             .modifier = static_cast<int>(rows.number(i, 6)),
                             .type_text = rows.string(i, 7),
                             .nullable = rows.boolean(i, 8),
                             .left_out = rows.boolean(i, 9),
                             .distinct = rows.boolean(i, 10),
                             .checks = rows.string(i, 11),
                             .in_wide_check = rows.boolean(i, 12)});
  }
}

// Names come quoted and one a line: a line end within a name is rare enough to lose the foreign key for it.
void read_foreign_keys(Connection& connection, TablesByOid& tables, const Places& places) {
  const auto rows = connection.exec(R"(
    SELECT k.conrelid, array_to_string(k.conkey, ' '), k.confrelid, quote_ident(n.nspname) || '.' || quote_ident(c.relname),
           string_agg(quote_ident(a.attname), E'\n' ORDER BY f.i), string_agg(a.atttypid::text, ' ' ORDER BY f.i),
           string_agg(a.atttypmod::text, ' ' ORDER BY f.i)
    FROM pg_constraint k JOIN pg_class c ON c.oid = k.confrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    CROSS JOIN unnest(k.confkey) WITH ORDINALITY f(attnum, i)
    JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = f.attnum
    WHERE k.contype = 'f' AND k.conparentid = 0
    GROUP BY k.oid, k.conrelid, k.conkey, k.confrelid, n.nspname, c.relname
    ORDER BY cardinality(k.conkey) DESC, k.conname)");
  for (int i = 0; i < rows.rows(); ++i) {
    const auto table = tables.find(rows.number(i, 0));
    if (table == tables.end()) continue;
    ForeignKeyShape key{.parent = rows.number(i, 2),
                        .parent_name = rows.string(i, 3),
                        .parent_columns = strings(rows.text(i, 4)),
                        .nullable = false};
    for (const auto attribute : numbers(rows.text(i, 1))) {
      key.columns.push_back(places.at(table->first).at(attribute));
      key.nullable = key.nullable || table->second.columns[key.columns.back()].nullable;
    }
    const auto types = numbers(rows.text(i, 5)), modifiers = numbers(rows.text(i, 6));
    for (std::size_t at = 0; at < types.size(); ++at)
      key.parent_types.emplace_back(types[at], static_cast<int>(modifiers[at]));
    if (key.parent_columns.size() == key.columns.size()) table->second.foreign_keys.push_back(std::move(key));
  }
}

}  // namespace

Types read_types(Connection& connection) {
  Types types;
  const auto rows = connection.exec(R"(
    SELECT t.oid, t.typname, t.typtype, t.typcategory = 'A' AND t.typelem <> 0,
           CASE t.typtype WHEN 'd' THEN t.typbasetype WHEN 'r' THEN r.rngsubtype WHEN 'm' THEN m.rngtypid ELSE t.typelem END,
           t.typtypmod,
           (SELECT string_agg(e.enumlabel, E'\n' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid),
           (SELECT string_agg(a.atttypid::text, ' ' ORDER BY a.attnum) FROM pg_attribute a
            WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped),
           (SELECT string_agg(a.atttypmod::text, ' ' ORDER BY a.attnum) FROM pg_attribute a
            WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped),
           (SELECT string_agg(pg_get_constraintdef(k.oid), ' ') FROM pg_constraint k WHERE k.contypid = t.oid)
    FROM pg_type t LEFT JOIN pg_range r ON r.rngtypid = t.oid LEFT JOIN pg_range m ON m.rngmultitypid = t.oid
    WHERE t.typtype <> 'p' AND (t.typrelid = 0 OR t.typrelid >= 16384))");
  for (int i = 0; i < rows.rows(); ++i) {
    TypeShape type{.name = rows.string(i, 1),
                   .kind = rows.text(i, 2)[0],
                   .array = rows.boolean(i, 3),
                   .element = rows.number(i, 4),
                   .modifier = static_cast<int>(rows.number(i, 5)),
                   .labels = strings(rows.text(i, 6)),
                   .checks = rows.string(i, 9)};
    const auto attributes = numbers(rows.text(i, 7)), modifiers = numbers(rows.text(i, 8));
    for (std::size_t at = 0; at < attributes.size(); ++at)
      type.attributes.emplace_back(attributes[at], static_cast<int>(modifiers[at]));
    types.emplace(rows.number(i, 0), std::move(type));
  }
  return types;
}

std::vector<TableShape> read_tables(Connection& connection) {
  TablesByOid tables;
  Places places;
  connection.exec("SET search_path = ''");  // names in expressions and types come with their schema
  read_columns(connection, tables, places);
  read_foreign_keys(connection, tables, places);
  connection.exec("RESET search_path");  // functions that a CHECK calls may count on it
  for (auto& [oid, table] : tables) table.partitions = read_partitions(connection, oid, places[oid]);
  std::vector<TableShape> out;
  for (auto& [oid, table] : tables) out.push_back(std::move(table));
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return out;
}

}  // namespace dunlin::rehearse
