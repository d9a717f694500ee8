#include <bit>
#include <cmath>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <limits>
#include <random>

#include "base/Error.hpp"
#include "transfer/values/Epoch.hpp"
#include "unit/transfer/Columns.hpp"

namespace dunlin::transfer {
namespace {

using sqlite::Storage;
using sqlite::Value;
using C = Conversion;

Value integer(std::int64_t value) {
  return Value::of(value);
}

void expect_same_again(const ColumnMapping& column, const Value& value) {
  const auto encoded = test::encode(column, value);
  ASSERT_EQ(encoded.reason, "") << column.type << " " << column.form << " " << value.bytes << value.integer;
  const auto back = test::decode(column, encoded.image);
  EXPECT_EQ(back.storage, value.storage) << column.type << " " << column.form << " " << value.bytes;
  EXPECT_EQ(back.integer, value.integer) << column.type;
  EXPECT_EQ(std::bit_cast<std::uint64_t>(back.real), std::bit_cast<std::uint64_t>(value.real))
      << column.type << value.real;
  EXPECT_EQ(back.bytes, std::string(value.bytes)) << column.type << " " << column.form;
}

std::string misfit(C conversion, const std::string& type, const Value& value, const std::string& form = "") {
  return test::encode(test::column(conversion, type, form), value).reason;
}

struct TextCase {
  C conversion;
  const char* type;
  const char* form;
  const char* text;
};

class TextsThatComeBack : public ::testing::TestWithParam<TextCase> {};

TEST_P(TextsThatComeBack, AsTheSameBytes) {
  const auto& c = GetParam();
  expect_same_again(test::column(c.conversion, c.type, c.form), Value::text(c.text));
}

INSTANTIATE_TEST_SUITE_P(
    Forms, TextsThatComeBack,
    ::testing::Values(
        TextCase{C::text, "text", "", ""}, TextCase{C::text, "text", "", "grün 🦜"},
        TextCase{C::text, "varchar(4)", "", "grün"}, TextCase{C::text, "character varying(4)", "", "x"},
        TextCase{C::bytea, "bytea", "text", "\xff\xfe"}, TextCase{C::bytea, "bytea", "hex", "00ff10"},
        TextCase{C::bytea, "bytea", "HEX", "00FF10"},
        TextCase{C::bigint, "bigint", "text", "-9223372036854775808"},
        TextCase{C::integer, "integer", "text", "2147483647"},
        TextCase{C::smallint, "smallint", "text", "-32768"}, TextCase{C::numeric, "numeric", "text", "0"},
        TextCase{C::numeric, "numeric", "text", "0.00"}, TextCase{C::numeric, "numeric", "text", "-0.00010"},
        TextCase{C::numeric, "numeric", "text", "10000"},
        TextCase{C::numeric, "numeric", "text",
                 "123456789012345678901234567890.123456789012345678901234567890"},
        TextCase{C::numeric, "numeric(12,2)", "text", "1234567890.50"},
        TextCase{C::numeric, "numeric", "text", "99999999"},
        TextCase{C::numeric, "numeric", "text", "0.0000000000001"},
        TextCase{C::boolean_text, "boolean", "t/f", "f"}, TextCase{C::boolean_text, "boolean", "", "true"},
        TextCase{C::boolean_text, "boolean", "Yes/No", "Yes"},
        TextCase{C::boolean_text, "boolean", "1/0", "0"},
        TextCase{C::uuid_text, "uuid", "", "0f8fad5b-d9cb-469f-a165-70867728950e"},
        TextCase{C::uuid_text, "uuid", "upper", "0F8FAD5B-D9CB-469F-A165-70867728950E"},
        TextCase{C::uuid_text, "uuid", "plain", "0f8fad5bd9cb469fa16570867728950e"},
        TextCase{C::uuid_text, "uuid", "braces upper", "{0F8FAD5B-D9CB-469F-A165-70867728950E}"},
        TextCase{C::json, "json", "", "{\"a\": [1,  2.50, \"\\u0000\"], \"a\": null}"},
        TextCase{C::date_text, "date", "", "2024-02-29"}, TextCase{C::date_text, "date", "", "0001-01-01"},
        TextCase{C::date_text, "date", "", "9999-12-31"}, TextCase{C::time_text, "time", "HH:MM", "23:59"},
        TextCase{C::time_text, "time", "HH:MM:SS.SSS", "00:00:00.001"},
        TextCase{C::time_text, "time", "", "12:30:00.5"},
        TextCase{C::timestamp_text, "timestamp", "", "1999-12-31 23:59:59"},
        TextCase{C::timestamp_text, "timestamp", "", "1999-12-31 23:59:59.000001"},
        TextCase{C::timestamp_text, "timestamp", "YYYY-MM-DD", "1970-01-01"},
        TextCase{C::timestamp_text, "timestamp", "YYYY-MM-DD HH:MM", "1970-01-01 00:01"},
        TextCase{C::timestamp_text, "timestamp", "YYYY-MM-DDTHH:MM:SS.SSSSSS", "0001-01-01T00:00:00.000000"},
        TextCase{C::timestamp_text, "timestamp", "YYYY-MM-DD HH:MM:SS[.SSSSSS]", "2024-01-01 10:00:00"},
        TextCase{C::timestamp_text, "timestamp", "YYYY-MM-DD HH:MM:SS[.SSSSSS]",
                 "2024-01-01 10:00:00.100000"},
        TextCase{C::timestamp_text, "timestamp(3)", "YYYY-MM-DD HH:MM:SS.SSS", "2024-01-01 10:00:00.123"},
        TextCase{C::timestamp_text, "timestamp", "YYYY-MM-DD HH:MM:SS.SSSSSSSSS",
                 "2024-01-01 10:00:00.123456000"},
        TextCase{C::timestamptz_text, "timestamptz", "YYYY-MM-DDTHH:MM:SSZ", "9999-12-31T23:59:59Z"},
        TextCase{C::timestamptz_text, "timestamptz", "YYYY-MM-DD HH:MM:SS.SSS+05:30",
                 "2024-01-01 00:00:00.120+05:30"},
        TextCase{C::timestamptz_text, "timestamptz", "YYYY-MM-DD HH:MM:SS-1130", "2024-01-01 00:00:00-1130"},
        TextCase{C::timestamptz_text, "timestamptz", "YYYY-MM-DD HH:MM:SS +02", "2024-01-01 00:00:00 +02"},
        TextCase{C::timestamptz_text, "timestamptz", "YYYY-MM-DD HH:MM:SS", "2024-01-01 00:00:00"}));

const std::int64_t k_integers[] = {0,
                                   1,
                                   -1,
                                   9,
                                   10,
                                   9999,
                                   10000,
                                   10001,
                                   99999999,
                                   100000000,
                                   -123456789012345678,
                                   std::numeric_limits<std::int64_t>::max(),
                                   std::numeric_limits<std::int64_t>::min()};
const double k_reals[] = {0.1,
                          1e300,
                          5e-324,
                          -2.5,
                          1234567.891,
                          1e20,
                          0.0001,
                          1.7976931348623157e308,
                          2.2250738585072014e-308,
                          0.30000000000000004,
                          123456789.125,
                          -1e-7,
                          2251799813685249.5};

TEST(RowCodec, NumbersComeBack) {
  for (const auto value : k_integers) {
    expect_same_again(test::column(C::bigint, "bigint"), integer(value));
    expect_same_again(test::column(C::numeric, "numeric"), integer(value));
    expect_same_again(test::column(C::json, "json", "number"), integer(value));
    expect_same_again(test::column(C::text, "text", "number"), integer(value));
  }
  for (const auto value : k_reals) {
    expect_same_again(test::column(C::double_precision, "double precision"), Value::of(value));
    expect_same_again(test::column(C::numeric, "numeric"), Value::of(value));
    expect_same_again(test::column(C::json, "json", "number"), Value::of(value));
    expect_same_again(test::column(C::text, "text", "number"), Value::of(value));
  }
  for (const double value :
       {-0.0, std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()}) {
    expect_same_again(test::column(C::double_precision, "double precision"), Value::of(value));
    expect_same_again(test::column(C::real, "real"), Value::of(value));
  }
  expect_same_again(test::column(C::double_precision, "double precision", "number"), integer(-5));
  expect_same_again(test::column(C::double_precision, "double precision", "number"), Value::of(0.5));
  expect_same_again(test::column(C::numeric, "numeric(10,2)"), Value::of(12.5));
  expect_same_again(test::column(C::numeric, "numeric(10,2)"), integer(7));
  expect_same_again(test::column(C::numeric, "numeric", "real"), Value::of(3.0));
  expect_same_again(test::column(C::real, "real"), Value::of(0.5));
  expect_same_again(test::column(C::boolean, "boolean"), integer(1));
  expect_same_again(test::column(C::uuid_blob, "uuid"), Value::blob("0123456789abcdef"));
  expect_same_again(test::column(C::bytea, "bytea"), Value::blob(std::string_view("\0\xff", 2)));
  expect_same_again(test::column(C::text, "text", "blob"), Value::blob("text"));
  expect_same_again(test::column(C::bigint, "bigint"), Value{});
}

// A column of text in which numbers are spelled: what isn't the one spelling of a number is a text.
TEST(RowCodec, TextsBesideNumbersComeBack) {
  const auto column = test::column(C::text, "text", "number");
  for (const char* text : {"", "studio", "007", "+1", "1e2", "-", "-0", ".5", "5.", "1 ", " 1", "inf", "nan",
                           "0x10", "9223372036854775808", "1_000"})
    expect_same_again(column, Value::text(text));
  for (const double real : {3.0, -0.0, 1e22, 2.5}) expect_same_again(column, Value::of(real));
  EXPECT_EQ(test::encode(column, Value::of(3.0)).image, test::encode(column, Value::text("3.0")).image);
  EXPECT_NE(misfit(C::text, "text", Value::of(std::numeric_limits<double>::infinity()), "number"), "");
  EXPECT_NE(misfit(C::text, "varchar(2)", integer(100), "number"), "");
}

TEST(RowCodec, EpochsComeBack) {
  expect_same_again(test::column(C::timestamp_epoch_s, "timestamp"), integer(-1));
  expect_same_again(test::column(C::timestamptz_epoch_s, "timestamptz"), Value::of(1700000000.25));
  expect_same_again(test::column(C::timestamptz_epoch_ms, "timestamptz"), integer(1700000000123));
  expect_same_again(test::column(C::timestamptz_epoch_us, "timestamptz"), integer(-1700000000123456));
  expect_same_again(test::column(C::timestamp_core_data, "timestamp"), Value::of(721692800.5));
  expect_same_again(test::column(C::timestamp_core_data, "timestamp", "real"), Value::of(721692800.0));
  expect_same_again(test::column(C::timestamp_webkit, "timestamp"), integer(13344473600000001));
  expect_same_again(test::column(C::timestamp_julian, "timestamp"), Value::of(2460263.25));
  expect_same_again(test::column(C::timestamp_julian, "timestamp", "real"), Value::of(2460262.5378151736));
}

// julianday() counts milliseconds, and a double of days isn't exact to a microsecond: what it makes of a
// millisecond is that millisecond, so that moments of PostgreSQL find their number.
TEST(RowCodec, MillisecondsOfJulianDaysAreExact) {
  for (std::int64_t millis = 0; millis < 86'400'000; millis += 10'007) {
    const std::int64_t moment = 7'300 * 86'400'000'000 + millis * 1000;  // in 2019
    EXPECT_EQ(micros_from(epoch_from(moment, Epoch::julian).real, Epoch::julian), moment);
  }
  expect_same_again(test::column(C::timestamp_julian, "timestamp"), Value::of(2460000.604166666));
}

TEST(RowCodec, RandomNumbersComeBack) {
  std::mt19937_64 random(7);
  const auto numeric = test::table_of(test::column(C::numeric, "numeric"));
  const auto real = test::table_of(test::column(C::double_precision, "double precision", "number"));
  const auto moments =
      test::table_of(test::column(C::timestamp_text, "timestamp", "YYYY-MM-DD HH:MM:SS.SSSSSS"));
  RowEncoder encode_numeric(numeric), encode_real(real), encode_moment(moments);
  RowDecoder decode_numeric(numeric), decode_real(real), decode_moment(moments);
  for (int i = 0; i < 20000; ++i) {
    const auto bits = random();
    const auto number = std::bit_cast<double>(bits);
    const Value values[] = {integer(static_cast<std::int64_t>(bits >> (bits & 63))),
                            Value::of(std::isfinite(number) ? number : 0.5)};
    for (const Value& value : values) {
      std::string image;
      ASSERT_TRUE(encode_numeric.encode(std::span(&value, 1), image));
      const Value back = decode_numeric.decode(image).front();
      // A whole real beyond 2^53 is an integer in a NUMERIC column; SQLite itself stores it so.
      if (value.storage == Storage::real && back.storage == Storage::integer) {
        EXPECT_EQ(static_cast<double>(back.integer), value.real);
      } else {
        EXPECT_EQ(test::own(back), test::own(value)) << value.real << " " << value.integer;
      }
    }
    if (std::isfinite(number) && std::floor(number) != number) {
      std::string image;
      ASSERT_TRUE(encode_real.encode(std::span(&values[1], 1), image));
      EXPECT_EQ(test::own(decode_real.decode(image).front()), test::own(values[1]));
    }
    const auto day = fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}.{:06}", 1 + bits % 9999,
                                 1 + (bits >> 14) % 12, 1 + (bits >> 18) % 28, (bits >> 23) % 24,
                                 (bits >> 28) % 60, (bits >> 34) % 60, (bits >> 40) % 1000000);
    const Value text = Value::text(day);
    std::string image;
    ASSERT_TRUE(encode_moment.encode(std::span(&text, 1), image)) << day;
    EXPECT_EQ(decode_moment.decode(image).front().bytes, day);
  }
}

TEST(RowCodec, ValuesThatDontFit) {
  const std::string storage = " where the column's type needs something else";
  EXPECT_EQ(misfit(C::bigint, "bigint", Value::text("5")), "text" + storage);
  EXPECT_EQ(misfit(C::bigint, "bigint", Value::of(5.0)), "real" + storage);
  EXPECT_EQ(misfit(C::text, "text", Value::blob("x")), "blob" + storage);
  EXPECT_EQ(misfit(C::bytea, "bytea", Value::text("x")), "text" + storage);
  EXPECT_EQ(misfit(C::double_precision, "double precision", integer(5)), "integer" + storage);
  EXPECT_EQ(misfit(C::integer, "integer", integer(2147483648)), "integer out of the range of integer");
  EXPECT_EQ(misfit(C::smallint, "smallint", integer(-32769)), "integer out of the range of smallint");
  EXPECT_EQ(misfit(C::real, "real", Value::of(0.1)), "number that real (4 bytes) can't hold exactly");
  EXPECT_EQ(misfit(C::real, "real", Value::of(1e300)), "number that real (4 bytes) can't hold exactly");
  EXPECT_EQ(misfit(C::double_precision, "double precision", integer((1LL << 53) + 1), "number"),
            "integer that a double can't hold exactly");
  EXPECT_EQ(misfit(C::boolean, "boolean", integer(2)), "integer that is neither 0 nor 1");
  EXPECT_EQ(misfit(C::boolean_text, "boolean", Value::text("maybe")), "text that is neither true nor false");
  EXPECT_EQ(misfit(C::numeric, "numeric(5,2)", Value::of(0.125)),
            "more digits behind the point than the type has");
  EXPECT_EQ(misfit(C::numeric, "numeric(5,2)", integer(1000)),
            "more digits before the point than the type has");
  EXPECT_EQ(misfit(C::numeric, "numeric", Value::of(std::numeric_limits<double>::infinity())), "infinity");
  EXPECT_EQ(misfit(C::numeric, "numeric", Value::text("1,5"), "text"), "not a decimal number");
  EXPECT_EQ(misfit(C::numeric, "numeric", Value::text("1e200000"), "text"), "number too large for numeric");
  EXPECT_EQ(misfit(C::numeric, "numeric", Value::text("1e-20000"), "text"),
            "more digits behind the point than the type has");
  EXPECT_EQ(misfit(C::text, "varchar(3)", Value::text("grün")), "text longer than the type allows");
  EXPECT_EQ(misfit(C::uuid_text, "uuid", Value::text("0f8fad5b-d9cb-469f-a165-70867728950")),
            "text that isn't a UUID");
  EXPECT_EQ(misfit(C::uuid_blob, "uuid", Value::blob("short")), "blob that isn't 16 bytes");
  EXPECT_EQ(misfit(C::json, "json", Value::text("{not json")), "not valid JSON");
  EXPECT_EQ(misfit(C::bytea, "bytea", Value::text("0g"), "hex"), "text that isn't hex digits");
  EXPECT_EQ(misfit(C::text, "text", Value::text(std::string_view("a\0b", 3))), "NUL byte in text");
}

TEST(RowCodec, MomentsThatDontFit) {
  const std::string none = "not a date or time that PostgreSQL can hold";
  for (const char* text :
       {"0000-00-00 00:00:00", "", "yesterday", "2023-02-29 00:00:00", "2024-13-01 00:00:00",
        "2024-01-01 24:00:00", "2024-01-01 00:60:00", "2024-01-01 00:00:60", "2024-01-01 00:00:00.",
        "2024-01-01 00:00:00+16:00", "2024-01-01 00:00:00-00:00", "2024-1-1 00:00:00", "2024-01-01  00:00:00",
        "2024-01-01 00:00:00 ", "12024-01-01 00:00:00", "0000-01-01 00:00:00"})
    EXPECT_EQ(misfit(C::timestamptz_text, "timestamptz", Value::text(text)), none) << text;
  EXPECT_EQ(misfit(C::timestamp_text, "timestamp", Value::text("2024-01-01 00:00:00.1234567")),
            "fraction of a second beyond microseconds");
  EXPECT_EQ(misfit(C::timestamp_text, "timestamp(3)", Value::text("2024-01-01 00:00:00.1234")),
            "fraction of a second that the type has no place for");
  EXPECT_EQ(misfit(C::timestamp_text, "timestamp", Value::text("2024-01-01 00:00:00Z")),
            "offset from UTC, which timestamp without time zone has no place for");
  EXPECT_EQ(misfit(C::date_text, "date", Value::text("2024-01-01 00:00:00")), "not a date alone");
  EXPECT_EQ(misfit(C::time_text, "time", Value::text("10:00:00Z")), "not a time of day alone");
  EXPECT_EQ(misfit(C::timestamp_text, "timestamp", Value::text("10:00:00")), "time without a date");
  EXPECT_EQ(misfit(C::timestamp_epoch_s, "timestamp", integer(9'224'318'016'000)), none);
  EXPECT_EQ(misfit(C::timestamp_epoch_s, "timestamp", integer(-210'866'803'201)), none);
  EXPECT_EQ(misfit(C::timestamp_epoch_s, "timestamp", integer(-210'866'803'200)), "");
  EXPECT_EQ(misfit(C::timestamp_epoch_ms, "timestamp", Value::of(1e300)), none);
  EXPECT_EQ(misfit(C::timestamp_julian, "timestamp", Value::of(std::numeric_limits<double>::infinity())),
            none);
}

// Every policy, on one value that doesn't fit: whether the row is stored, and what is said to have been done.
TEST(RowCodec, PoliciesDecideAboutMisfits) {
  using model::MisfitPolicy;
  const auto taken = [](ColumnMapping column, MisfitPolicy policy, const Value& value, std::string& image) {
    column.misfit = policy;
    const auto table = test::table_of(column);
    RowEncoder encoder(table);
    const bool stored = encoder.encode(std::span(&value, 1), image);
    EXPECT_EQ(encoder.misfits().size(), 1U);
    return std::pair(stored, encoder.misfits().at(0).taken);
  };
  const auto bigint = test::column(C::bigint, "bigint");
  const auto text = test::column(C::text, "text");
  std::string image;
  EXPECT_EQ(taken(bigint, MisfitPolicy::refuse, Value::text("x"), image),
            std::pair(false, MisfitPolicy::refuse));
  EXPECT_EQ(taken(bigint, MisfitPolicy::reject, Value::text("x"), image),
            std::pair(false, MisfitPolicy::reject));
  EXPECT_EQ(taken(bigint, MisfitPolicy::text, Value::text("x"), image),
            std::pair(false, MisfitPolicy::refuse));
  EXPECT_EQ(image, "");
  EXPECT_EQ(taken(bigint, MisfitPolicy::null, Value::text("x"), image), std::pair(true, MisfitPolicy::null));
  EXPECT_EQ(test::decode(bigint, image), test::Owned{});
  auto needed = bigint;
  needed.not_null = true;
  image.clear();
  EXPECT_EQ(taken(needed, MisfitPolicy::null, Value::text("x"), image),
            std::pair(false, MisfitPolicy::reject));
  EXPECT_EQ(taken(needed, MisfitPolicy::null, Value{}, image), std::pair(false, MisfitPolicy::reject));
  EXPECT_EQ(taken(needed, MisfitPolicy::refuse, Value{}, image), std::pair(false, MisfitPolicy::refuse));
  EXPECT_EQ(taken(text, MisfitPolicy::text, integer(-7), image), std::pair(true, MisfitPolicy::text));
  EXPECT_EQ(test::decode(text, image).bytes, "-7");
  image.clear();
  EXPECT_EQ(taken(text, MisfitPolicy::text, Value::of(3.0), image), std::pair(true, MisfitPolicy::text));
  EXPECT_EQ(test::decode(text, image).bytes, "3.0");
  image.clear();
  EXPECT_EQ(taken(text, MisfitPolicy::text, Value::blob("\xff"), image),
            std::pair(false, MisfitPolicy::refuse));
  EXPECT_EQ(taken(text, MisfitPolicy::latin1, Value::text("caf\xe9 \x80"), image),
            std::pair(true, MisfitPolicy::latin1));
  EXPECT_EQ(test::decode(text, image).bytes, "café €");
  image.clear();
  EXPECT_EQ(taken(text, MisfitPolicy::latin1, Value::text(std::string_view("a\0\xe9", 3)), image),
            std::pair(false, MisfitPolicy::refuse));
  EXPECT_EQ(taken(text, MisfitPolicy::latin1, Value::blob("\xff"), image),
            std::pair(false, MisfitPolicy::refuse));
}

// What isn't an image of the table ends in an Error, whatever the bytes are: the sanitizers watch.
TEST(RowCodec, DamagedImagesAreRefused) {
  TableMapping table;
  table.source = table.target = "t";
  for (const auto& [conversion, type] : {std::pair{C::bigint, "bigint"},
                                         {C::numeric, "numeric"},
                                         {C::text, "text"},
                                         {C::boolean, "boolean"},
                                         {C::uuid_text, "uuid"},
                                         {C::jsonb, "jsonb"},
                                         {C::date_text, "date"},
                                         {C::time_text, "time"},
                                         {C::timestamptz_text, "timestamptz"},
                                         {C::timestamp_julian, "timestamp"},
                                         {C::real, "real"},
                                         {C::smallint, "smallint"}})
    table.columns.push_back(test::column(conversion, type));
  const std::vector<Value> row{integer(5),
                               Value::of(-1234567.89),
                               Value::text("x"),
                               integer(1),
                               Value::text("0f8fad5b-d9cb-469f-a165-70867728950e"),
                               Value::text("[1]"),
                               Value::text("2024-01-01"),
                               Value::text("10:00:00"),
                               Value::text("2024-01-01 00:00:00Z"),
                               Value::of(2460263.25),
                               Value::of(0.5),
                               integer(3)};
  RowEncoder encoder(table);
  RowDecoder decoder(table);
  std::string image;
  ASSERT_TRUE(encoder.encode(row, image)) << encoder.misfits().front().reason;
  EXPECT_EQ(decoder.decode(image).size(), row.size());
  for (std::size_t length = 0; length < image.size(); ++length)
    EXPECT_THROW(decoder.decode(std::string_view(image).substr(0, length)), Error) << length;
  EXPECT_THROW(decoder.decode(image + "x"), Error);
  std::mt19937 random(3);
  int refused = 0;
  for (int i = 0; i < 15000; ++i) {
    std::string damaged = image;
    for (unsigned changes = random() % 4 + 1; changes > 0; --changes)
      damaged[random() % damaged.size()] = static_cast<char>(random());
    try {
      decoder.decode(damaged);
    } catch (const Error&) {
      ++refused;
    }
  }
  EXPECT_GT(refused, 3000);
}

TEST(RowCodec, OnlyWhatWasTriedAndMayNotBeOtherwiseIsTakenUnseen) {
  TableMapping table;
  table.columns = {test::column(C::json, "json"), test::column(C::text, "text")};
  const std::vector<Value> bad_json{Value::text("{"), Value::text("x")},
      bad_text{Value::text("1"), Value::text("\xff")}, no_text{Value::text("1"), integer(1)};
  std::string image;
  RowEncoder unknown(table);
  EXPECT_FALSE(unknown.encode(bad_json, image));
  EXPECT_FALSE(unknown.encode(bad_text, image));
  RowEncoder tried(table, Values::tried);
  EXPECT_TRUE(tried.encode(bad_json, image));
  EXPECT_TRUE(tried.encode(bad_text, image));
  EXPECT_FALSE(tried.encode(no_text, image));
  for (auto& column : table.columns) column.misfit = model::MisfitPolicy::reject;
  RowEncoder with_policy(table, Values::tried);
  EXPECT_FALSE(with_policy.encode(bad_json, image));
  EXPECT_FALSE(with_policy.encode(bad_text, image));
}

TEST(RowCodec, TypesAndFormsThatArent) {
  for (const auto& column :
       {test::column(C::numeric, "numeric(5"), test::column(C::bigint, "uuid"),
        test::column(C::timestamp_text, "timestamp", "DD.MM.YYYY"),
        test::column(C::uuid_text, "uuid", "sideways"), test::column(C::bigint, "bigint", "x")})
    EXPECT_THROW(RowEncoder{test::table_of(column)}, Error) << column.type << " " << column.form;
}

}  // namespace
}  // namespace dunlin::transfer
