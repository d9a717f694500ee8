#include <limits>
#include <random>

#include "integration/Server.hpp"
#include "postgres/Copy.hpp"
#include "postgres/SqlError.hpp"
#include "transfer/values/JsonText.hpp"
#include "unit/transfer/Columns.hpp"

// A server is the judge: what the encoder writes is what it was told to mean, what the server sends back are
// the same bytes, and what the encoder refuses as JSON the server refuses too.
namespace dunlin::transfer {
namespace {

using C = Conversion;
using sqlite::Value;

class ServerValuesTest : public test::DatabaseTest {
 protected:
  void copy(const std::vector<std::string>& images) {
    postgres::CopyIn copy(connection_, postgres::Sql::trusted("COPY t FROM STDIN (FORMAT binary)"));
    copy.put(copy_header());
    for (const auto& image : images) copy.put(image);
    copy.put(copy_trailer());
    EXPECT_EQ(copy.finish(), static_cast<std::int64_t>(images.size()));
  }

  std::vector<std::string> read_back() {
    std::vector<std::string> images;
    postgres::BinaryRows rows(connection_, postgres::Sql::trusted("COPY t TO STDOUT (FORMAT binary)"));
    while (const auto image = rows.next()) images.emplace_back(*image);
    return images;
  }

  // Stores values in a column and expects what the server shows of each.
  void expect_stored(const ColumnMapping& column, const std::vector<std::pair<Value, std::string>>& cases) {
    exec("DROP TABLE IF EXISTS t");
    exec("CREATE TABLE t (c " + column.type + ")");
    std::vector<std::string> images;
    for (const auto& [value, shown] : cases) {
      const auto encoded = test::encode(column, value);
      ASSERT_EQ(encoded.reason, "") << column.type << " " << shown;
      images.push_back(encoded.image);
    }
    copy(images);
    const auto result = connection_.exec(postgres::Sql::trusted("SELECT c::text FROM t"));
    for (std::size_t i = 0; i < cases.size(); ++i)
      EXPECT_EQ(result.string(static_cast<int>(i), 0), cases[i].second) << column.type << " " << column.form;
    if (column.conversion != C::jsonb) {
      EXPECT_EQ(read_back(), images) << column.type;
    }
  }
};

Value integer(std::int64_t value) {
  return Value::of(value);
}

TEST_F(ServerValuesTest, NumbersAreStoredExactly) {
  const auto least = std::numeric_limits<std::int64_t>::min();
  const auto infinity = std::numeric_limits<double>::infinity();
  expect_stored(test::column(C::bigint, "bigint"),
                {{integer(least), "-9223372036854775808"}, {integer(0), "0"}});
  expect_stored(test::column(C::integer, "integer"), {{integer(-2147483648), "-2147483648"}});
  expect_stored(test::column(C::smallint, "smallint"), {{integer(-32768), "-32768"}, {integer(7), "7"}});
  expect_stored(test::column(C::double_precision, "double precision"),
                {{Value::of(0.1), "0.1"},
                 {Value::of(-0.0), "-0"},
                 {Value::of(5e-324), "5e-324"},
                 {Value::of(infinity), "Infinity"},
                 {Value::of(-infinity), "-Infinity"},
                 {Value::of(1.7976931348623157e308), "1.7976931348623157e+308"}});
  expect_stored(test::column(C::real, "real"),
                {{Value::of(0.5), "0.5"}, {Value::of(-infinity), "-Infinity"}});
  expect_stored(test::column(C::numeric, "numeric"), {{integer(least), "-9223372036854775808"},
                                                      {integer(10000), "10000"},
                                                      {Value::of(0.1), "0.1"},
                                                      {Value::of(1234567.891), "1234567.891"},
                                                      {Value::of(1e22), "10000000000000000000000"},
                                                      {Value::of(1e-7), "0.0000001"},
                                                      {Value::of(-2.5), "-2.5"},
                                                      {integer(0), "0"},
                                                      {Value::of(0.00012345), "0.00012345"},
                                                      {Value::of(12340000.5), "12340000.5"}});
  expect_stored(test::column(C::numeric, "numeric(12,2)"), {{integer(5), "5.00"},
                                                            {Value::of(-0.5), "-0.50"},
                                                            {Value::of(1234567890.25), "1234567890.25"},
                                                            {integer(0), "0.00"}});
  expect_stored(
      test::column(C::numeric, "numeric", "text"),
      {{Value::text("1.50"), "1.50"},
       {Value::text("-0.000100"), "-0.000100"},
       {Value::text("1e3"), "1000"},
       {Value::text("123456789012345678901234567890.1200"), "123456789012345678901234567890.1200"}});
}

TEST_F(ServerValuesTest, BytesAreStoredExactly) {
  expect_stored(test::column(C::text, "text"),
                {{Value::text("grün 🦜"), "grün 🦜"}, {Value::text(""), ""}});
  expect_stored(test::column(C::text, "varchar(4)"), {{Value::text("grün"), "grün"}});
  expect_stored(test::column(C::bytea, "bytea"),
                {{Value::blob(std::string_view("\0\xff", 2)), "\\x00ff"}, {Value::blob(""), "\\x"}});
  expect_stored(test::column(C::bytea, "bytea", "hex"), {{Value::text("00ff10"), "\\x00ff10"}});
  expect_stored(test::column(C::boolean, "boolean"), {{integer(0), "false"}, {integer(1), "true"}});
  expect_stored(test::column(C::boolean_text, "boolean"),
                {{Value::text("no"), "false"}, {Value::text("T"), "true"}});
  expect_stored(test::column(C::uuid_text, "uuid"), {{Value::text("{0F8FAD5B-D9CB-469F-A165-70867728950E}"),
                                                      "0f8fad5b-d9cb-469f-a165-70867728950e"}});
  expect_stored(test::column(C::uuid_blob, "uuid"),
                {{Value::blob("0123456789abcdef"), "30313233-3435-3637-3839-616263646566"}});
  expect_stored(test::column(C::json, "json"),
                {{Value::text("{\"a\":1,  \"a\":\"\\u0000\"}"), "{\"a\":1,  \"a\":\"\\u0000\"}"}});
  expect_stored(test::column(C::json, "json", "number"), {{integer(-7), "-7"}, {Value::of(1e300), "1e+300"}});
  expect_stored(test::column(C::jsonb, "jsonb"),
                {{Value::text("{\"b\":1,\"a\":[1.50]}"), "{\"a\": [1.50], \"b\": 1}"}});
}

TEST_F(ServerValuesTest, MomentsAreStoredExactly) {
  exec("SET timezone = 'UTC'");
  exec("SET datestyle = 'ISO'");
  expect_stored(test::column(C::date_text, "date"), {{Value::text("2024-02-29"), "2024-02-29"},
                                                     {Value::text("0001-01-01"), "0001-01-01"},
                                                     {Value::text("1999-12-31"), "1999-12-31"}});
  expect_stored(test::column(C::time_text, "time"), {{Value::text("23:59:59.999999"), "23:59:59.999999"}});
  expect_stored(test::column(C::timestamp_text, "timestamp"),
                {{Value::text("1969-12-31T23:59:59.5"), "1969-12-31 23:59:59.5"},
                 {Value::text("0001-01-01 00:00"), "0001-01-01 00:00:00"}});
  expect_stored(test::column(C::timestamptz_text, "timestamptz"),
                {{Value::text("2024-01-01 00:00:00+02:00"), "2023-12-31 22:00:00+00"},
                 {Value::text("2024-01-01 00:00:00-1130"), "2024-01-01 11:30:00+00"},
                 {Value::text("2024-01-01T00:00:00Z"), "2024-01-01 00:00:00+00"}});
  expect_stored(test::column(C::timestamptz_epoch_s, "timestamptz"),
                {{integer(1700000000), "2023-11-14 22:13:20+00"},
                 {integer(0), "1970-01-01 00:00:00+00"},
                 {integer(-210866803200), "4714-11-24 00:00:00+00 BC"}});
  expect_stored(test::column(C::timestamptz_epoch_ms, "timestamptz"),
                {{integer(1700000000123), "2023-11-14 22:13:20.123+00"}});
  expect_stored(test::column(C::timestamp_epoch_us, "timestamp"),
                {{integer(1700000000123456), "2023-11-14 22:13:20.123456"}});
  expect_stored(test::column(C::timestamp_core_data, "timestamp"),
                {{Value::of(721692800.5), "2023-11-14 22:13:20.5"}});
  expect_stored(test::column(C::timestamp_webkit, "timestamp"),
                {{integer(13344473600000000), "2023-11-14 22:13:20"}});
  expect_stored(test::column(C::timestamp_julian, "timestamp"),
                {{Value::of(2460263.25), "2023-11-14 18:00:00"}});
}

TEST_F(ServerValuesTest, RandomRowsComeBackAsTheSameBytes) {
  TableMapping table;
  table.source = table.target = "t";
  table.columns = {test::column(C::numeric, "numeric"), test::column(C::double_precision, "double precision"),
                   test::column(C::timestamp_epoch_us, "timestamp"),
                   test::column(C::numeric, "numeric(30,10)")};
  exec("CREATE TABLE t (a numeric, b double precision, c timestamp, d numeric(30,10))");
  std::mt19937_64 random(11);
  RowEncoder encoder(table);
  std::vector<std::string> images;
  for (int i = 0; i < 20000; ++i) {
    const auto bits = random();
    const auto real = std::bit_cast<double>(bits);
    const auto micros = static_cast<std::int64_t>(bits % 4'000'000'000'000'000'000) - 200'000'000'000'000'000;
    const std::vector<Value> row{Value::of(std::isfinite(real) ? real : 1.5), Value::of(real),
                                 integer(micros),
                                 Value::of(static_cast<double>(static_cast<std::int32_t>(bits)) / 1024)};
    std::string image;
    if (std::isnan(real)) continue;
    ASSERT_TRUE(encoder.encode(row, image))
        << encoder.misfits().front().reason << " " << real << " " << micros;
    images.push_back(std::move(image));
  }
  copy(images);
  EXPECT_EQ(read_back(), images);
}

TEST_F(ServerValuesTest, JsonIsJudgedAsTheServerDoes) {
  exec(
      "CREATE FUNCTION is_json(t text) RETURNS boolean LANGUAGE plpgsql AS "
      "'BEGIN PERFORM t::json; RETURN true; EXCEPTION WHEN OTHERS THEN RETURN false; END'");
  exec(
      "CREATE FUNCTION is_jsonb(t text) RETURNS boolean LANGUAGE plpgsql AS "
      "'BEGIN PERFORM t::jsonb; RETURN true; EXCEPTION WHEN OTHERS THEN RETURN false; END'");
  const std::string document =
      R"({"a": [1, -2.5e3, "xé\n\ud834\udd1e"], "b": {"c": null, "d": [true, false, {}]}, "e": "\\"})";
  const std::string letters = "{}[]\",:\\u019eE+-. tfn\x01\t_x";
  std::mt19937 random(2);
  int accepted = 0;
  for (int i = 0; i < 4000; ++i) {
    std::string text = document;
    for (unsigned changes = random() % 3; changes > 0 && !text.empty(); --changes) {
      const std::size_t at = random() % text.size();
      if (static_cast<unsigned char>(text[at]) >= 0x80) continue;
      if (random() % 3 == 0)
        text.erase(at, 1);
      else
        text[at] = letters[random() % letters.size()];
    }
    const auto judged = connection_.exec(postgres::Sql("SELECT is_json($1), is_jsonb($1)"), {text});
    EXPECT_EQ(find_json_fault(text, JsonKind::json) == nullptr, judged.string(0, 0) == "t") << text;
    EXPECT_EQ(find_json_fault(text, JsonKind::jsonb) == nullptr, judged.string(0, 1) == "t") << text;
    accepted += judged.string(0, 0) == "t" ? 1 : 0;
  }
  EXPECT_GT(accepted, 500);
  EXPECT_LT(accepted, 3900);
}

}  // namespace
}  // namespace dunlin::transfer
