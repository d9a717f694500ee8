// The clean set of a schema: where each object goes, how it is taken back, which text is stored as it was.
#include <algorithm>
#include <gtest/gtest.h>

#include "rehearse/consolidate/DataDump.hpp"
#include "rehearse/consolidate/InLists.hpp"
#include "rehearse/consolidate/Placement.hpp"
#include "rehearse/consolidate/Undo.hpp"
#include "sql/Grammar.hpp"

namespace dunlin::rehearse {
namespace {

std::vector<CleanFile> placed(std::vector<DumpEntry> entries) {
  Placing placing;
  placing.entries = std::move(entries);
  placing.owner = "postgres";
  std::vector<CleanFile> files;
  sql::on_large_stack([&] { files = place(placing); });
  return files;
}

std::string text_in(const std::vector<CleanFile>& files, const std::string& name) {
  std::string text;
  for (const CleanFile& file : files)
    if (file.name == name)
      for (const std::string& statement : file.statements) text += statement + "\n";
  return text;
}

DumpEntry table(const std::string& name) {
  return {"TABLE",
          "public",
          name,
          {"CREATE TABLE public." + name + " (", "    id integer NOT NULL,", "    other integer", ");", "",
           "", "ALTER TABLE public." + name + " OWNER TO postgres;"}};
}
DumpEntry key(const std::string& name) {
  return {"CONSTRAINT",
          "public",
          name + " " + name + "_pkey",
          {"ALTER TABLE ONLY public." + name, "    ADD CONSTRAINT " + name + "_pkey PRIMARY KEY (id);"}};
}
DumpEntry reference(const std::string& from, const std::string& to) {
  return {"FK CONSTRAINT",
          "public",
          from + " " + from + "_fk",
          {"ALTER TABLE ONLY public." + from,
           "    ADD CONSTRAINT " + from + "_fk FOREIGN KEY (other) REFERENCES public." + to + "(id);"}};
}
DumpEntry function(const std::string& name, const std::string& body) {
  return {"FUNCTION",
          "public",
          name + "()",
          {"CREATE FUNCTION public." + name + "() RETURNS integer", "    LANGUAGE sql",
           "    AS $$" + body + "$$;"}};
}

TEST(Consolidate, TablesStandBehindThoseTheyReferTo) {
  const auto files = placed({table("a"), table("b"), key("a"), key("b"), reference("a", "b")});
  ASSERT_EQ(files.size(), 1U);
  const std::string text = text_in(files, "001_core_schema.sql");
  EXPECT_LT(text.find("TABLE public.b"), text.find("TABLE public.a"));
  EXPECT_NE(text.find("    CONSTRAINT a_fk FOREIGN KEY (other) REFERENCES public.b(id)\n);"),
            std::string::npos);
  EXPECT_EQ(text.find("ALTER TABLE"), std::string::npos) << text;
  EXPECT_EQ(files[0].undo, std::vector<std::string>{"DROP TABLE public.a, public.b;"});
}

TEST(Consolidate, ACircleOfForeignKeysIsClosedBehindTheTables) {
  const auto files =
      placed({table("a"), table("b"), key("a"), key("b"), reference("a", "b"), reference("b", "a")});
  const std::string text = text_in(files, "001_core_schema.sql");
  EXPECT_NE(text.find("ALTER TABLE ONLY public.a\n    ADD CONSTRAINT a_fk"), std::string::npos) << text;
  EXPECT_NE(text.find("    CONSTRAINT b_fk FOREIGN KEY"), std::string::npos) << text;
}

TEST(Consolidate, FunctionsThatNeedTablesComeLaterUnlessATableNeedsThem) {
  DumpEntry constrained = table("c");
  constrained.lines[2] = "    other integer DEFAULT public.needed()";
  const auto files = placed({function("free", "SELECT 1"), function("late", "SELECT id FROM a"),
                             function("later", "SELECT late()"), function("needed", "SELECT id FROM a"),
                             table("a"), constrained});
  const std::string early = text_in(files, "000_core_functions.sql");
  const std::string behind = text_in(files, "003_views_and_functions.sql");
  EXPECT_NE(early.find("public.free()"), std::string::npos);
  EXPECT_NE(early.find("public.needed()"), std::string::npos);
  EXPECT_NE(behind.find("public.late()"), std::string::npos);
  EXPECT_NE(behind.find("public.later()"), std::string::npos);
  EXPECT_TRUE(files[0].unchecked_bodies) << "needed() names a table that isn't there yet";
}

TEST(Consolidate, WhatTakesAnEntryBack) {
  sql::on_large_stack([] {
    EXPECT_EQ(undo_of({"FUNCTION", "S", "do it(text, integer)", {}}),
              "DROP FUNCTION \"S\".\"do it\"(text, integer);");
    EXPECT_EQ(
        undo_of(
            {"TRIGGER",
             "public",
             "t x y",
             {"CREATE TRIGGER \"x y\" BEFORE UPDATE ON public.t FOR EACH ROW EXECUTE FUNCTION public.f();"}}),
        "DROP TRIGGER \"x y\" ON public.t;");
    EXPECT_EQ(undo_of({"ACL",
                       "public",
                       "TABLE t",
                       {"REVOKE ALL ON TABLE public.t FROM a;",
                        "GRANT SELECT ON TABLE public.t TO b WITH GRANT OPTION;"}}),
              "REVOKE SELECT ON TABLE public.t FROM b;\nGRANT ALL ON TABLE public.t TO a;");
    EXPECT_EQ(undo_of({"ROW SECURITY", "public", "t", {"ALTER TABLE public.t ENABLE ROW LEVEL SECURITY;"}}),
              "ALTER TABLE public.t DISABLE ROW LEVEL SECURITY;");
    EXPECT_EQ(undo_of({"INDEX", "public", "i", {"CREATE INDEX i ON public.t USING btree (a);"}}), "");
  });
}

TEST(Consolidate, InListsAreStoredAsTheyWere) {
  EXPECT_EQ(
      with_in_lists(
          "CHECK (((a)::text = ANY ((ARRAY['x]'::character varying, 'y'::character varying])::text[])))"),
      "CHECK (((a) IN ('x]'::character varying, 'y'::character varying)))");
  EXPECT_EQ(with_in_lists("((a)::text <> ALL ((ARRAY['x'::character varying])::text[]))"),
            "((a) NOT IN ('x'::character varying))");
  EXPECT_EQ(with_in_lists("(a = ANY (ARRAY[1, 2]))"), "(a = ANY (ARRAY[1, 2]))");
}

TEST(Consolidate, RowsOfADump) {
  const auto data = read_data_dump(
      "--\n-- PostgreSQL database dump\n--\n\nSET a = b;\n\n--\n-- Data for Name: t; Type: TABLE DATA; "
      "Schema: public; Owner: x\n--\n\n"
      "INSERT INTO public.t (a) VALUES\n\t('--');\n\n\n--\n-- Name: s; Type: SEQUENCE SET; Schema: public; "
      "Owner: x\n--\n\n"
      "SELECT pg_catalog.setval('public.s', 1, false);\n\n--\n-- Name: m; Type: MATERIALIZED VIEW DATA; "
      "Schema: public; Owner: x\n--\n\n"
      "REFRESH MATERIALIZED VIEW public.m;\n\n--\n-- PostgreSQL database dump complete\n--\n\n");
  EXPECT_EQ(data.rows, std::vector<std::string>{"INSERT INTO public.t (a) VALUES\n\t('--');"});
  EXPECT_EQ(data.refreshes, std::vector<std::string>{"REFRESH MATERIALIZED VIEW public.m;"});
}

}  // namespace
}  // namespace dunlin::rehearse
