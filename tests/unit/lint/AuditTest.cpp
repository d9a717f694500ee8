// The static audit of a folder: what is defined twice, which functions are the same, what is used too early.
#include <algorithm>
#include <gtest/gtest.h>
#include <memory>

#include "lint/audit/Audit.hpp"
#include "lint/audit/CanonicalText.hpp"
#include "lint/audit/Families.hpp"
#include "sql/Split.hpp"

namespace dunlin::lint::audit {
namespace {

class Folder {
 public:
  Folder& add(const std::string& path, std::string text) {
    texts_.push_back(std::make_unique<std::string>(std::move(text)));
    File file{path, *texts_.back()};
    file.has_rollback = false;
    for (const model::Statement& statement : sql::split({*texts_.back(), path}))
      file.statements.push_back(
          {statement.kind,
           std::string_view(*texts_.back()).substr(statement.offset, statement.length),
           {path, statement.offset, statement.length, static_cast<int>(statement.line), 1}});
    files_.push_back(std::move(file));
    return *this;
  }
  AuditReport audit() const { return audit::audit(files_, {}); }

 private:
  std::vector<std::unique_ptr<std::string>> texts_;
  std::vector<File> files_;
};

const RepeatedObject* find(const AuditReport& report, const std::string& object) {
  for (const RepeatedObject& repeated : report.repeated)
    if (repeated.object == object) return &repeated;
  return nullptr;
}

std::string touch(const std::string& name, const std::string& body) {
  return "CREATE FUNCTION " + name + "() RETURNS trigger LANGUAGE plpgsql AS $$" + body + "$$;\n";
}

TEST(Audit, SeesWhatIfNotExistsHides) {
  const auto report =
      Folder()
          .add("1.sql", "CREATE TABLE t (id bigint PRIMARY KEY, note text, owner text);")
          .add("2.sql",
               "CREATE TABLE IF NOT EXISTS public.t (id uuid PRIMARY KEY, note text NOT NULL, "
               "ip inet UNIQUE);")
          .audit();
  const auto* table = find(report, "public.t");
  ASSERT_NE(table, nullptr);
  EXPECT_TRUE(table->is_conflict());
  EXPECT_EQ(table->definitions[1].effect, DefinitionEffect::nothing);
  EXPECT_EQ(table->conflicts,
            (std::vector<std::string>{
                "column id is bigint; 2.sql:1 wants uuid", "column note is nullable; 2.sql:1 wants NOT NULL",
                "column owner is there, though 2.sql:1 doesn't have it",
                "column ip inet of 2.sql:1 isn't made", "UNIQUE (ip) of 2.sql:1 isn't made"}));
}

TEST(Audit, LayoutAndWordsThatChangeNothingAreNoDifference) {
  const auto report =
      Folder()
          .add("1.sql", "CREATE TABLE t (id bigint);")
          .add("2.sql", "-- again\ncreate table if not exists public.\"t\" (\n  id BIGINT\n);")
          .audit();
  const auto* table = find(report, "public.t");
  ASSERT_NE(table, nullptr);
  EXPECT_FALSE(table->differs());
  EXPECT_FALSE(table->is_conflict());
}

TEST(Audit, TellsReplacedRecreatedAndFailing) {
  const auto report =
      Folder()
          .add("1.sql", "CREATE VIEW v AS SELECT 1 AS a; CREATE TABLE t (a int); CREATE TABLE u (a int);")
          .add("2.sql", "CREATE OR REPLACE VIEW v AS SELECT 1 AS a, 2 AS b; CREATE TABLE t (b int);")
          .add("3.sql", "DROP TABLE u; CREATE TABLE u (b int);")
          .audit();
  EXPECT_EQ(find(report, "public.v")->definitions[1].effect, DefinitionEffect::replaces);
  EXPECT_FALSE(find(report, "public.v")->is_conflict());
  EXPECT_EQ(find(report, "public.t")->definitions[1].effect, DefinitionEffect::fails);
  EXPECT_TRUE(find(report, "public.t")->is_conflict());
  EXPECT_EQ(find(report, "public.u")->definitions[1].effect, DefinitionEffect::creates);
  EXPECT_FALSE(find(report, "public.u")->is_conflict());
}

TEST(Audit, OverloadsAndTriggersOfSeveralTablesAreNotTheSameObject) {
  const auto report = Folder()
                          .add("1.sql",
                               "CREATE TABLE a (x int); CREATE TABLE b (x int);"
                               "CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1';"
                               "CREATE FUNCTION f(text) RETURNS int LANGUAGE sql AS 'SELECT 1';" +
                                   touch("g", "BEGIN RETURN NEW; END") +
                                   "CREATE TRIGGER t BEFORE UPDATE ON a FOR EACH ROW EXECUTE FUNCTION g();"
                                   "CREATE TRIGGER t BEFORE UPDATE ON b FOR EACH ROW EXECUTE FUNCTION g();")
                          .audit();
  EXPECT_TRUE(report.repeated.empty());
  ASSERT_EQ(report.overloads.size(), 1U);
  EXPECT_EQ(report.overloads[0].functions.size(), 2U);
}

TEST(Audit, FindsAFamilyInItsSpellings) {
  const auto report =
      Folder()
          .add("1.sql",
               "CREATE TABLE t (id int, updated_at timestamptz);" +
                   touch("a", "BEGIN NEW.updated_at = now(); RETURN NEW; END;") +
                   touch("b", "\nbegin\n  new.updated_at := CURRENT_TIMESTAMP; -- now\n  return new;\nend") +
                   touch("update_updated_at_column", "BEGIN NEW.updated_at = NOW(); RETURN NEW; END") +
                   touch("other", "BEGIN NEW.created_at = now(); RETURN NEW; END") +
                   "CREATE TRIGGER t_a BEFORE UPDATE ON t FOR EACH ROW EXECUTE PROCEDURE b();")
          .audit();
  ASSERT_EQ(report.families.size(), 1U);
  const FunctionFamily& family = report.families[0];
  EXPECT_EQ(family.members.size(), 3U);
  EXPECT_FALSE(family.same_text);
  EXPECT_EQ(family.kept, "public.update_updated_at_column()");
  EXPECT_EQ(family.merge_sql,
            "DROP FUNCTION public.a();\nDROP TRIGGER t_a ON public.t;\n"
            "CREATE TRIGGER t_a BEFORE UPDATE ON t FOR EACH ROW EXECUTE PROCEDURE "
            "public.update_updated_at_column();\nDROP FUNCTION public.b();\n");
}

TEST(Audit, AFamilyThatDiffersOutsideOfItsBodySaysSo) {
  const auto report = Folder()
                          .add("1.sql",
                               "CREATE FUNCTION a() RETURNS int LANGUAGE sql AS 'SELECT 1';"
                               "CREATE FUNCTION b() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';")
                          .audit();
  ASSERT_EQ(report.families.size(), 1U);
  EXPECT_EQ(report.families[0].differences, std::vector<std::string>{"SECURITY DEFINER: public.b() only"});
  EXPECT_EQ(report.families[0].merge_sql, "") << "who calls them isn't known";
  ASSERT_EQ(report.open_definers.size(), 1U);
  EXPECT_EQ(report.open_definers[0].object, "public.b()");
}

TEST(Audit, UsesBeforeTheDefinition) {
  const auto report = Folder()
                          .add("1.sql", "CREATE INDEX i ON later (a);\n" +
                                            touch("f", "BEGIN PERFORM 1 FROM later; RETURN NEW; END"))
                          .add("2.sql", "CREATE TABLE later (a int REFERENCES never (id));")
                          .audit();
  ASSERT_EQ(report.early_uses.size(), 2U);
  EXPECT_EQ(report.early_uses[0].object, "public.later");
  EXPECT_EQ(report.early_uses[0].place, (Place{"1.sql", 1}));
  EXPECT_EQ(report.early_uses[0].defined, (Place{"2.sql", 1}));
  EXPECT_FALSE(report.early_uses[0].when_called);
  EXPECT_TRUE(report.early_uses[1].when_called)
      << "the body of a function in PL/pgSQL is looked at when it runs";
  ASSERT_EQ(report.missing.size(), 1U);
  EXPECT_EQ(report.missing[0].object, "never");
}

TEST(Audit, BodiesInSqlAreLookedAtUnlessTheSessionSaysNo) {
  const std::string function =
      "CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM later';";
  const auto checked = Folder().add("1.sql", function).add("2.sql", "CREATE TABLE later (a int);").audit();
  ASSERT_EQ(checked.early_uses.size(), 1U);
  EXPECT_FALSE(checked.early_uses[0].when_called);
  const auto unchecked = Folder()
                             .add("1.sql", "SET check_function_bodies = false;" + function)
                             .add("2.sql", "CREATE TABLE later (a int);")
                             .audit();
  ASSERT_EQ(unchecked.early_uses.size(), 1U);
  EXPECT_TRUE(unchecked.early_uses[0].when_called);
}

TEST(Audit, NoUseIsEarlyInAFolderInOrder) {
  const auto report =
      Folder()
          .add("1.sql",
               "CREATE TYPE mood AS ENUM ('a'); CREATE TABLE t (id serial PRIMARY KEY, m mood, p int "
               "REFERENCES t);"
               "WITH t2 AS (SELECT 1) SELECT * FROM t2; DROP TABLE IF EXISTS elsewhere;"
               "ALTER TABLE IF EXISTS elsewhere ADD COLUMN a int; SELECT count(*) FROM pg_class;")
          .add("2.sql", "ALTER TABLE t RENAME TO u; INSERT INTO u (m) VALUES ('a');")
          .audit();
  EXPECT_TRUE(report.early_uses.empty());
  EXPECT_TRUE(report.missing.empty());
}

TEST(Audit, NeedlessIndexesOfTheLastState) {
  const auto report =
      Folder()
          .add("1.sql",
               "CREATE TABLE t (a int, b int UNIQUE, c int);"
               "CREATE INDEX one ON t (a); CREATE INDEX two ON t (a); CREATE INDEX wide ON t (a, c);"
               "CREATE INDEX b_again ON t (b); CREATE INDEX gone ON t (c); CREATE INDEX gone2 ON t (c);")
          .add("2.sql", "DROP INDEX gone2; DROP INDEX two;")
          .audit();
  std::vector<std::string> names;
  for (const Remark& remark : report.indexes) names.push_back(remark.object);
  EXPECT_EQ(names, (std::vector<std::string>{"public.b_again", "public.one"}));
}

TEST(Audit, RowSecurityOfTheLastState) {
  const auto report = Folder()
                          .add("1.sql",
                               "CREATE TABLE open (a int); CREATE TABLE shut (a int); CREATE SCHEMA s; "
                               "CREATE TABLE s.x (a int);"
                               "CREATE TABLE half (a int); CREATE POLICY p ON half USING (true);")
                          .add("2.sql", "ALTER TABLE shut ENABLE ROW LEVEL SECURITY;")
                          .audit();
  ASSERT_EQ(report.tables_without_rls.size(), 2U);
  EXPECT_EQ(report.tables_without_rls[0].object, "public.half");
  EXPECT_NE(report.tables_without_rls[0].text.find("nothing enforces"), std::string::npos);
  EXPECT_EQ(report.tables_without_rls[1].object, "public.open");
}

TEST(Audit, UnusedFunctionsAndTypes) {
  const auto report =
      Folder()
          .add("1.sql",
               "CREATE FUNCTION used() RETURNS int LANGUAGE sql AS 'SELECT 1';"
               "CREATE FUNCTION in_text() RETURNS int LANGUAGE sql AS 'SELECT 1';"
               "CREATE FUNCTION lonely() RETURNS int LANGUAGE sql AS 'SELECT lonely()';"
               "GRANT EXECUTE ON FUNCTION lonely() TO PUBLIC; CREATE TYPE idle AS ENUM ('x');"
               "CREATE TABLE t (a int DEFAULT used()); DO $$ BEGIN EXECUTE 'SELECT in_text()'; END $$;")
          .audit();
  std::vector<std::string> names;
  for (const Remark& remark : report.unused) names.push_back(remark.object);
  EXPECT_EQ(names, (std::vector<std::string>{"public.lonely()", "public.idle"}));
}

TEST(Audit, HiddenColumnsAndTheOrderOfFiles) {
  const auto report =
      Folder()
          .add("001_a.sql", "CREATE TABLE t (a int);")
          .add("002_b.sql", "ALTER TABLE t ADD COLUMN IF NOT EXISTS a text, ADD COLUMN IF NOT EXISTS b int;")
          .add("002_c.sql", "CREATE TABLE t3 (a int);")
          .add("004_d.sql", "create table T3 (a INT);")
          .audit();
  ASSERT_EQ(report.hidden_columns.size(), 1U);
  EXPECT_EQ(report.hidden_columns[0].column, "public.t.a");
  EXPECT_EQ(report.hidden_columns[0].wanted, "text");
  std::vector<std::string> remarks;
  for (const Remark& remark : report.order) remarks.push_back(remark.object + " " + remark.text);
  EXPECT_EQ(remarks, (std::vector<std::string>{"002_c.sql has the number 002, as 002_b.sql has",
                                               "numbers no file has the number 3: was one lost?",
                                               "004_d.sql says the same as 002_c.sql"}));
}

TEST(CanonicalText, KeepsWhatMatters) {
  EXPECT_EQ(canonical_definition("CREATE OR REPLACE VIEW public.v AS SELECT 'A' ;"),
            canonical_definition("create view v as select 'A'"));
  EXPECT_NE(canonical_definition("CREATE VIEW v AS SELECT 'A'"),
            canonical_definition("CREATE VIEW v AS SELECT 'a'"));
  EXPECT_NE(canonical_definition("CREATE TABLE \"T\" ()"), canonical_definition("CREATE TABLE t ()"));
  EXPECT_EQ(canonical_body("x := CURRENT_TIMESTAMP;"), canonical_body("X = now()"));
}

TEST(Families, ATriggerGetsAnotherFunction) {
  EXPECT_EQ(
      with_function("CREATE TRIGGER execute BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION s.old('x')",
                    {"public", "new"}),
      "CREATE TRIGGER execute BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION public.new('x')");
  EXPECT_EQ(with_function("CREATE TABLE t (a int)", {"public", "new"}), "");
}

}  // namespace
}  // namespace dunlin::lint::audit
