// Which UPDATE and DELETE statements --fix lets run in batches, beside tests/lint/update-without-where.
#include <gtest/gtest.h>

#include "lint/Fix.hpp"
#include "lint/Replay.hpp"

namespace dunlin::lint {
namespace {

std::string fixed(const std::string& statement, const std::string& key = "id bigint PRIMARY KEY") {
  const OpenText history("001.sql", "CREATE TABLE t (" + key + ", v text);");
  Request request;
  request.settings.profile = Profile::safe;
  request.before = empty_catalog(150000);
  request.before = lint({history.file()}, request).catalog;
  request.files_before = 1;
  const OpenText opened("002.sql", statement);
  return fix(opened.file(), request).text;
}

TEST(BatchFix, GoesAlongThePrimaryKey) {
  EXPECT_EQ(fixed("UPDATE t SET v = 'x';\n"),
            "-- dunlin:batch table=public.t key=id size=10000\nUPDATE t SET v = 'x';\n");
  EXPECT_EQ(fixed("DELETE FROM t;", "a uuid, b date, PRIMARY KEY (a, b)"),
            "-- dunlin:batch table=public.t key=a,b size=10000\nDELETE FROM t;");
}

TEST(BatchFix, LeavesWhatCannotRunInRanges) {
  for (const std::string statement :
       {"UPDATE t SET id = id + 1;", "UPDATE t SET v = 'x' RETURNING id;",
        "WITH s AS (SELECT 'x' AS v) UPDATE t SET v = s.v FROM s;", "UPDATE unknown SET v = 'x';",
        "BEGIN;\nUPDATE t SET v = 'x';\nCOMMIT;"})
    EXPECT_EQ(fixed(statement), statement);
}

TEST(BatchFix, NeedsAKeyThatHasRanges) {
  const std::string statement = "UPDATE t SET v = 'x';";
  EXPECT_EQ(fixed(statement, "id bigint NOT NULL"), statement);
  EXPECT_EQ(fixed(statement, "id jsonb PRIMARY KEY"), statement);
  EXPECT_EQ(fixed(statement, "\"Id\" bigint PRIMARY KEY"),
            "-- dunlin:batch table=public.t key=\"Id\" size=10000\n" + statement);
}

}  // namespace
}  // namespace dunlin::lint
