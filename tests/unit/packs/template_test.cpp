#include "packs/Template.hpp"

#include <gtest/gtest.h>

#include "packs/Library.hpp"
#include "packs/PackToml.hpp"
#include "packs/Record.hpp"
#include "packs/Values.hpp"
#include "sql/Split.hpp"

namespace dunlin::packs {
namespace {

const char* const k_toml = R"(
name = "probe"
version = "1.2"
title = "for tests"
minimum_server = 14
requires = ["roles"]
[[needs]]
kind = "extension"
name = "pgcrypto"
why = "hashes"
[parameters.schema]
type = "name"
default = "public"
[parameters.tables]
type = "tables"
default = []
[parameters.greeting]
type = "text"
default = "hello"
[parameters.days]
type = "integer"
default = 30
[parameters.strict]
type = "boolean"
default = false
[parameters.mode]
type = "choice"
choices = ["row", "statement"]
default = "row"
[parameters.keep]
type = "interval"
default = "1 year"
[parameters.reader]
type = "role"
default = ""
[parameters.words]
type = "texts"
default = []
)";

Pack probe() {
  return read_pack("probe", {{"pack.toml", k_toml}, {"up.sql", "SELECT 1;"}, {"down.sql", "SELECT 2;"}});
}

std::string rendered(const std::string& text, const std::vector<std::string>& typed = {}) {
  const Pack pack = probe();
  return render(pack, text, "up.sql", read_values(pack, typed));
}

std::string message_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& error) {
    return error.message();
  }
  return "";
}

TEST(PackTemplate, QuotesByType) {
  EXPECT_EQ(rendered("{{schema}} {{greeting}} {{days}} {{strict}} {{mode}} {{keep}}"),
            "\"public\" 'hello' 30 false 'row' '1 year'\n");
  EXPECT_EQ(rendered("{{tables}}", {"tables=orders,app.\"My.Table\""}),
            "\"public\".\"orders\", \"app\".\"My.Table\"\n");
  EXPECT_EQ(rendered("{{tables|array}} {{tables|literal}}", {"tables=orders,app.\"My.Table\""}),
            "ARRAY['public.orders', 'app.\"My.Table\"']::text[] 'public.orders', 'app.\"My.Table\"'\n");
  EXPECT_EQ(rendered("{{tables|array}}"), "ARRAY[]::text[]\n");
  EXPECT_EQ(rendered("-- {{pack}} {{version}}"), "-- probe 1.2\n");
}

// What is older than in 30 days is everything: a job that takes away what is older would take all of it.
TEST(PackTemplate, IntervalsBeforeNowAreRefused) {
  const auto error = [](const std::string& keep) {
    return message_of([&] { rendered("{{keep}}", {"keep=" + keep}); });
  };
  for (const std::string keep : {"-30 days", "30 days ago", "1 day -2 hours", "P-1D", "1 month - 3 days"})
    EXPECT_NE(error(keep).find("before now"), std::string::npos) << keep;
  for (const std::string keep : {"30 days", "1-2", "P1Y2M", "02:30", "1 year 6 mons", "0.5 days", "0"})
    EXPECT_EQ(rendered("{{keep}}", {"keep=" + keep}), "'" + keep + "'\n");
}

TEST(PackTemplate, WalksListsAndConditions) {
  const std::string text =
      "-- pack:for table in tables\nT {{table}}\n-- pack:if strict\nstrict\n-- pack:else\nlax\n-- "
      "pack:end\n-- "
      "pack:end\n-- pack:if reader\nR {{reader}}\n-- pack:end\n-- pack:if mode = statement\nS\n-- "
      "pack:end\nend\n";
  EXPECT_EQ(rendered(text), "end\n");
  EXPECT_EQ(rendered(text, {"tables=a,b", "reader=me", "mode=statement"}),
            "T \"public\".\"a\"\nlax\nT \"public\".\"b\"\nlax\nR \"me\"\nS\nend\n");
  EXPECT_EQ(rendered(text, {"tables=a", "strict=true"}), "T \"public\".\"a\"\nstrict\nend\n");
}

TEST(PackTemplate, ArraysOfSqlAreNoPlaceholders) {
  EXPECT_EQ(rendered("SELECT '{{1,2},{3,4}}'::int[][]"), "SELECT '{{1,2},{3,4}}'::int[][]\n");
}

TEST(PackTemplate, WrongTemplatesAreRefusedWithTheirLine) {
  const auto error = [](const std::string& text) { return message_of([&] { rendered(text); }); };
  EXPECT_NE(error("SELECT 1\n{{unknown}}").find("up.sql:2"), std::string::npos);
  EXPECT_NE(error("-- pack:for t in tables\n").find("no -- pack:end"), std::string::npos);
  EXPECT_NE(error("-- pack:end\n").find("without a beginning"), std::string::npos);
  EXPECT_NE(error("-- pack:loop x\n").find("no -- pack:loop"), std::string::npos);
  EXPECT_NE(error("{{schema|upper}}").find("|literal"), std::string::npos);
  EXPECT_NE(error("GRANT {{reader}}").find("is empty here"), std::string::npos);
}

TEST(PackTemplate, PlaceholdersInsideOfQuotesAreRefused) {
  for (const char* text : {"SELECT 'x {{greeting}}'", "SELECT \"{{schema}}\"", "/* {{greeting}} */",
                           "DO $$ BEGIN EXECUTE 'x {{schema}}'; END $$", "SELECT E'\\'{{greeting}}'",
                           "SELECT 'two\nlines {{greeting}}'"})
    EXPECT_NE(message_of([&] { rendered(text); }).find("inside of quotes"), std::string::npos) << text;
  EXPECT_EQ(rendered("SELECT 'it''s', {{greeting}}"), "SELECT 'it''s', 'hello'\n");
  EXPECT_EQ(rendered("-- it's {{greeting}}\nSELECT {{greeting}}"), "-- it's 'hello'\nSELECT 'hello'\n");
}

// Whatever a value holds, the script has the same statements as with a harmless one.
TEST(PackTemplate, HostileValuesStayValues) {
  const std::string text =
      "CREATE FUNCTION {{schema}}.f() RETURNS text LANGUAGE sql AS $$ SELECT {{greeting}} $$;\n"
      "COMMENT ON SCHEMA {{schema}} IS {{greeting}};\n-- {{greeting}}\nSELECT {{words|array}}, "
      "{{schema|literal}};\n";
  const auto count = [](const std::string& sql) { return sql::split({sql, "x", 1, ""}).size(); };
  for (const std::string value : {"'; DROP TABLE t; --", "\"; DROP TABLE t; --", "\\'; DROP TABLE t; --",
                                  "a /* b", "$1", "{{greeting}}", "é\"'\\", "-- pack:end"}) {
    const std::string sql = rendered(text, {"greeting=" + value, "schema=" + value, "words=[\"x\"]"});
    EXPECT_EQ(count(sql), 3U) << sql;
  }
}

TEST(PackValues, WhatCouldEndABodyOrALineIsRefused) {
  const Pack pack = probe();
  for (const std::string value : {"$$; x", "$tag$", "two\nlines", "\r", "\xFF", "\x1B[2J"})
    EXPECT_THROW(read_values(pack, {"greeting=" + value}), Error) << value;
  EXPECT_NO_THROW(read_values(pack, {"greeting=costs $5, or 6$"}));
}

TEST(PackValues, TypesAreChecked) {
  const Pack pack = probe();
  for (const char* typed : {"days=x", "days=1; DROP TABLE t", "days=", "strict=yes", "mode=both",
                            "keep='1 day'", "keep=1 day; x", "reader=public", "reader=none", "tables=a.b.c",
                            "tables=\"a", "tables=.a", "schema=", "nothing=1", "days"})
    EXPECT_THROW(read_values(pack, {typed}), Error) << typed;
  EXPECT_EQ(read_values(pack, {"days=-5"}).at("days"), Value{"-5"});
  EXPECT_EQ(read_values(pack, {"words=a, b", "words=c"}).at("words"), (Value{"a", "b", "c"}));
  EXPECT_EQ(read_values(pack, {R"(words=["a, b"])"}).at("words"), (Value{"a, b"}));
  EXPECT_EQ(read_values(pack, {"reader="}).at("reader"), Value{""});
}

TEST(PackValues, BoundsAndFormsAreChecked) {
  const Pack pack = read_pack(
      "p",
      {{"pack.toml",
        "name='p'\nversion='1'\ntitle='t'\n[parameters.n]\ntype='integer'\ndefault=3\nminimum=1\nmaximum=9\n"
        "[parameters.c]\ntype='texts'\ndefault=[]\nform='schema.table.column'\n"
        "[parameters.k]\ntype='texts'\ndefault=[]\nform='schema.table.column=interval'\n"},
       {"up.sql", "x"},
       {"down.sql", "x"}});
  const auto error = [&](const std::string& typed) {
    return message_of([&] { read_values(pack, {typed}); });
  };
  EXPECT_EQ(error("n=0"), "n = '0': is less than 1, the least that makes sense");
  EXPECT_EQ(error("n=10"), "n = '10': is more than 9, the most that makes sense");
  EXPECT_EQ(error("c=at"), "c = 'at': isn't schema.table.column");
  EXPECT_EQ(error("k=at=1 day"), "k = 'at=1 day': isn't schema.table.column=interval");
  for (const char* typed : {"c=a.b", "c=a..c", "c=a.b.c.d", "c=\"a.b.c", "c=a.b c.d", "c=a.b-c.d", "c=a.1b.c",
                            "k=a.b.c", "k=a.b.c=", "k=a.b.c=-1 day"})
    EXPECT_NE(error(typed), "") << typed;
  for (const char* typed : {"n=1", "n=9", "c=a.b.c", "c=a.\"b.B\".c,d.e.f", "k=a.b.c=1 day"})
    EXPECT_EQ(error(typed), "") << typed;
  // What a project has recorded goes on: it has to be able to take the pack out.
  EXPECT_EQ(complete_values(pack, {{"n", {"0"}}}).at("n"), Value{"0"});
}

TEST(PackValues, MissingOnesAreListed) {
  const Pack pack =
      read_pack("p", {{"pack.toml",
                       "name='p'\nversion='1'\ntitle='t'\n[parameters.a]\ntype='name'\n[parameters.b]\n"
                       "type='role'\nhelp='who reads'\n"},
                      {"up.sql", "x"},
                      {"down.sql", "x"}});
  try {
    read_values(pack, {});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.message(), "pack p needs a, b");
    EXPECT_NE(error.hint().find("who reads"), std::string::npos);
  }
}

TEST(PackToml, WrongFilesAreRefusedWithTheirPlace) {
  const auto error = [](const std::string& toml) {
    return message_of([&] { read_pack("p", {{"pack.toml", toml}, {"up.sql", "x"}, {"down.sql", "x"}}); });
  };
  const std::string good = "name='p'\nversion='1'\ntitle='t'\n";
  EXPECT_EQ(error(good), "");
  EXPECT_NE(error("name='q'\nversion='1'\ntitle='t'\n").find("its folder"), std::string::npos);
  EXPECT_NE(error(good + "verison='2'\n").find("p/pack.toml:4"), std::string::npos);
  EXPECT_NE(error(good + "[parameters.a]\ntype='thing'\n").find("isn't a type"), std::string::npos);
  EXPECT_NE(error(good + "[parameters.a]\ntype='integer'\ndefault='x'\n").find("whole number"),
            std::string::npos);
  EXPECT_NE(error(good + "[parameters.a]\ntype='integer'\ndefault=0\nminimum=1\n").find("is less than 1"),
            std::string::npos);
  EXPECT_NE(error(good + "[parameters.a]\ntype='text'\nminimum=1\n").find("of type integer"),
            std::string::npos);
  EXPECT_NE(error(good + "[parameters.a]\ntype='texts'\nform='x'\n").find("schema.table.column=interval"),
            std::string::npos);
  EXPECT_NE(error(good + "[parameters.a]\ntype='role'\nprimary_key=true\n").find("table or tables"),
            std::string::npos);
  EXPECT_NE(error(good + "[parameters.a]\ntype='tables'\ndefault='x'\n").find("must be a list"),
            std::string::npos);
  EXPECT_NE(error("name='P; --'\nversion='1'\ntitle='t'\n").find("characters"), std::string::npos);
  EXPECT_NE(error("name = ").find("p/pack.toml:1"), std::string::npos);
}

TEST(PackRecord, IsReadAsItWasWritten) {
  const Record record{
      Action::add, "audit", "1.0", {{"schema", {"public"}}, {"tables", {"a", "b\"'\\"}}, {"none", {}}}};
  const std::string header =
      "-- migrate:up\n-- Migration: 7\n\n" + write_record(record) + "\nCREATE TABLE t ();\n";
  EXPECT_EQ(read_record(header), record);
  EXPECT_EQ(read_record("SELECT 1;\n" + write_record(record)), std::nullopt);
  EXPECT_EQ(read_record("-- Pack: nothing\n"), std::nullopt);
}

TEST(PackUpdates, LeadFromOneVersionToAnother) {
  Pack pack = probe();
  pack.updates = {{"1.0", "1.1", ""}, {"1.1", "1.2", ""}, {"1.2", "1.1", ""}, {"0.9", "1.2", ""}};
  ASSERT_TRUE(way_from(pack, "1.0"));
  EXPECT_EQ(way_from(pack, "1.0")->size(), 2U);
  EXPECT_EQ(way_from(pack, "0.9")->size(), 1U);
  EXPECT_EQ(way_from(pack, "1.2")->size(), 0U);
  EXPECT_FALSE(way_from(pack, "0.1"));
}

// Every pack of the program: its files fill in with what its test uses, and nothing hostile becomes SQL.
TEST(BuiltInPacks, FillInWithHostileTexts) {
  for (const Pack& pack : load_packs("")) {
    const Values values = complete_values(pack, pack.test_parameters);
    Values hostile = values;
    for (const Parameter& parameter : pack.parameters) {
      const ParameterType type = element_of(parameter.type);
      const bool free = type == ParameterType::text || type == ParameterType::name ||
                        type == ParameterType::column || type == ParameterType::role;
      for (std::string& element : hostile[parameter.name])
        if (free && !element.empty()) element = "x'\"; DROP TABLE victim; --";
    }
    for (const std::string* text : {&pack.up, &pack.down, &pack.test, &pack.test_setup}) {
      const auto count = [&](const Values& given) {
        const std::string sql = render(pack, *text, pack.name, given);
        return sql::split({sql, pack.name, 1, ""}).size();
      };
      EXPECT_EQ(count(values), count(hostile)) << pack.name;
    }
  }
}

}  // namespace
}  // namespace dunlin::packs
