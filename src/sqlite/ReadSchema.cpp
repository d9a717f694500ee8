#include "sqlite/ReadSchema.hpp"

#include <algorithm>
#include <sqlite3.h>

#include "sqlite/FillFromText.hpp"
#include "sqlite/language/Token.hpp"

namespace dunlin::sqlite {
namespace {

// One row of PRAGMA table_list.
struct Listed {
  std::string name, type;
  bool without_rowid = false, strict = false;
};

bool is_internal(std::string_view name) {
  return name.size() >= 7 && same_name(name.substr(0, 7), "sqlite_");
}

// "VARCHAR  ( 20)" -> "VARCHAR ( 20)": white space folded, as written otherwise.
std::string fold_space(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
    if (!space) out += c;
    if (space && !out.empty() && out.back() != ' ') out += ' ';
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::string text_or_empty(const Query& query, int index) {
  return query.value(index).storage == Storage::null ? "" : query.text(index);
}

std::vector<Listed> list_tables(Database& database) {
  std::vector<Listed> tables;
  auto query = database.prepare(
      "SELECT l.name, l.type, l.wr, l.strict FROM pragma_table_list AS l JOIN sqlite_master AS m "
      "ON m.type = 'table' AND m.name = l.name WHERE l.schema = 'main' ORDER BY m.rowid");
  while (query.step())
    if (!is_internal(query.text(0)))
      tables.push_back({query.text(0), query.text(1), query.integer(2) != 0, query.integer(3) != 0});
  return tables;
}

std::string stored_text(Database& database, const std::string& name) {
  auto query = database.prepare("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?1");
  query.bind(1, Value::text(name));
  return query.step() ? text_or_empty(query, 0) : "";
}

// What only the C interface tells: the column's collation, and whether its table counts up for ever.
void read_metadata(Database& database, Table& table, Column& column) {
  const char* collation = nullptr;
  int autoincrement = 0;
  if (sqlite3_table_column_metadata(database.raw(), "main", table.name.c_str(), column.name.c_str(), nullptr,
                                    &collation, nullptr, nullptr, &autoincrement) != SQLITE_OK)
    throw database.last_error("column " + table.name + "." + column.name + " can't be read");
  if (collation != nullptr && !same_name(collation, "BINARY")) column.collation = collation;
  if (autoincrement != 0) table.autoincrement = true;
}

void read_columns(Database& database, Table& table) {
  constexpr int k_hidden = 1, k_virtual = 2, k_stored = 3;  // SQLite docs, "PRAGMA table_xinfo"
  auto query = database.prepare(
      "SELECT name, type, \"notnull\", dflt_value, pk, hidden FROM pragma_table_xinfo(?1) ORDER BY cid");
  query.bind(1, Value::text(table.name));
  while (query.step()) {
    const auto hidden = query.integer(5);
    if (hidden == k_hidden) continue;
    Column column{.name = query.text(0), .type = fold_space(text_or_empty(query, 1))};
    column.not_null = query.integer(2) != 0;
    if (query.value(3).storage != Storage::null) column.default_sql = query.text(3);
    column.key_position = static_cast<int>(query.integer(4));
    if (hidden == k_virtual || hidden == k_stored) column.generated_sql = "";
    column.stored = hidden == k_stored;
    read_metadata(database, table, column);
    table.columns.push_back(std::move(column));
  }
}

std::vector<IndexTerm> read_terms(Database& database, const std::string& index) {
  constexpr int k_rowid = -1, k_expression = -2;  // SQLite docs, "PRAGMA index_xinfo"
  std::vector<IndexTerm> terms;
  auto query = database.prepare(
      "SELECT cid, name, \"desc\", coll FROM pragma_index_xinfo(?1) WHERE key = 1 ORDER BY seqno");
  query.bind(1, Value::text(index));
  while (query.step()) {
    IndexTerm term{.column = text_or_empty(query, 1), .descending = query.integer(2) != 0};
    if (query.integer(0) == k_rowid) term.expression = "rowid";
    if (query.integer(0) == k_expression) term.column.clear();
    const std::string collation = text_or_empty(query, 3);
    if (!same_name(collation, "BINARY")) term.collation = collation;
    terms.push_back(std::move(term));
  }
  return terms;
}

Index::Origin origin_of(std::string_view letter) {
  if (letter == "u") return Index::Origin::unique_constraint;
  return letter == "pk" ? Index::Origin::primary_key : Index::Origin::created;
}

// PRAGMA index_list has the last one first.
void read_indexes(Database& database, Table& table) {
  auto query = database.prepare(
      "SELECT l.name, l.\"unique\", l.origin, l.partial, m.sql FROM pragma_index_list(?1) AS l "
      "LEFT JOIN sqlite_master AS m ON m.type = 'index' AND m.name = l.name ORDER BY l.seq DESC");
  query.bind(1, Value::text(table.name));
  while (query.step()) {
    Index index{.name = query.text(0), .origin = origin_of(query.text(2)), .unique = query.integer(1) != 0};
    if (query.integer(3) != 0) index.where_sql = "";
    index.sql = text_or_empty(query, 4);
    index.terms = read_terms(database, index.name);
    table.indexes.push_back(std::move(index));
  }
}

// PRAGMA foreign_key_list numbers the keys from the last to the first.
void read_foreign_keys(Database& database, Table& table) {
  auto query = database.prepare(
      "SELECT id, \"table\", \"from\", \"to\", on_update, on_delete FROM pragma_foreign_key_list(?1) "
      "ORDER BY id DESC, seq");
  query.bind(1, Value::text(table.name));
  std::int64_t last = -1;
  while (query.step()) {
    if (table.foreign_keys.empty() || query.integer(0) != last) {
      ForeignKey key{.parent = query.text(1), .on_update = query.text(4), .on_delete = query.text(5)};
      table.foreign_keys.push_back(std::move(key));
      last = query.integer(0);
    }
    ForeignKey& key = table.foreign_keys.back();
    key.columns.push_back(text_or_empty(query, 2));
    if (query.value(3).storage != Storage::null) key.parent_columns.push_back(query.text(3));
  }
}

// The INTEGER PRIMARY KEY: the only key column of a table with rowids that needs no index. INT isn't INTEGER
// here, and INTEGER PRIMARY KEY DESC has an index (SQLite docs, "ROWIDs and the INTEGER PRIMARY KEY").
std::optional<std::size_t> find_rowid_alias(const Table& table) {
  if (table.without_rowid || table.primary_key().size() != 1) return std::nullopt;
  const bool indexed = std::any_of(table.indexes.begin(), table.indexes.end(), [](const Index& index) {
    return index.origin == Index::Origin::primary_key;
  });
  if (indexed) return std::nullopt;
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    if (table.columns[i].key_position == 1) return i;
  return std::nullopt;
}

std::string find_rowid_name(const Table& table) {
  if (table.without_rowid) return "";
  for (const char* name : {"rowid", "oid", "_rowid_"}) {
    const bool hidden = std::any_of(table.columns.begin(), table.columns.end(),
                                    [&](const Column& column) { return same_name(column.name, name); });
    if (!hidden) return name;
  }
  return "";
}

Table read_table(Database& database, const Listed& listed) {
  Table table{.name = listed.name, .sql = stored_text(database, listed.name)};
  table.without_rowid = listed.without_rowid;
  table.strict = listed.strict;
  read_columns(database, table);
  read_indexes(database, table);
  read_foreign_keys(database, table);
  table.rowid_alias = find_rowid_alias(table);
  table.rowid_name = find_rowid_name(table);
  fill_from_text(table);
  return table;
}

void read_sequences(Database& database, Schema& schema) {
  if (database.number(
          "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'sqlite_sequence'") == 0)
    return;
  auto query = database.prepare(
      "SELECT name, max(seq) FROM sqlite_sequence WHERE typeof(seq) = 'integer' GROUP BY name");
  while (query.step())
    for (Table& table : schema.tables)
      if (same_name(table.name, text_or_empty(query, 0))) table.sequence = query.integer(1);
}

// Parents' columns by their own names; where none were written, their primary key.
void resolve_parents(Schema& schema) {
  for (Table& table : schema.tables) {
    for (ForeignKey& key : table.foreign_keys) {
      const Table* parent = schema.find(key.parent);
      if (parent == nullptr) continue;
      if (key.parent_columns.empty()) key.parent_columns = parent->primary_key();
      for (std::string& name : key.parent_columns)
        for (const Column& column : parent->columns)
          if (same_name(column.name, name)) name = column.name;
    }
  }
}

// CREATE VIRTUAL TABLE name USING module(argument, ...)
VirtualTable read_virtual_table(const std::string& name, const std::string& sql) {
  VirtualTable table{.name = name, .sql = sql};
  const auto tokens = tokenize(sql);
  std::size_t at = 0;
  while (at < tokens.size() && !same_name(tokens[at].text, "USING")) ++at;
  if (at + 1 >= tokens.size()) return table;
  table.module = unquote(tokens[at + 1].text);
  if (at + 3 >= tokens.size() || tokens[at + 2].text != "(") return table;
  int depth = 0;
  std::size_t begin = tokens[at + 2].end();
  for (std::size_t i = at + 3; i < tokens.size(); ++i) {
    const auto text = tokens[i].text;
    const bool last = tokens[i].kind == Token::Kind::end || (text == ")" && depth == 0);
    if (last || (text == "," && depth == 0)) {
      const std::string argument = fold_space(std::string_view(sql).substr(begin, tokens[i].begin - begin));
      if (!argument.empty()) table.arguments.push_back(argument);
      begin = tokens[i].end();
    }
    if (last) break;
    if (text == "(") ++depth;
    if (text == ")") --depth;
  }
  return table;
}

// Tables that hold a virtual table's data. SQLite knows them only while it has the module, so the names that
// the common modules use are known here too (SQLite docs, "FTS3 and FTS4" 9, "FTS5" appendix, "The R*Tree
// Module" 5).
bool is_shadow_of(std::string_view name, const VirtualTable& owner) {
  if (name.size() <= owner.name.size() + 1 || name[owner.name.size()] != '_' ||
      !same_name(name.substr(0, owner.name.size()), owner.name))
    return false;
  const auto suffix = name.substr(owner.name.size() + 1);
  const auto one_of = [&](std::initializer_list<std::string_view> names) {
    return std::any_of(names.begin(), names.end(),
                       [&](std::string_view known) { return same_name(known, suffix); });
  };
  if (same_name(owner.module, "fts5")) return one_of({"data", "idx", "content", "docsize", "config"});
  if (same_name(owner.module, "fts3") || same_name(owner.module, "fts4"))
    return one_of({"content", "segments", "segdir", "docsize", "stat"});
  if (same_name(owner.module, "rtree") || same_name(owner.module, "rtree_i32") ||
      same_name(owner.module, "geopoly"))
    return one_of({"node", "parent", "rowid"});
  return false;
}

bool begins_with_owner(std::string_view name, const VirtualTable& owner) {
  return name.size() > owner.name.size() && name[owner.name.size()] == '_' &&
         same_name(name.substr(0, owner.name.size()), owner.name);
}

// True when the table is a shadow, which is then noted with its owner.
bool claim_shadow(const Listed& listed, std::vector<VirtualTable>& owners) {
  for (VirtualTable& owner : owners) {
    const bool listed_shadow = listed.type == "shadow" && begins_with_owner(listed.name, owner);
    if (!listed_shadow && !is_shadow_of(listed.name, owner)) continue;
    owner.shadows.push_back(listed.name);
    return true;
  }
  return listed.type == "shadow";
}

void read_views_and_triggers(Database& database, Schema& schema) {
  auto query = database.prepare(
      "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE type IN ('view', 'trigger') ORDER BY rowid");
  while (query.step()) {
    if (query.text(0) == "view")
      schema.views.push_back({query.text(1), text_or_empty(query, 3)});
    else
      schema.triggers.push_back({query.text(1), query.text(2), text_or_empty(query, 3)});
  }
}

std::string read_encoding(Database& database) {
  auto query = database.prepare("PRAGMA encoding");
  return query.step() ? query.text(0) : "UTF-8";
}

}  // namespace

Schema read_schema(Database& database) {
  Schema schema;
  schema.encoding = read_encoding(database);
  schema.user_version = database.number("PRAGMA user_version");
  schema.application_id = database.number("PRAGMA application_id");
  const auto listed = list_tables(database);
  for (const Listed& table : listed)
    if (table.type == "virtual")
      schema.virtual_tables.push_back(read_virtual_table(table.name, stored_text(database, table.name)));
  for (const Listed& table : listed)
    if (table.type != "virtual" && !claim_shadow(table, schema.virtual_tables))
      schema.tables.push_back(read_table(database, table));
  read_sequences(database, schema);
  resolve_parents(schema);
  read_views_and_triggers(database, schema);
  return schema;
}

}  // namespace dunlin::sqlite
