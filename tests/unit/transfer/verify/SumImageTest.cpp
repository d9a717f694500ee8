#include <gtest/gtest.h>

#include "transfer/verify/SumImage.hpp"

namespace dunlin::transfer {
namespace {

// 1.1 or 1.10 as binary COPY has it: two digits of base 10,000, weight 0, positive, the scale (PostgreSQL
// source, numeric_send).
std::string numeric(char scale) {
  return std::string("\0\2\0\0\0\0\0", 7) + scale + std::string("\0\1\x03\xe8", 4);
}

TEST(SumImage, AScaleThatNobodyDeclaredIsNoDifference) {
  const ColumnMapping free{.type = "numeric", .conversion = Conversion::numeric};
  const ColumnMapping declared{.type = "numeric(10,2)", .conversion = Conversion::numeric};
  EXPECT_EQ(comparable_field(free, numeric(1)), comparable_field(free, numeric(2)));
  EXPECT_NE(comparable_field(declared, numeric(1)), comparable_field(declared, numeric(2)));
}

// What SQLite's numbers are loaded with stays as it is: sums that were recorded before hold.
TEST(SumImage, TheLeastScaleIsTheImage) {
  TableMapping table;
  table.columns = {{.type = "numeric", .conversion = Conversion::numeric},
                   {.type = "text", .conversion = Conversion::text}};
  const auto row = [](char scale) {
    return std::string("\0\2\0\0\0\x0c", 6) + numeric(scale) + std::string("\0\0\0\1x", 5);
  };
  SumImage image(table);
  EXPECT_EQ(image.of(row(1)), row(1));
  EXPECT_EQ(image.of(row(2)), row(1));
  EXPECT_EQ(image.of(row(30)), row(1));
  const std::string whole("\0\1\0\1\0\0\0\2\0\x1e", 10);  // 300000.00
  EXPECT_EQ(comparable_field(table.columns[0], whole), std::string("\0\1\0\1\0\0\0\0\0\x1e", 10));
}

// SQLite keeps 0 where a column makes integers of whole numbers, and -0 elsewhere.
TEST(SumImage, ThereIsOneZeroWhereSqliteHasOne) {
  const auto one_column = [](std::string declared, Conversion conversion) {
    TableMapping table;
    table.columns = {{.declared = std::move(declared), .conversion = conversion}};
    return table;
  };
  const std::string row("\0\1\0\0\0\x8", 6), zero(8, '\0'), minus_zero = "\x80" + std::string(7, '\0'),
                                                            least = "\x80" + std::string(6, '\0') + '\1';
  for (const char* declared : {"REAL", "NUMERIC(10,2)", "INTEGER", "weight"}) {
    const auto table = one_column(declared, Conversion::double_precision);
    SumImage image(table);
    EXPECT_EQ(image.of(row + minus_zero), row + zero) << declared;
    EXPECT_EQ(image.of(row + zero), row + zero);
    EXPECT_EQ(image.of(row + least), row + least);
    EXPECT_EQ(comparable_field(table.columns[0], minus_zero), zero);
  }
  for (const char* declared : {"", "BLOB", "TEXT", "ANY"}) {
    const auto table = one_column(declared, Conversion::double_precision);
    SumImage image(table);
    EXPECT_EQ(image.of(row + minus_zero), row + minus_zero) << declared;
    EXPECT_EQ(comparable_field(table.columns[0], minus_zero), minus_zero);
  }
  auto any = one_column("ANY", Conversion::double_precision);
  any.columns[0].affinity = "NUMERIC";  // of a table that isn't STRICT
  EXPECT_EQ(SumImage(any).of(row + minus_zero), row + zero);
  const auto whole_numbers =
      one_column("INTEGER", Conversion::bigint);  // the least bigint has the same bytes
  EXPECT_EQ(SumImage(whole_numbers).of(row + minus_zero), row + minus_zero);
  EXPECT_EQ(comparable_field(one_column("REAL", Conversion::real).columns[0], std::string("\x80\0\0\0", 4)),
            std::string(4, '\0'));
}

}  // namespace
}  // namespace dunlin::transfer
