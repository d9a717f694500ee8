#include <gtest/gtest.h>

#include "sql/Procedure.hpp"

namespace dunlin::sql {
namespace {

TEST(Procedure, NamesWhatCallCalls) {
  EXPECT_EQ(called_procedure("CALL p()"), (QualifiedName{"", "p"}));
  EXPECT_EQ(called_procedure("call /* x */ App.\"Do It\" (1, 2)"), (QualifiedName{"app", "Do It"}));
  EXPECT_EQ(called_procedure("SELECT p()"), std::nullopt);
}

TEST(Procedure, ReadsDefinitions) {
  EXPECT_EQ(created_procedure("CREATE OR REPLACE PROCEDURE s.p(a int DEFAULT ('as'), b text) LANGUAGE "
                              "plpgsql AS $x$ BEGIN COMMIT; END $x$"),
            (ProcedureDefinition{{"s", "p"}, " BEGIN COMMIT; END "}));
  EXPECT_EQ(created_procedure("CREATE PROCEDURE p() AS 'BEGIN COMMIT; END' LANGUAGE plpgsql"),
            (ProcedureDefinition{{"", "p"}, "BEGIN COMMIT; END"}));
  EXPECT_EQ(created_procedure("CREATE PROCEDURE p() BEGIN ATOMIC SELECT 1 AS b; END"),
            (ProcedureDefinition{{"", "p"}, ""}));
  EXPECT_EQ(created_procedure("CREATE FUNCTION f() RETURNS int AS '' LANGUAGE sql"), std::nullopt);
}

TEST(Procedure, SeesCommits) {
  for (const char* body :
       {"BEGIN COMMIT; END", "DECLARE a int; BEGIN rollback; END",
        "BEGIN IF a THEN commit and chain; END IF; END", "BEGIN LOOP COMMIT; END LOOP; END",
        "<<l>> BEGIN NULL; ROLLBACK AND NO CHAIN; END", "BEGIN <<l>> COMMIT; END",
        "BEGIN IF a THEN b(); ELSE COMMIT; END IF; END", "BEGIN /* x */ -- y\n COMMIT /* z */ ; END"}) {
    EXPECT_TRUE(body_commits(body)) << body;
  }
  for (const char* body :
       {"BEGIN NULL; END", "BEGIN EXECUTE 'COMMIT;'; END", "BEGIN -- ; COMMIT;\n NULL; END",
        "BEGIN commit := 1; END", "BEGIN SELECT a, commit; END", "BEGIN RETURN commit; END",
        "BEGIN RAISE NOTICE $$; COMMIT;$$; END", ""}) {
    EXPECT_FALSE(body_commits(body)) << body;
  }
}

TEST(Procedure, FollowsCallsInBodies) {
  const std::vector<QualifiedName> expected{{"", "a"}, {"s", "b"}};
  EXPECT_EQ(
      procedures_called_in("BEGIN CALL a(); -- CALL c();\n IF x THEN call s.b(1); END IF; y := call; END"),
      expected);
}

TEST(Procedure, ReadsDo) {
  EXPECT_EQ(do_body("DO $$ x $$"), " x ");
  EXPECT_EQ(do_body("DO 'it''s' LANGUAGE plpgsql"), "it's");
  EXPECT_EQ(do_body("SELECT 1"), std::nullopt);
}

}  // namespace
}  // namespace dunlin::sql
