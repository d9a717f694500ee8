#include <cmath>
#include <cstdlib>

#include "base/Identifier.hpp"
#include "integration/Server.hpp"
#include "sqlite/Database.hpp"
#include "sqlite/ReadSchema.hpp"
#include "transfer/translate/Translate.hpp"

namespace dunlin::transfer {
namespace {

// One table of odd values, the same on both sides, and a mapping that says how.
constexpr const char* k_create =
    "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER, m INTEGER, r REAL, s TEXT, c TEXT COLLATE NOCASE, b "
    "BLOB, "
    "f BOOLEAN, d DATETIME, e INTEGER, j TEXT, u TEXT)";
constexpr const char* k_create_there =
    "CREATE TABLE t (id bigint PRIMARY KEY, n bigint, m bigint, r double precision, s text COLLATE \"C\", c "
    "text COLLATE \"C\", "
    "b bytea, f boolean, d timestamp, e timestamp, j json, u uuid)";

ColumnMapping column(const char* name, const char* declared, const char* type, Conversion conversion,
                     const char* form = "") {
  ColumnMapping made;
  made.source = made.target = name;
  made.declared = declared;
  made.type = type;
  made.conversion = conversion;
  made.form = form;
  return made;
}

Mapping mapping_of_t() {
  TableMapping table;
  table.source = table.target = "t";
  table.key = {"id"};
  table.rowid_name = "rowid";
  table.columns = {column("id", "INTEGER", "bigint", Conversion::bigint),
                   column("n", "INTEGER", "bigint", Conversion::bigint),
                   column("m", "INTEGER", "bigint", Conversion::bigint),
                   column("r", "REAL", "double precision", Conversion::double_precision),
                   column("s", "TEXT", "text", Conversion::text),
                   column("c", "TEXT", "text", Conversion::text),
                   column("b", "BLOB", "bytea", Conversion::bytea),
                   column("f", "BOOLEAN", "boolean", Conversion::boolean),
                   column("d", "DATETIME", "timestamp", Conversion::timestamp_text, "YYYY-MM-DD HH:MM:SS"),
                   column("e", "INTEGER", "timestamp", Conversion::timestamp_epoch_s),
                   column("j", "TEXT", "json", Conversion::json),
                   column("u", "TEXT", "uuid", Conversion::uuid_text)};
  TableMapping log;
  log.source = log.target = "log";
  log.rowid_name = "rowid";
  log.key = {"k"};
  log.columns = {column("k", "INTEGER", "bigint", Conversion::bigint),
                 column("what", "TEXT", "text", Conversion::text),
                 column("at", "DATETIME", "timestamp", Conversion::timestamp_text, "YYYY-MM-DD HH:MM:SS")};
  Mapping mapping;
  mapping.target_schema = "public";
  mapping.tables = {table, log};
  return mapping;
}

struct Row {
  const char* plain;                  // id, n, m, r, s, c: the same text on both sides
  const char *b, *f, *d, *e, *j, *u;  // SQLite's
};
constexpr Row k_rows[] = {
    {"1, NULL, NULL, NULL, NULL, NULL", "NULL", "NULL", "NULL", "NULL", "NULL", "NULL"},
    {"2, 0, 0, 0.0, '', ''", "x''", "0", "'2024-01-31 00:00:00'", "0", "'{}'",
     "'00000000-0000-0000-0000-000000000000'"},
    {"3, -7, 3, -2.5, 'it''s 50%_off', 'Straße'", "x'00ff41'", "1", "'2024-02-29 23:59:59'", "1709251199",
     "'{\"a\":1,\"b\":{\"c\":[10,\"x\",null,true]}}'", "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'"},
    {"4, 7, -3, 1234567.891, 'ABC abc', 'abc'", "x'c3a9'", "1", "'1999-12-31 12:30:45'", "946684799",
     "'[1,2,3]'", "'ffffffff-ffff-ffff-ffff-ffffffffffff'"},
    {"5, 4611686018427387904, 1, 0.1, 'ÄÖÜ äöü', 'ABC'", "x'4142'", "0", "'2038-01-19 03:14:08'",
     "2147483648", "'\"text\"'", "'12345678-1234-1234-1234-123456789abc'"},
    {"6, 1, 2, 100.0, '  padded  ', 'abd '", "x'20'", "0", "'2000-01-01 00:00:00'", "-1",
     "'{\"a\":\"two\",\"b\":false}'", "'00000000-0000-0000-0000-000000000001'"},
    {"7, 5, 5, -0.75, 'a\\b*c?[d]', 'zebra'", "x'61'", "1", "'2024-12-31 23:59:59'", "86400", "'{\"a\":2.5}'",
     "'00000000-0000-0000-0000-000000000002'"},
    {"8, -1, 10, 3.0, '日本語', 'éa'", "x'ffffff'", "NULL", "'2023-03-01 06:07:08'", "1", "'null'",
     "'00000000-0000-0000-0000-000000000003'"},
};

bool is_null(const char* text) {
  return std::string_view(text) == "NULL";
}

std::string row_there(const Row& row) {
  const std::string bytes =
      is_null(row.b) ? "NULL"
                     : "'\\x" + std::string(row.b).substr(2, std::string(row.b).size() - 3) + "'::bytea";
  const std::string flag = is_null(row.f) ? "NULL" : std::string(row.f) == "1" ? "true" : "false";
  const std::string epoch =
      is_null(row.e) ? "NULL" : "to_timestamp(" + std::string(row.e) + ") AT TIME ZONE 'UTC'";
  return fmt::format("INSERT INTO t VALUES ({}, {}, {}, {}, {}, {}, {})", row.plain, bytes, flag, row.d,
                     epoch, row.j, row.u);
}

std::string row_here(const Row& row) {
  return fmt::format("INSERT INTO t VALUES ({}, {}, {}, {}, {}, {}, {})", row.plain, row.b, row.f, row.d,
                     row.e, row.j, row.u);
}

// Values of both sides in one spelling; numbers by 12 digits.
std::string spelled(const sqlite::Value& value) {
  switch (value.storage) {
    case sqlite::Storage::null: return "NULL";
    case sqlite::Storage::integer: return std::to_string(value.integer);
    case sqlite::Storage::real: return fmt::format("{:.12g}", value.real);
    case sqlite::Storage::text: return "'" + std::string(value.bytes);
    case sqlite::Storage::blob: {
      std::string hex = "x";
      for (const char c : value.bytes) hex += fmt::format("{:02x}", static_cast<unsigned char>(c));
      return hex;
    }
  }
  return "";
}

class TranslateTest : public test::DatabaseTest {
 protected:
  TranslateTest() {
    here_.exec(k_create);
    here_.exec("CREATE TABLE log (k INTEGER PRIMARY KEY, what TEXT, at DATETIME)");
    exec(k_create_there);
    exec("CREATE TABLE log (k bigint PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY, what text, at timestamp)");
    exec("SET TimeZone = 'Asia/Tokyo'");  // nothing may depend on it
    for (const Row& row : k_rows) {
      here_.exec(row_here(row));
      exec(row_there(row));
    }
    schema_ = sqlite::read_schema(here_);
  }

  std::vector<std::string> rows_here(const std::string& query) {
    std::vector<std::string> rows;
    auto statement = here_.prepare(query);
    while (statement.step()) {
      std::string row;
      for (int i = 0; i < statement.columns(); ++i) row += (i == 0 ? "" : "|") + spelled(statement.value(i));
      rows.push_back(row);
    }
    return rows;
  }

  // The types come from a second query, because a text result doesn't tell 'true' from true.
  std::vector<std::string> rows_there(const std::string& query) {
    std::vector<std::string> rows;
    const auto result = connection_.exec(postgres::Sql::trusted(query));
    for (int r = 0; r < result.rows(); ++r) {
      std::string row;
      for (int c = 0; c < columns_of(query); ++c) {
        row += c == 0 ? "" : "|";
        row += result.is_null(r, c) ? "NULL" : spelled_there(types_[c], result.string(r, c));
      }
      rows.push_back(row);
    }
    return rows;
  }

  int columns_of(const std::string& query) {
    if (query == typed_query_) return static_cast<int>(types_.size());
    typed_query_ = query;
    types_.clear();
    connection_.exec(postgres::Sql::trusted("DROP VIEW IF EXISTS typed"));
    connection_.exec(postgres::Sql::trusted("CREATE TEMP VIEW typed AS " + query));
    const auto list = connection_.exec(
        postgres::Sql::trusted("SELECT atttypid::regtype::text FROM pg_attribute WHERE attrelid = "
                               "'pg_temp.typed'::regclass AND attnum > 0 ORDER BY attnum"));
    for (int i = 0; i < list.rows(); ++i) types_.push_back(list.string(i, 0));
    return list.rows();
  }

  static std::string spelled_there(const std::string& type, const std::string& text) {
    if (type == "boolean") return text == "t" ? "1" : "0";
    if (type == "bytea") return "x" + text.substr(2);
    if (type == "bigint" || type == "integer") return text;
    if (type == "double precision" || type == "numeric")
      return fmt::format("{:.12g}", std::strtod(text.c_str(), nullptr));
    return "'" + text;
  }

  // The NOCASE column as PostgreSQL folds letters.
  void fold(Folding folding) {
    if (folding == Folding::citext) {
      exec("CREATE EXTENSION citext");
      exec("ALTER TABLE t ALTER c TYPE citext COLLATE \"C\"");
      mapping_.tables[0].columns[5].type = "citext";
    } else {
      exec("CREATE COLLATION nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false)");
      exec("ALTER TABLE t ALTER c TYPE text COLLATE nocase");
      mapping_.tables[0].columns[5].collation = k_folding_collation;
    }
  }

  // A moment or uuid that comes out as itself is compared by its text in SQLite.
  void expect_equal(const std::string& expression) {
    const Translation there = translate_expression(expression, mapping_.tables[0], mapping_, &schema_);
    ASSERT_TRUE(there.ok()) << expression << ": " << there.problem;
    try {
      EXPECT_EQ(rows_here("SELECT id, " + expression + " FROM t ORDER BY id"),
                rows_there("SELECT id AS k, " + there.sql + " AS v FROM t ORDER BY id"))
          << expression << "\n  " << there.sql;
    } catch (const Error& error) {
      ADD_FAILURE() << expression << "\n  " << there.sql << "\n  " << error.what();
    }
  }

  test::TempFolder folder_;
  sqlite::Database here_ = sqlite::Database::open(folder_.file("a.db"), sqlite::Database::Mode::create);
  sqlite::Schema schema_;
  Mapping mapping_ = mapping_of_t();
  std::string typed_query_;
  std::vector<std::string> types_;
};

TEST_F(TranslateTest, ExpressionsGiveTheSameValues) {
  for (const char* expression :
       {"n + 1",
        "n - m",
        "n * m % 5",
        "n / m",
        "n % m",
        "n / 2",
        "-n",
        "- -n",
        "r / n",
        "r / 0",
        "n / 0",
        "n % 2.5",
        "r * 2 + n",
        "1 + 2 * 3",
        "7 / 2",
        "7 / 2.0",
        "0x10 + 1",
        "~n",
        "n & 6",
        "n | 8",
        "m << 2",
        "n >> 1",
        "1 << 40",
        "2147483647 + 1",
        "1000000 * 1000000",
        "n = 7",
        "n == 7",
        "n <> 7",
        "n != 7",
        "n < m",
        "n >= m",
        "n IS NULL",
        "n IS NOT NULL",
        "n ISNULL",
        "s NOTNULL",
        "n IS 7",
        "n IS NOT 7",
        "n IS m",
        "n BETWEEN 0 AND 5",
        "n NOT BETWEEN m AND 10",
        "n IN (1, 5, 7)",
        "n NOT IN (1, 5)",
        "n IN (1, NULL)",
        "n IN ()",
        "n NOT IN ()",
        "n = '7'",
        "n > '0'",
        "n = ''",
        "n <> ''",
        "n < 'abc'",
        "s = 5",
        "s > 'ABC'",
        "s < 'a'",
        "s >= ''",
        "s || n",
        "n || ''",
        "r || ''",
        "f || 'x'",
        "s || NULL",
        "c = 'ABC'",
        "c <> 'abc'",
        "c IN ('ABC', 'ZEBRA')",
        "'ABC' = c",
        "s = 'abc abc' COLLATE NOCASE",
        "c < 'ABD'",
        "c = 'abd ' COLLATE RTRIM",
        "s COLLATE NOCASE = 'ABC ABC'",
        "c COLLATE BINARY = 'ABC'",
        "f",
        "f = 1",
        "f = 0",
        "f <> 1",
        "f IS 1",
        "f IS NOT 1",
        "NOT f",
        "f AND n > 0",
        "f OR n > 0",
        "f IS TRUE",
        "n IS TRUE",
        "n IS NOT TRUE",
        "n IS FALSE",
        "r IS NOT FALSE",
        "NULL IS TRUE",
        "n > 1 IS TRUE",
        "f IS NOT FALSE",
        "f + 1",
        "f > 0",
        "f = n",
        "f IN (1)",
        "true",
        "n > 0 = f",
        "NOT n",
        "n AND m",
        "NOT (n = 7)",
        "s LIKE 'abc%'",
        "s LIKE '%ABC'",
        "s LIKE '%\\%'",
        "s LIKE '%50!%!_%' ESCAPE '!'",
        "s NOT LIKE 'a%'",
        "s LIKE 'äöü%'",
        "s LIKE '%ÄÖÜ%'",
        "n LIKE '%7%'",
        "s LIKE c",
        "s LIKE '___'",
        "c LIKE 'AB_'",
        "s GLOB 'A*'",
        "s GLOB '*[a-c]*'",
        "s NOT GLOB '*[^a-zA-Z ]*'",
        "s GLOB 'a?b*'",
        "s GLOB '*[*]c[?]*'",
        "like('abc%', s)",
        "glob('A*', s)",
        "s GLOB '*[]d]*'",
        "s LIKE ''",
        "abs(n)",
        "abs(r)",
        "coalesce(n, m, 0)",
        "coalesce(s, 'none')",
        "ifnull(r, 1)",
        "ifnull(f, 0)",
        "nullif(n, 7)",
        "nullif(s, '')",
        "iif(n > 0, 'p', 'q')",
        "iif(f, 1, 0)",
        "length(s)",
        "length(b)",
        "length(n)",
        "lower(s)",
        "upper(s)",
        "upper(c)",
        "substr(s, 2)",
        "substr(s, 2, 3)",
        "substr(s, -3)",
        "substr(s, -3, 2)",
        "substr(s, -20, 19)",
        "substr(s, 0, 3)",
        "substr(s, 0)",
        "substr(s, 3, -2)",
        "substr(s, m)",
        "substr(s, n % 5, 2)",
        "substr(b, 1, 2)",
        "substr(n, 1, 1)",
        "instr(s, 'b')",
        "instr(s, '')",
        "instr(s, c)",
        "replace(s, 'a', 'X')",
        "replace(s, '', 'X')",
        "trim(s)",
        "ltrim(s)",
        "rtrim(s)",
        "trim(s, 'aA ')",
        "ltrim(s, 'it')",
        "round(r)",
        "round(r, 1)",
        "round(n)",
        "round(2.5)",
        "round(-2.5)",
        "max(n, m)",
        "min(n, m)",
        "max(n, m, 3)",
        "min(s, c)",
        "max(r, m)",
        "hex(b)",
        "hex(s)",
        "typeof(n)",
        "typeof(r)",
        "typeof(s)",
        "typeof(b)",
        "unicode(s)",
        "char(65, 66)",
        "char(233)",
        "quote(n)",
        "quote(c)",
        "sign(n)",
        "CAST(r AS INTEGER)",
        "CAST(s AS INTEGER)",
        "CAST(n AS TEXT)",
        "CAST(n AS REAL)",
        "CAST('12abc' AS INTEGER)",
        "CAST(s AS REAL)",
        "CAST(f AS INTEGER)",
        "CAST('x' AS BLOB)",
        "CAST(r AS TEXT)",
        "CASE WHEN n > 0 THEN 'p' WHEN n < 0 THEN 'm' ELSE 'z' END",
        "CASE n WHEN 7 THEN 1 WHEN 1 THEN 2.5 END",
        "CASE WHEN f THEN f ELSE 0 END",
        "CASE WHEN n THEN n END",
        "CASE c WHEN 'ABC' THEN 1 ELSE 0 END",
        "printf('%d-%s', n, s)",
        "printf('%05d', n)",
        "printf('%.2f', r)",
        "printf('%s%%', c)",
        "format('%5d|%-5d|', m, m)",
        "printf('%x', m + 100)",
        "\"no such\" || s",
        "\"s\"",
        "[s]",
        "`n`",
        "b = x'00ff41'",
        "b > x'20'",
        "b IS NULL",
        "u = 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11' OR u = 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'",
        "u || ''",
        "(n, m) = (7, -3)",
        "rowid",
        "t.n",
        "oid + 1",
        "n + 1 > m AND (s = '' OR s IS NULL)",
        "coalesce(f, 0) = 0",
        "max(coalesce(n, 0), coalesce(m, 0))",
        "length(coalesce(s, '')) > 3"})
    expect_equal(expression);
}

class FoldedTest : public TranslateTest, public ::testing::WithParamInterface<Folding> {};
INSTANTIATE_TEST_SUITE_P(Each, FoldedTest, ::testing::Values(Folding::citext, Folding::icu),
                         [](const auto& way) {
                           return std::string(way.param == Folding::citext ? "citext" : "icu");
                         });

// Compared by the column's own type or collation; everything else sees its bytes.
TEST_P(FoldedTest, ExpressionsGiveTheSameValues) {
  fold(GetParam());
  for (const char* expression : {"c",
                                 "c = 'ABC'",
                                 "'ABC' = c",
                                 "c <> 'abc'",
                                 "c IN ('ABC', 'ZEBRA')",
                                 "c IS 'aBC'",
                                 "c IS NULL",
                                 "c < 'ABD'",
                                 "c >= 'ABC'",
                                 "c BETWEEN 'A' AND 'ABZ'",
                                 "c = s",
                                 "s = c",
                                 "c = s || ''",
                                 "c = 'abd ' COLLATE RTRIM",
                                 "c COLLATE BINARY = 'ABC'",
                                 "s COLLATE NOCASE = c",
                                 "length(c)",
                                 "upper(c)",
                                 "lower(c) = 'abc'",
                                 "c || '!'",
                                 "c || '' = 'ABC'",
                                 "c LIKE 'aB%'",
                                 "c LIKE '%_D_'",
                                 "c GLOB 'a*'",
                                 "substr(c, 1, 2)",
                                 "substr(c, 1, 2) = 'AB'",
                                 "replace(c, 'b', 'x')",
                                 "instr(c, 'B')",
                                 "trim(c)",
                                 "coalesce(c, s)",
                                 "coalesce(c, s) = 'ABC'",
                                 "nullif(c, 'ABC')",
                                 "ifnull(c, 'none')",
                                 "hex(c)",
                                 "CASE c WHEN 'ABC' THEN 1 ELSE 0 END",
                                 "CASE WHEN n > 1 THEN c ELSE s END",
                                 "CASE WHEN n > 1 THEN c ELSE s END = 'ABC'",
                                 "c IN (SELECT c FROM t)",
                                 "s IN (SELECT c FROM t)",
                                 "c IN (SELECT s FROM t)",
                                 "(SELECT c FROM t WHERE id = 4) = c",
                                 "(SELECT c FROM t WHERE id = 5)",
                                 "EXISTS (SELECT 1 FROM t x WHERE x.c = t.c AND x.id > t.id)",
                                 "(SELECT count(DISTINCT c) FROM t)",
                                 "c || n"})
    expect_equal(expression);
}

TEST_P(FoldedTest, ViewsShowTheSameRows) {
  fold(GetParam());
  int number = 0;
  for (const char* body :
       {"SELECT count(*) AS n FROM t GROUP BY c HAVING count(*) > 1",
        "SELECT count(*) AS n FROM (SELECT DISTINCT c FROM t)",
        "SELECT id, c FROM t WHERE c = 'ABC' ORDER BY id",
        "SELECT id FROM (SELECT id, c FROM t) WHERE c = 'ZEBRA'",
        "WITH w AS (SELECT c AS d, id FROM t) SELECT id FROM w WHERE d = 'ZEBRA'",
        "SELECT a.id, b.id AS other FROM t a JOIN t b ON a.c = b.c ORDER BY a.id, b.id",
        "SELECT a.id, b.id AS other FROM t a JOIN t b USING (c) ORDER BY a.id, b.id",
        "SELECT c FROM t WHERE id < 3 UNION ALL SELECT s FROM t WHERE id = 5",
        "SELECT c AS x FROM t WHERE id > 6 UNION SELECT 'q' ORDER BY x",
        "SELECT id FROM t ORDER BY c COLLATE BINARY, id",
        "SELECT id, row_number() OVER (PARTITION BY c ORDER BY id) AS n FROM t ORDER BY id"}) {
    const std::string name = fmt::format("v{}", ++number);
    const std::string create = "CREATE VIEW " + name + " AS " + body;
    const Translation there = translate_view({name, create}, schema_, mapping_);
    ASSERT_TRUE(there.ok()) << body << ": " << there.problem;
    try {
      exec(there.sql);
      EXPECT_EQ(rows_here(body), rows_there("SELECT * FROM " + name)) << there.sql;
    } catch (const Error& error) {
      ADD_FAILURE() << there.sql << "\n  " << error.what();
    }
  }
}

TEST_F(TranslateTest, DatesGiveTheSameValues) {
  for (const char* expression : {"d || ''",
                                 "date(d)",
                                 "time(d)",
                                 "datetime(d)",
                                 "d > '2024-01-31 00:00:00'",
                                 "d = '2024-02-29 23:59:59'",
                                 "d <= '1999-12-31 12:30:45'",
                                 "d BETWEEN '2000-01-01 00:00:00' AND '2024-06-01 00:00:00'",
                                 "d IN ('2000-01-01 00:00:00')",
                                 "substr(d, 1, 4)",
                                 "d LIKE '2024-%'",
                                 "date(d, '+1 day')",
                                 "date(d, '-30 days')",
                                 "datetime(d, '+1.5 hours')",
                                 "date(d, 'start of month')",
                                 "date(d, 'start of year')",
                                 "date(d, 'start of month', '+1 month', '-1 day')",
                                 "date(d, 'weekday 0')",
                                 "date(d, 'weekday 3')",
                                 "datetime(d, 'start of day')",
                                 "strftime('%Y', d)",
                                 "strftime('%Y-%m', d)",
                                 "strftime('%d/%m/%Y %H:%M', d)",
                                 "strftime('%s', d)",
                                 "strftime('%j', d)",
                                 "strftime('%w', d)",
                                 "strftime('%f', d)",
                                 "strftime('%Y \"q\" 100%% T', d)",
                                 "CAST(strftime('%Y', d) AS INTEGER)",
                                 "julianday(d)",
                                 "unixepoch(d)",
                                 "julianday(d) - julianday('2000-01-01')",
                                 "datetime(e, 'unixepoch')",
                                 "date(e, 'unixepoch')",
                                 "e > 1000",
                                 "e + 1",
                                 "e = 86400",
                                 "datetime(n % 100000, 'unixepoch')",
                                 "date('2024-02-29', '+1 day')",
                                 "datetime('2024-01-01T10:00:00')",
                                 "d < datetime('2010-01-01')",
                                 "date(d, '+' || m || ' days')",
                                 "date(d) = '2024-02-29'",
                                 "date(d) >= '2024'",
                                 "d IS NULL",
                                 "typeof(d)",
                                 "typeof(e)",
                                 "coalesce(d, '1970-01-01 00:00:00') || ''",
                                 "d > date('now', '-10 years') AND 0",
                                 "strftime('%H:%M', d) > '12:00'"})
    expect_equal(expression);
}

TEST_F(TranslateTest, JsonGivesTheSameValues) {
  for (const char* expression :
       {"json_extract(j, '$.a')", "j ->> 'a' = '1'", "json_extract(j, '$.a') = 1",
        "json_extract(j, '$.b.c[1]')", "json_extract(j, '$.b.c[3]')", "j ->> '$.b.c[0]'",
        "json_extract(j, '$.a') = 'two'", "json_array_length(j)", "json_array_length(j, '$.b.c')",
        "json_type(j)", "json_type(j, '$.a')", "json_extract(j, '$.none') IS NULL", "json_extract(j, '$[1]')",
        "j ->> 0", "json_extract(j, '$.b') = 0", "j = '[1,2,3]'", "j || ''"})
    // A number that comes out of JSON is a text in the target.
    if (const std::string text = expression; text.back() == ')' && text.find("json_extract") == 0)
      expect_equal("CAST(" + text + " AS TEXT)");
    else
      expect_equal(text == "j ->> 0"            ? "CAST(j ->> 0 AS TEXT)"
                   : text == "j ->> '$.b.c[0]'" ? "CAST(j ->> '$.b.c[0]' AS TEXT)"
                                                : text);
}

TEST_F(TranslateTest, WhatHasNoCounterpartSaysSo) {
  for (const char* expression :
       {"last_insert_rowid()", "changes()", "total_changes()", "s REGEXP 'x'", "s MATCH 'x'",
        "my_function(n)", "nothing", "s + 1", "n || b", "date(d, 'localtime')", "s GLOB c", "s = n",
        "randomblob(100)", "load_extension('x')", "CASE WHEN f THEN 's' ELSE 1 END", "n = 'x' COLLATE own",
        "d > 5 AND d = 'x'", "max(b, 'x')"}) {
    const Translation there = translate_expression(expression, mapping_.tables[0], mapping_, &schema_);
    EXPECT_FALSE(there.ok()) << expression << " -> " << there.sql;
    EXPECT_TRUE(there.sql.empty());
  }
}

TEST_F(TranslateTest, ConditionsChooseTheSameRows) {
  for (const char* condition :
       {"n", "NOT n", "f", "f AND n", "n > 0 OR f", "length(s)", "1", "0", "NULL", "n IN (SELECT m FROM t)",
        "EXISTS (SELECT 1 FROM t AS o WHERE o.n = t.m)", "n = (SELECT max(m) FROM t)",
        "c IN (SELECT s FROM t WHERE s <> '')", "n NOT IN (SELECT m FROM t WHERE m IS NOT NULL)"}) {
    const Translation there = translate_condition(condition, mapping_.tables[0], mapping_, &schema_);
    ASSERT_TRUE(there.ok()) << condition << ": " << there.problem;
    try {
      EXPECT_EQ(rows_here(fmt::format("SELECT id FROM t WHERE {} ORDER BY id", condition)),
                rows_there(fmt::format("SELECT id FROM t WHERE {} ORDER BY id", there.sql)))
          << condition << "\n  " << there.sql;
    } catch (const Error& error) {
      ADD_FAILURE() << condition << "\n  " << there.sql << "\n  " << error.what();
    }
  }
}

TEST_F(TranslateTest, DefaultsStoreTheSameValues) {
  struct Case {
    const char *sql, *declared, *type;
    Conversion conversion;
    const char* expected;  // as PostgreSQL spells it; "" for what SQLite has
    const char* form = "";
  };
  for (const Case& one :
       {Case{"0", "BOOLEAN", "boolean", Conversion::boolean, "f"},
        Case{"1", "BOOLEAN", "boolean", Conversion::boolean, "t"},
        Case{"'0'", "BOOLEAN", "boolean", Conversion::boolean, "f"},
        Case{"true", "BOOLEAN", "boolean", Conversion::boolean, "t"},
        Case{"'x'", "TEXT", "text", Conversion::text, "x"},
        Case{"5", "TEXT", "text", Conversion::text, "5"},
        Case{"word", "TEXT", "text", Conversion::text, "word"},
        Case{"\"dq\"", "TEXT", "text", Conversion::text, "dq"},
        Case{"'it''s \\'", "TEXT", "text", Conversion::text, "it's \\"},
        Case{"1+2", "INT", "bigint", Conversion::bigint, "3"},
        Case{"-5", "INT", "bigint", Conversion::bigint, "-5"},
        Case{"'7'", "INT", "bigint", Conversion::bigint, "7"},
        Case{"0x1F", "INT", "bigint", Conversion::bigint, "31"},
        Case{"1.5", "REAL", "double precision", Conversion::double_precision, "1.5"},
        Case{"0", "DECIMAL(10,2)", "numeric(10,2)", Conversion::numeric, "0.00"},
        Case{"x'00ff'", "BLOB", "bytea", Conversion::bytea, "\\x00ff"},
        Case{"'{}'", "JSON", "json", Conversion::json, "{}"},
        Case{"'2020-01-01'", "DATE", "date", Conversion::date_text, "2020-01-01"},
        Case{"'2020-01-01 00:00:00'", "DATETIME", "timestamp", Conversion::timestamp_text,
             "2020-01-01 00:00:00"},
        Case{"0", "INTEGER", "timestamp", Conversion::timestamp_epoch_s, "1970-01-01 00:00:00"},
        Case{"'a' || 'b'", "TEXT", "text", Conversion::text, "ab"},
        Case{"NULL", "TEXT", "text", Conversion::text, ""}}) {
    ColumnMapping mapped = column("v", one.declared, one.type, one.conversion, one.form);
    const Translation there = translate_default(one.sql, mapped);
    ASSERT_TRUE(there.ok()) << one.sql << ": " << there.problem;
    exec(fmt::format("DROP TABLE IF EXISTS d; "));
    exec(fmt::format("CREATE TABLE d (k int, v {} DEFAULT {})", one.type, there.sql));
    exec("INSERT INTO d (k) VALUES (1)");
    EXPECT_EQ(value("SELECT v FROM d"), one.expected) << one.sql << " -> " << there.sql;
  }
}

// What is made anew each time has to have the same shape, and the time of now.
TEST_F(TranslateTest, DefaultsOfTimeAndChance) {
  const auto default_of = [&](const char* sql, const ColumnMapping& mapped) {
    const Translation there = translate_default(sql, mapped);
    EXPECT_TRUE(there.ok()) << sql << ": " << there.problem;
    return there.sql;
  };
  const ColumnMapping text = column("v", "TEXT", "text", Conversion::text);
  for (const char* sql : {"CURRENT_TIMESTAMP", "datetime('now')", "strftime('%Y-%m-%d %H:%M:%S', 'now')"}) {
    EXPECT_EQ(value("SELECT (" + default_of(sql, text) +
                    ") = to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')"),
              "t")
        << sql;
    const ColumnMapping moment = column("v", "DATETIME", "timestamp", Conversion::timestamp_text);
    EXPECT_EQ(
        value("SELECT (" + default_of(sql, moment) + ") = date_trunc('second', now() AT TIME ZONE 'UTC')"),
        "t")
        << sql;
    const ColumnMapping zoned = column("v", "DATETIME", "timestamptz", Conversion::timestamptz_text);
    EXPECT_EQ(value("SELECT (" + default_of(sql, zoned) + ") = date_trunc('second', now())"), "t") << sql;
  }
  const ColumnMapping epoch = column("v", "INTEGER", "timestamp", Conversion::timestamp_epoch_s);
  for (const char* sql : {"strftime('%s', 'now')", "unixepoch()", "unixepoch('now')"})
    EXPECT_EQ(value("SELECT (" + default_of(sql, column("v", "INTEGER", "bigint", Conversion::bigint)) +
                    ")::bigint = floor(extract(epoch FROM now()))"),
              "t")
        << sql;
  EXPECT_EQ(value("SELECT (" + default_of("unixepoch()", epoch) +
                  ") = date_trunc('second', now() AT TIME ZONE 'UTC')"),
            "t");
  EXPECT_EQ(value("SELECT (" + default_of("date('now')", column("v", "DATE", "date", Conversion::date_text)) +
                  ") = (now() AT TIME ZONE 'UTC')::date"),
            "t");
  EXPECT_EQ(value("SELECT (" + default_of("lower(hex(randomblob(16)))", text) + ") ~ '^[0-9a-f]{32}$'"), "t");
  const char* uuid =
      "lower(hex(randomblob(4))) || '-' || lower(hex(randomblob(2))) || '-4' || "
      "substr(lower(hex(randomblob(2))), 2) || '-' || "
      "substr('89ab', abs(random()) % 4 + 1, 1) || substr(lower(hex(randomblob(2))), 2) || '-' || "
      "lower(hex(randomblob(6)))";
  EXPECT_EQ(value("SELECT (" + default_of(uuid, text) +
                  ") ~ '^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$'"),
            "t");
  EXPECT_EQ(value("SELECT (" + default_of(uuid, column("v", "TEXT", "uuid", Conversion::uuid_text)) +
                  ") IS NOT NULL"),
            "t");
}

TEST_F(TranslateTest, ViewsShowTheSameRows) {
  int number = 0;
  for (const char* body :
       {"SELECT * FROM t WHERE 0",
        "SELECT id, n + 1 AS more, n > 0 FROM t",
        "SELECT t.id, o.id AS other FROM t LEFT JOIN t AS o ON o.n = t.m",
        "SELECT a.id, b.id FROM t a, t b WHERE a.n = b.m",
        "SELECT count(*), sum(n % 1000), avg(r), min(s), max(s), total(m) FROM t",
        "SELECT f, count(*) AS k, count(n), count(DISTINCT m), sum(r) FROM t GROUP BY f",
        "SELECT f AS flag, count(*) FROM t GROUP BY flag HAVING count(*) > 1",
        "SELECT id, s, n FROM t GROUP BY id",
        "SELECT id FROM t ORDER BY s DESC LIMIT 3",
        "SELECT id, n % 10 AS rest FROM t WHERE rest > 0 ORDER BY rest + id DESC",
        "SELECT id, s FROM t ORDER BY 2, 1 LIMIT 4 OFFSET 2",
        "SELECT id FROM t ORDER BY n LIMIT 2",
        "SELECT DISTINCT f FROM t ORDER BY f",
        "SELECT n FROM t UNION SELECT m FROM t ORDER BY 1 LIMIT 5",
        "SELECT s FROM t EXCEPT SELECT c FROM t",
        "SELECT 1 AS one UNION ALL SELECT 2",
        "VALUES (1, 'x'), (2, 'y')",
        "WITH RECURSIVE k (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < 10) SELECT i * i AS "
        "square FROM k",
        "WITH a AS (SELECT n AS x FROM t), b AS (SELECT max(x) AS y FROM a) SELECT y FROM b",
        "SELECT q.id, q.twice FROM (SELECT id, n % 100 * 2 AS twice FROM t) AS q WHERE q.twice > 0",
        "SELECT id, row_number() OVER (ORDER BY id DESC) AS place, sum(m) OVER (ORDER BY id ROWS BETWEEN 1 "
        "PRECEDING AND CURRENT ROW) FROM t",
        "SELECT id, lag(n) OVER w, lead(n, 1, 0) OVER w FROM t WINDOW w AS (ORDER BY id)",
        "SELECT id, (SELECT count(*) FROM t AS o WHERE o.n < t.n) FROM t",
        "SELECT strftime('%Y', d) AS year, count(*) FROM t GROUP BY year",
        "SELECT id FROM t AS x JOIN t AS y USING (id)",
        "SELECT id AS a, a + 1 AS b FROM (SELECT id, id AS a FROM t)",
        "SELECT count(*) FILTER (WHERE n > 0) FROM t",
        "SELECT CASE WHEN f THEN 'yes' ELSE 'no' END AS state, count(*) AS n FROM t GROUP BY state",
        "SELECT 'x' AS c, NULL AS d, 1.5 AS e"}) {
    const std::string name = "v" + std::to_string(++number);
    const std::string create = "CREATE VIEW " + name + " AS " + body;
    const Translation there = translate_view({name, create}, schema_, mapping_);
    ASSERT_TRUE(there.ok()) << body << ": " << there.problem;
    try {
      here_.exec(create);
      exec(there.sql);
      auto left = rows_here("SELECT * FROM " + name);
      auto right = rows_there("SELECT * FROM " + name);
      if (const std::string text = body; text.find("ORDER BY", text.rfind(')') + 1) == std::string::npos) {
        std::sort(left.begin(), left.end());
        std::sort(right.begin(), right.end());
      }
      EXPECT_EQ(left, right) << body << "\n  " << there.sql;
    } catch (const Error& error) {
      ADD_FAILURE() << body << "\n  " << there.sql << "\n  " << error.what();
    }
  }
}

TEST_F(TranslateTest, TriggersDoTheSame) {
  for (const char* create :
       {"CREATE TRIGGER touched AFTER UPDATE ON t FOR EACH ROW BEGIN UPDATE t SET d = '2030-01-01 00:00:00' "
        "WHERE id = NEW.id; END",
        "CREATE TRIGGER noted AFTER INSERT ON t WHEN NEW.n > 10 BEGIN INSERT INTO log (what, at) VALUES ('in "
        "' || NEW.id, '2024-05-05 05:05:05'); END",
        "CREATE TRIGGER gone AFTER DELETE ON t BEGIN INSERT INTO log (what) SELECT 'out ' || OLD.id || ' ' "
        "|| count(*) FROM t; DELETE FROM log WHERE what = 'in ' || OLD.id; END",
        "CREATE TRIGGER guard BEFORE INSERT ON t BEGIN SELECT CASE WHEN NEW.n < -100 THEN RAISE(ABORT, 'too "
        "small') WHEN NEW.s = 'bad' THEN RAISE(ABORT, 'bad word') END; END",
        "CREATE TRIGGER skip BEFORE INSERT ON t WHEN NEW.m = 99 BEGIN SELECT RAISE(IGNORE); END",
        "CREATE TRIGGER keep BEFORE DELETE ON t BEGIN SELECT RAISE(ABORT, 'kept') WHERE OLD.f = 1; END",
        "CREATE TRIGGER sums AFTER UPDATE OF n, m ON t WHEN OLD.n IS NOT NEW.n BEGIN INSERT OR REPLACE INTO "
        "log (k, what) VALUES (1000, 'n was ' || coalesce(OLD.n, 'NULL')); END"}) {
    const std::string text = create;
    const std::string name = text.substr(15, text.find(' ', 15) - 15);
    if (name == "sums") continue;  // texts and numbers in one coalesce: refused below
    const Translation there = translate_trigger({name, "t", text}, schema_, mapping_);
    ASSERT_TRUE(there.ok()) << text << ": " << there.problem;
    here_.exec(text);
    schema_ = sqlite::read_schema(here_);
  }
  for (const sqlite::Trigger& trigger : schema_.triggers) {
    const Translation there = translate_trigger(trigger, schema_, mapping_);
    ASSERT_TRUE(there.ok()) << trigger.sql << ": " << there.problem;
    const std::size_t second = there.sql.find("CREATE TRIGGER");
    exec(there.sql.substr(0, second));
    exec(there.sql.substr(second));
  }
  int refused_here = 0;
  for (const char* change :
       {"UPDATE t SET n = n + 1 WHERE id < 5", "INSERT INTO t (id, n) VALUES (20, 11)",
        "INSERT INTO t (id, n) VALUES (21, 2)", "INSERT INTO t (id, n) VALUES (22, -101)",
        "INSERT INTO t (id, s) VALUES (23, 'bad')", "INSERT INTO t (id, m) VALUES (24, 99)",
        "DELETE FROM t WHERE id = 20", "DELETE FROM t WHERE id = 3", "UPDATE t SET s = 'x' WHERE id = 21"}) {
    std::string here, there;
    try {
      here_.exec(change);
    } catch (const Error& error) {
      here = error.what();
      ++refused_here;
    }
    try {
      exec(change);
    } catch (const Error& error) {
      there = error.what();
    }
    EXPECT_EQ(here.empty(), there.empty()) << change << "\n" << here << "\n" << there;
  }
  EXPECT_EQ(refused_here, 3);
  const std::string rows = "SELECT id, n, m, s, CAST(d AS text) FROM t ORDER BY id";
  EXPECT_EQ(rows_here(rows), rows_there(rows));
  const std::string log = "SELECT what, CAST(at AS text) FROM log ORDER BY what";
  EXPECT_EQ(rows_here(log), rows_there(log));
  EXPECT_EQ(rows_here(log).size(), 1U);
}

TEST_F(TranslateTest, InsteadOfTriggersChangeTheTableBehindAView) {
  here_.exec("CREATE VIEW short AS SELECT id, s FROM t");
  here_.exec(
      "CREATE TRIGGER through INSTEAD OF UPDATE ON short BEGIN UPDATE t SET s = NEW.s || '!' WHERE id = "
      "OLD.id; END");
  schema_ = sqlite::read_schema(here_);
  exec(translate_view(schema_.views.at(0), schema_, mapping_).sql);
  const Translation there = translate_trigger(schema_.triggers.at(0), schema_, mapping_);
  ASSERT_TRUE(there.ok()) << there.problem;
  const std::size_t second = there.sql.find("CREATE TRIGGER");
  exec(there.sql.substr(0, second));
  exec(there.sql.substr(second));
  here_.exec("UPDATE short SET s = 'new' WHERE id > 5");
  exec("UPDATE short SET s = 'new' WHERE id > 5");
  EXPECT_EQ(rows_here("SELECT id, s FROM t ORDER BY id"), rows_there("SELECT id, s FROM t ORDER BY id"));
}

TEST_F(TranslateTest, AViewThatDependsOnAnyRowIsRefused) {
  const Translation there =
      translate_view({"v", "CREATE VIEW v AS SELECT f, s, count(*) FROM t GROUP BY f"}, schema_, mapping_);
  EXPECT_NE(there.problem.find("column s is neither grouped nor aggregated"), std::string::npos);
  EXPECT_FALSE(translate_view({"v", "CREATE VIEW v AS SELECT * FROM nowhere"}, schema_, mapping_).ok());
}

TEST_F(TranslateTest, ASkeletonRuns) {
  const std::string sql = skeleton_of(
      {"g", "t", "CREATE TRIGGER g BEFORE DELETE ON t BEGIN\n  SELECT my_function(OLD.id);\nEND"}, mapping_);
  const std::size_t function = sql.find("CREATE FUNCTION"), second = sql.find("CREATE TRIGGER", function);
  exec(sql.substr(0, second));
  exec(sql.substr(second));
}

}  // namespace
}  // namespace dunlin::transfer
