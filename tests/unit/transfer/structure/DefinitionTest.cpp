#include <gtest/gtest.h>

#include "transfer/structure/Definition.hpp"

namespace dunlin::transfer {
namespace {

using Reach = DefinitionChange::Reach;

DefinitionChange named(const std::string& object, const std::string& part = "",
                       const std::string& schema = "") {
  return {Reach::named, schema, object, part};
}

bool has_star(const std::string& view) {
  const auto definition = definition_in(view);
  EXPECT_TRUE(definition) << view;
  return definition && definition->star;
}

using Changes = std::vector<DefinitionChange>;

TEST(Definition, WhatAStatementChanges) {
  EXPECT_EQ(changes_in("ALTER TABLE users ALTER name SET DEFAULT 'x', ALTER COLUMN \"E\" DROP DEFAULT"),
            (Changes{named("users", "name"), named("users", "E")}));
  EXPECT_EQ(changes_in("-- why\nALTER TABLE public.b DISABLE TRIGGER ALL"),
            (Changes{named("b", "all", "public")}));
  EXPECT_EQ(changes_in("DROP VIEW v7, s.v8"), (Changes{named("v7"), named("v8", "", "s")}));
  EXPECT_EQ(changes_in("DROP TRIGGER tr ON b"), (Changes{named("b", "tr")}));
  EXPECT_EQ(changes_in("DROP FUNCTION f(int)"), (Changes{named("f")}));
  EXPECT_EQ(changes_in("ALTER VIEW v6 RENAME TO v66"), (Changes{named("v6")}));
  EXPECT_EQ(changes_in("ALTER TABLE users RENAME COLUMN name TO nom"), (Changes{named("users")}));
  EXPECT_EQ(changes_in("ALTER TRIGGER tr ON b RENAME TO t2"), (Changes{named("b", "tr")}));
  EXPECT_EQ(changes_in("ALTER TABLE users SET SCHEMA old"), (Changes{named("users")}));
  EXPECT_EQ(changes_in("ALTER FUNCTION f() SET search_path = public"), (Changes{named("f")}));
  EXPECT_EQ(changes_in("CREATE RULE r AS ON DELETE TO a DO INSTEAD NOTHING"), (Changes{named("a", "r")}));
  EXPECT_EQ(changes_in("DO $$ BEGIN NULL; END $$"), (Changes{{Reach::anything, "", "", ""}}));
  EXPECT_EQ(changes_in("DROP TYPE t CASCADE").front().reach, Reach::dependents);
}

TEST(Definition, WhatOnlyAddsChangesNothing) {
  for (const char* statement : {"ALTER TABLE b ADD CONSTRAINT k FOREIGN KEY (user_id) REFERENCES users (id)",
                                "ALTER TABLE b VALIDATE CONSTRAINT k", "ALTER TABLE b ADD COLUMN extra int",
                                "CREATE INDEX ON b (user_id)", "CREATE TABLE other (id int)",
                                "INSERT INTO b VALUES (1)", "SELECT setval('s', 1)"})
    EXPECT_TRUE(changes_in(statement).empty()) << statement;
}

TEST(Definition, AChangeConcernsWhatItNames) {
  const auto users = *definition_in("CREATE TABLE users (id int, name text)");
  EXPECT_TRUE(concerns(named("users", "name"), users, "public", "name"));
  EXPECT_FALSE(concerns(named("users", "name"), users, "public", "id"));
  EXPECT_FALSE(concerns(named("users", "name"), users, "public"));
  EXPECT_TRUE(concerns(named("users"), users, "public", "id"));
  EXPECT_TRUE(concerns(named("users", "", "public"), users, "public"));
  EXPECT_FALSE(concerns(named("users", "", "reports"), users, "public"));
  const auto trigger =
      *definition_in("CREATE TRIGGER tr AFTER INSERT ON b FOR EACH ROW EXECUTE FUNCTION tr()");
  EXPECT_TRUE(concerns(named("b"), trigger, "public"));
  EXPECT_TRUE(concerns(named("b", "tr"), trigger, "public"));
  EXPECT_TRUE(concerns(named("b", "all"), trigger, "public"));
  EXPECT_FALSE(concerns(named("b", "id"), trigger, "public"));
  EXPECT_FALSE(concerns(named("tr"), trigger, "public"));
  EXPECT_FALSE(concerns({Reach::dependents, "", "", ""}, users, "public"));
  EXPECT_TRUE(concerns({Reach::dependents, "", "", ""}, trigger, "public"));
  EXPECT_TRUE(concerns({Reach::anything, "", "", ""}, users, "public"));
}

TEST(Definition, TheStarOfAColumnListIsToldFromOthers) {
  EXPECT_TRUE(has_star("CREATE VIEW v AS SELECT * FROM a"));
  EXPECT_TRUE(has_star("CREATE VIEW v AS SELECT a.*, 1 AS one FROM a"));
  EXPECT_TRUE(has_star("CREATE VIEW v AS SELECT DISTINCT ON (id) * FROM a"));
  EXPECT_TRUE(has_star("CREATE VIEW v AS SELECT 1 AS one, * FROM a"));
  EXPECT_TRUE(has_star("CREATE VIEW v AS TABLE a"));
  EXPECT_FALSE(has_star("CREATE VIEW v AS SELECT count(*) AS c FROM a"));
  EXPECT_FALSE(has_star("CREATE VIEW v AS SELECT (d + 1) * 2 AS twice, d * id AS x, '*' AS s FROM a"));
}

TEST(Definition, WhatIsTemporaryOrElsewhereIsNoDefinitionOfTheSchema) {
  EXPECT_FALSE(definition_in("CREATE TEMPORARY VIEW v AS SELECT 1 AS one"));
  EXPECT_FALSE(definition_in("CREATE TEMP TABLE t (id int)"));
  EXPECT_EQ(definition_in("CREATE VIEW reports.v AS SELECT 1 AS one")->schema, "reports");
  EXPECT_TRUE(leaves_schema("SET search_path = reports"));
  EXPECT_FALSE(leaves_schema("RESET search_path"));
  EXPECT_FALSE(leaves_schema("SET lock_timeout = 0"));
}

}  // namespace
}  // namespace dunlin::transfer
