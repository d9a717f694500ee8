#include <gtest/gtest.h>
#include <string>

#include "integration/Server.hpp"
#include "postgres/Connection.hpp"

namespace dunlin::postgres {
namespace {

class CopyInTest : public test::DatabaseTest {
 protected:
  CopyInTest() { exec("CREATE TABLE t (n int, text text)"); }

  static std::string lines(int count) {
    std::string data;
    for (int n = 0; n < count; ++n) data += fmt::format("{}\t{}\n", n, std::string(90, 'a' + n % 26));
    return data;
  }
};

TEST_F(CopyInTest, LargeDataArrivesWhole) {
  EXPECT_EQ(connection_.copy_in("COPY t FROM STDIN", lines(200'000)), 200'000);  // some 19 MB
  EXPECT_EQ(value("SELECT count(*) || ' ' || sum(n) FROM t WHERE length(text) = 90"), "200000 19999900000");
}

TEST_F(CopyInTest, EmptyDataAndOptionsAreFine) {
  EXPECT_EQ(connection_.copy_in("COPY t FROM STDIN", ""), 0);
  EXPECT_EQ(connection_.copy_in("COPY t FROM STDIN WITH (FORMAT csv, HEADER)", "n,text\n1,\"a,b\"\n"), 1);
  EXPECT_EQ(value("SELECT text FROM t"), "a,b");
}

TEST_F(CopyInTest, AnErrorInTheMiddleNamesTheLineAndStoresNothing) {
  const std::string data = lines(50'000) + "not a number\tx\n" + lines(50'000);
  try {
    connection_.copy_in("COPY t FROM STDIN", data);
    FAIL();
  } catch (const SqlError& error) {
    EXPECT_EQ(error.sqlstate(), "22P02");
    EXPECT_NE(error.fact("where").find("line 50001"), std::string_view::npos) << error.fact("where");
  }
  EXPECT_EQ(value("SELECT count(*) FROM t"), "0");
}

TEST_F(CopyInTest, WhatTheServerRefusesAtOnceIsAnError) {
  EXPECT_THROW(connection_.copy_in("COPY missing FROM STDIN", lines(10)), SqlError);
  EXPECT_EQ(value("SELECT 1"), "1");
}

TEST_F(CopyInTest, AStatementThatWantsDataDoesNotHang) {
  EXPECT_THROW(connection_.exec("COPY t FROM STDIN"), Error);
  EXPECT_EQ(value("SELECT count(*) FROM t"), "0");
}

}  // namespace
}  // namespace dunlin::postgres
