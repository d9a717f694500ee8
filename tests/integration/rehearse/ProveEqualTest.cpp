#include "integration/rehearse/Proofs.hpp"

namespace dunlin::rehearse {
namespace {

using test::ProofTest;

const std::vector<std::string> k_shop{
    "CREATE TABLE customers (id bigserial PRIMARY KEY, email text UNIQUE NOT NULL, name text)",
    "CREATE TABLE orders (id bigserial PRIMARY KEY, customer_id bigint, amount numeric(10,2), note text)"};

TEST_F(ProofTest, AnIndexBuiltConcurrentlyIsTheSameIndex) {
  prove(k_shop, "CREATE INDEX orders_customer ON orders (customer_id);",
        "CREATE INDEX CONCURRENTLY orders_customer ON orders (customer_id);");
  EXPECT_EQ(proof_.verdict, Verdict::equal) << said();
  ASSERT_EQ(proof_.trials.size(), 1U);
  EXPECT_EQ(proof_.trials[0].rows, 400);
}

TEST_F(ProofTest, AnIndexOfAnotherNameIsNot) {
  prove(k_shop, "CREATE INDEX orders_customer ON orders (customer_id);",
        "CREATE INDEX CONCURRENTLY orders_customer_idx ON orders (customer_id);");
  EXPECT_EQ(proof_.verdict, Verdict::different) << said();
  EXPECT_TRUE(says("INDEX public.orders_customer\n")) << said();
  EXPECT_TRUE(says("+CREATE INDEX orders_customer_idx ON public.orders")) << said();
}

const char* const k_not_null_by_check =
    "ALTER TABLE orders ADD CONSTRAINT amount_is_there CHECK (amount IS NOT NULL) NOT VALID;\n"
    "-- dunlin:unit\n"
    "ALTER TABLE orders VALIDATE CONSTRAINT amount_is_there;\n"
    "-- dunlin:unit\n"
    "ALTER TABLE orders ALTER COLUMN amount SET NOT NULL;\n"
    "-- dunlin:unit\n"
    "ALTER TABLE orders DROP CONSTRAINT amount_is_there;\n";

// Rows with NULLs are refused by both, in two ways; rows without are accepted by both.
TEST_F(ProofTest, NotNullByWayOfACheck) {
  prove(k_shop, "ALTER TABLE orders ALTER COLUMN amount SET NOT NULL;", k_not_null_by_check);
  EXPECT_EQ(proof_.verdict, Verdict::equal) << said();
  ASSERT_EQ(proof_.trials.size(), 2U) << said();
  EXPECT_EQ(proof_.trials[0].left.sqlstate, "23502");
  EXPECT_EQ(proof_.trials[0].right.sqlstate, "23514");
  EXPECT_TRUE(proof_.trials[1].both_done()) << said();
  EXPECT_EQ(proof_.trials[1].rows, 400) << said();
  EXPECT_TRUE(says("both refuse such rows")) << said();
}

TEST_F(ProofTest, NotNullThatLeavesItsCheckBehind) {
  std::string kept = k_not_null_by_check;
  kept.resize(kept.rfind("-- dunlin:unit"));
  prove(k_shop, "ALTER TABLE orders ALTER COLUMN amount SET NOT NULL;", kept);
  EXPECT_EQ(proof_.verdict, Verdict::different) << said();
  EXPECT_TRUE(says("TABLE public.orders")) << said();
  EXPECT_TRUE(says("+    CONSTRAINT amount_is_there CHECK ((amount IS NOT NULL))")) << said();
}

TEST_F(ProofTest, ACheckThatIsNeverValidated) {
  const std::string add = "ALTER TABLE orders ADD CONSTRAINT positive CHECK (amount > 100)";
  prove(k_shop, add + ";", add + " NOT VALID;");
  EXPECT_EQ(proof_.verdict, Verdict::different) << said();
  EXPECT_FALSE(proof_.trials[0].left.done);
  EXPECT_TRUE(proof_.trials[0].right.done);
  ASSERT_EQ(proof_.trials.size(), 2U);
  EXPECT_TRUE(says("NOT VALID")) << said();
  prove(k_shop, add + ";",
        add + " NOT VALID;\n-- dunlin:unit\nALTER TABLE orders VALIDATE CONSTRAINT positive;");
  EXPECT_EQ(proof_.verdict, Verdict::equal) << said();
}

const char* const k_token = "ALTER TABLE orders ADD COLUMN token uuid NOT NULL DEFAULT gen_random_uuid();";

TEST_F(ProofTest, AVolatileDefaultInSteps) {
  prove(k_shop, k_token,
        "ALTER TABLE orders ADD COLUMN token uuid;\n"
        "ALTER TABLE orders ALTER COLUMN token SET DEFAULT gen_random_uuid();\n"
        "-- dunlin:unit\n"
        "UPDATE orders SET token = gen_random_uuid() WHERE token IS NULL;\n"
        "-- dunlin:unit\n"
        "ALTER TABLE orders ALTER COLUMN token SET NOT NULL;\n");
  EXPECT_EQ(proof_.verdict, Verdict::equal) << said();
  EXPECT_EQ(proof_.trials[0].volatile_columns, (Mask{{R"("public"."orders")", {"token"}}})) << said();
  EXPECT_TRUE(says("has other values in every run")) << said();
}

TEST_F(ProofTest, AVolatileDefaultInBatches) {
  const std::string filled_in_batches =
      "ALTER TABLE orders ADD COLUMN token uuid;\n"
      "ALTER TABLE orders ALTER COLUMN token SET DEFAULT gen_random_uuid();\n"
      "-- dunlin:batch table=orders key=id size=50\n"
      "UPDATE orders SET token = gen_random_uuid() WHERE token IS NULL;\n";
  prove(k_shop, k_token, filled_in_batches + "ALTER TABLE orders ALTER COLUMN token SET NOT NULL;\n");
  EXPECT_EQ(proof_.verdict, Verdict::equal) << said();
  prove(k_shop, k_token, filled_in_batches);
  EXPECT_EQ(proof_.verdict, Verdict::different) << said();
  EXPECT_TRUE(says("-    token uuid DEFAULT gen_random_uuid() NOT NULL")) << said();
}

TEST_F(ProofTest, AVolatileDefaultThatWasFilledWithOneValue) {
  prove(k_shop, k_token,
        "ALTER TABLE orders ADD COLUMN token uuid;\n"
        "ALTER TABLE orders ALTER COLUMN token SET DEFAULT gen_random_uuid();\n"
        "UPDATE orders SET token = (SELECT gen_random_uuid());\n"
        "ALTER TABLE orders ALTER COLUMN token SET NOT NULL;\n");
  EXPECT_EQ(proof_.verdict, Verdict::different) << said();
  EXPECT_TRUE(says("a value for each row and one value for all rows")) << said();
}

TEST_F(ProofTest, AVolatileDefaultAgainstAFixedValue) {
  prove(k_shop, "ALTER TABLE orders ADD COLUMN at timestamptz; UPDATE orders SET at = clock_timestamp();",
        "ALTER TABLE orders ADD COLUMN at timestamptz; UPDATE orders SET at = '2024-01-01';");
  EXPECT_EQ(proof_.verdict, Verdict::different) << said();
  EXPECT_TRUE(says("on the first side only")) << said();
}

TEST_F(ProofTest, ADefaultThatIsMissingAndABackfillOfAnotherValue) {
  const std::string original = "ALTER TABLE orders ADD COLUMN state text NOT NULL DEFAULT 'new';";
  prove(k_shop, original,
        "ALTER TABLE orders ADD COLUMN state text;\nUPDATE orders SET state = 'new';\n"
        "ALTER TABLE orders ALTER COLUMN state SET NOT NULL;");
  EXPECT_EQ(proof_.verdict, Verdict::different) << said();
  EXPECT_TRUE(says("-    state text DEFAULT 'new'::text NOT NULL")) << said();
  EXPECT_TRUE(says("another schema, the same rows")) << said();
  prove(k_shop, original,
        "ALTER TABLE orders ADD COLUMN state text;\nUPDATE orders SET state = 'old';\n"
        "ALTER TABLE orders ALTER COLUMN state SET NOT NULL, ALTER COLUMN state SET DEFAULT 'new';");
  EXPECT_EQ(proof_.verdict, Verdict::different) << said();
  EXPECT_TRUE(says(R"(rows of "public"."orders": other values in "state")")) << said();
  EXPECT_TRUE(says("the same schema, other rows")) << said();
}

// Every value is there, but on other rows: sums by column alone would not see it.
TEST_F(ProofTest, TheSameValuesOnOtherRows) {
  prove({"CREATE TABLE t (a int PRIMARY KEY, b int)", "INSERT INTO t VALUES (1001, 0), (1002, 0)"},
        "UPDATE t SET b = a WHERE a > 1000;", "UPDATE t SET b = 2003 - a WHERE a > 1000;");
  EXPECT_EQ(proof_.verdict, Verdict::different) << said();
  EXPECT_TRUE(says("the same values, on other rows")) << said();
}

TEST_F(ProofTest, AForeignKeyValidatedLater) {
  const std::string add =
      "ALTER TABLE orders ADD CONSTRAINT orders_customer FOREIGN KEY (customer_id) REFERENCES customers";
  prove(k_shop, add + ";",
        add + " NOT VALID;\n-- dunlin:unit\nALTER TABLE orders VALIDATE CONSTRAINT orders_customer;");
  EXPECT_EQ(proof_.verdict, Verdict::equal) << said();
  EXPECT_TRUE(proof_.trials.back().both_done()) << said();
  EXPECT_EQ(proof_.trials.back().rows, 400) << said();
}

TEST_F(ProofTest, ATypeThatOldValuesMustBeReadableAs) {
  prove({"CREATE TABLE t (id int PRIMARY KEY, n text)"},
        "ALTER TABLE t ALTER COLUMN n TYPE int USING n::int;",
        "ALTER TABLE t ALTER COLUMN n TYPE int USING trim(n)::int;");
  EXPECT_EQ(proof_.verdict, Verdict::equal) << said();
  EXPECT_EQ(proof_.trials[0].left.sqlstate, "22P02") << said();
  EXPECT_EQ(proof_.trials.back().rows, 200) << said();
}

TEST_F(ProofTest, RowsFitTheBoundsOfWhatIsAttached) {
  const std::vector<std::string> parts{
      "CREATE TABLE events (id int NOT NULL, at date NOT NULL) PARTITION BY RANGE (at);\n"
      "CREATE TABLE events_2024 (id int NOT NULL, at date NOT NULL);\n"};
  const std::string attach =
      "ALTER TABLE events ATTACH PARTITION events_2024 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');";
  const std::string check =
      "ALTER TABLE events_2024 ADD CONSTRAINT b CHECK (at >= '2024-01-01' AND at < '2025-01-01');\n";
  prove(parts, attach, check + attach + "ALTER TABLE events_2024 DROP CONSTRAINT b;");
  EXPECT_EQ(proof_.verdict, Verdict::equal) << said();
  EXPECT_TRUE(proof_.trials.back().both_done()) << said();
  EXPECT_EQ(proof_.trials.back().rows, 200) << said();
}

// A partition's NOT NULL columns have it from their parent, and keep it.
TEST_F(ProofTest, RowsFitWhatIsDetached) {
  const std::vector<std::string> parts{
      "CREATE TABLE events (id int NOT NULL, kind text) PARTITION BY LIST (kind);\n"
      "CREATE TABLE events_a PARTITION OF events FOR VALUES IN ('a');\n"};
  const std::string detach = "ALTER TABLE events DETACH PARTITION events_a;\n";
  const std::string asks = "ALTER TABLE events_a ADD CONSTRAINT small CHECK (id = 7)";
  prove(parts, detach + asks + ";",
        detach + asks + " NOT VALID; ALTER TABLE events_a VALIDATE CONSTRAINT small;");
  EXPECT_EQ(proof_.verdict, Verdict::equal) << said();
  EXPECT_TRUE(proof_.trials.back().both_done()) << said();
}

TEST_F(ProofTest, HostileNames) {
  const std::string table = R"("it's; ""$1"" -- DROP")",
                    column = R"("a ""b"" , c)";  // the quote closes below
  const std::string name = column + "\"";
  prove({"CREATE SCHEMA \"a.b\"; CREATE TABLE \"a.b\"." + table + " (" + name + " int, n int)"},
        "CREATE INDEX \"i; --\" ON \"a.b\"." + table + " (" + name + ");",
        "CREATE INDEX CONCURRENTLY \"i; --\" ON \"a.b\"." + table + " (" + name + ");");
  EXPECT_EQ(proof_.verdict, Verdict::equal) << said();
  EXPECT_EQ(proof_.trials[0].rows, 200) << said();
  prove({"CREATE SCHEMA \"a.b\"; CREATE TABLE \"a.b\"." + table + " (" + name + " int, n int)"},
        "UPDATE \"a.b\"." + table + " SET " + name + " = 1;",
        "UPDATE \"a.b\"." + table + " SET " + name + " = 2;");
  EXPECT_EQ(proof_.verdict, Verdict::different) << said();
}

// Neither meets the rows that are made up, nor what is put on the tables meanwhile.
TEST_F(ProofTest, TriggersThatRefuse) {
  prove({"CREATE TABLE t (id int PRIMARY KEY, n int);"
         "CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no rows'; END $$;"
         "CREATE TRIGGER no BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION no();",
         "CREATE FUNCTION no_ddl() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN "
         "IF tg_tag = 'CREATE FUNCTION' OR current_query() LIKE '%dunlin_demand%' THEN RAISE 'no ddl'; END "
         "IF; END $$;"
         "CREATE EVENT TRIGGER no_ddl ON ddl_command_end EXECUTE FUNCTION no_ddl();"},
        "ALTER TABLE t ADD CHECK (n > 0);",
        "ALTER TABLE t ADD CHECK (n > 0) NOT VALID; ALTER TABLE t VALIDATE CONSTRAINT t_n_check;");
  EXPECT_EQ(proof_.verdict, Verdict::equal) << said();
  EXPECT_EQ(proof_.trials[0].rows, 200) << said();
  prove({"CREATE TABLE t (id int PRIMARY KEY, n int)"}, "ALTER TABLE t ADD CHECK (n > 1000);",
        "ALTER TABLE t ADD CHECK (n > 1000) NOT VALID; ALTER TABLE t VALIDATE CONSTRAINT t_n_check;");
  EXPECT_EQ(proof_.verdict, Verdict::equal) << said();
}

TEST_F(ProofTest, RolesAreMadeOnBothSidesAndGoAway) {
  const auto shared = test::scratch().shared_objects();
  prove({"CREATE ROLE rehearsed_owner; CREATE TABLE t (id int); GRANT SELECT ON t TO rehearsed_guest;"},
        "CREATE ROLE rehearsed; GRANT SELECT ON t TO rehearsed;",
        "CREATE ROLE rehearsed; GRANT SELECT ON t TO rehearsed;");
  EXPECT_EQ(proof_.verdict, Verdict::equal) << said();
  EXPECT_TRUE(says("role rehearsed_guest was invented")) << said();
  EXPECT_EQ(test::scratch().shared_objects(), shared);
}

TEST_F(ProofTest, ScriptsThatDoNotRun) {
  prove(k_shop, "ALTER TABLE nothing ADD COLUMN n int;", "ALTER TABLE nothing ADD COLUMN n bigint;");
  EXPECT_EQ(proof_.verdict, Verdict::unproven) << said();
  prove(k_shop, "ALTER TABLE orders ADD COLUMN n int;", "ALTER TABLE nothing ADD COLUMN n int;");
  EXPECT_EQ(proof_.verdict, Verdict::different) << said();
  EXPECT_TRUE(says("relation \"nothing\" does not exist")) << said();
  prove({"SELECT 1/0"}, "SELECT 1;", "SELECT 1;");
  EXPECT_EQ(proof_.verdict, Verdict::unproven);
  EXPECT_TRUE(says("division by zero")) << said();
}

TEST_F(ProofTest, ColumnsInAnotherOrder) {
  const auto left = "CREATE TABLE t (a int, b text DEFAULT 'x');",
             right = "CREATE TABLE t (b text DEFAULT 'x', a int);";
  prove({}, left, right);
  EXPECT_EQ(proof_.verdict, Verdict::different) << said();
  options_.ignore_column_order = true;
  prove({}, left, right);
  EXPECT_EQ(proof_.verdict, Verdict::equal) << said();
  prove({}, left, "CREATE TABLE t (b text DEFAULT 'x', a bigint);");
  EXPECT_EQ(proof_.verdict, Verdict::different) << said();
}

// What both make outside of their databases would be there already for the second one.
TEST_F(ProofTest, DatabasesAreMadeOnBothSidesAndGoAway) {
  const auto shared = test::scratch().shared_objects();
  prove({}, "CREATE DATABASE rehearsed;", "CREATE DATABASE rehearsed;");
  EXPECT_EQ(proof_.verdict, Verdict::equal) << said();
  EXPECT_EQ(test::scratch().shared_objects(), shared);
}

TEST_F(ProofTest, SeveralProofsShareWhatComesBefore) {
  const auto all = test::scripts({"CREATE ROLE rehearsed; CREATE TABLE t (n int)",
                                  "ALTER TABLE t ADD COLUMN m int", "ALTER TABLE t DROP COLUMN m"});
  const auto shared = test::scratch().shared_objects();
  {
    PreparedHistory history(test::scratch());
    for (const std::size_t at : {1U, 2U, 0U}) {  // on by one, then back
      Scripts before = all, left = all, right = all;
      before.migrations.resize(at);
      left.migrations = {all.migrations[at]};
      right.migrations = {with_text(all.migrations[at], *all.migrations[at].up.text + "; CREATE TABLE u ()")};
      proof_ = prove_equal(test::scratch(), history, before, left, right, options_);
      EXPECT_EQ(proof_.verdict, Verdict::different) << said();
      EXPECT_TRUE(says("TABLE public.u")) << said();
      EXPECT_EQ(proof_.trials[0].schema.size(), 1U) << said();
    }
  }
  EXPECT_EQ(test::scratch().shared_objects(), shared);
}

// As `dunlin audit --consolidate` compares: two folders, each in its own layout.
TEST_F(ProofTest, FoldersInTheLayoutsOfTwoTools) {
  const test::TempFolder folder;
  folder.write("old/migrations/20240101000000_a.up.sql", "CREATE TABLE a (id int);")
      .write("old/migrations/20240101000000_a.down.sql", "DROP TABLE a;")
      .write("old/migrations/20240102000000_b.up.sql",
             "ALTER TABLE a ADD COLUMN b text; CREATE TABLE gone ();")
      .write("old/migrations/20240102000000_b.down.sql", "ALTER TABLE a DROP COLUMN b;")
      .write("old/migrations/20240103000000_c.up.sql", "DROP TABLE gone; CREATE INDEX ON a (b);")
      .write("old/migrations/20240103000000_c.down.sql", "SELECT 1;")
      .write("new/migrations/000_core_schema.sql", "CREATE TABLE a (id int, b text);")
      .write("new/migrations/001_indexes.sql", "CREATE INDEX ON a (b);")
      .write("bad/migrations/000_core_schema.sql", "CREATE TABLE a (id int, b text);");
  options_.rows_per_table = 0;
  const auto load = [&](const std::string& name) {
    return load_folder({}, folder.path() / name / "migrations");
  };
  EXPECT_EQ(load("old").config.dialect, model::Dialect::golang_migrate);
  proof_ = prove_equal(test::scratch(), {}, load("old"), load("new"), options_);
  EXPECT_EQ(proof_.verdict, Verdict::equal) << said();
  proof_ = prove_equal(test::scratch(), {}, load("old"), load("bad"), options_);
  EXPECT_EQ(proof_.verdict, Verdict::different) << said();
  EXPECT_TRUE(says("-CREATE INDEX a_b_idx ON public.a")) << said();
}

}  // namespace
}  // namespace dunlin::rehearse
