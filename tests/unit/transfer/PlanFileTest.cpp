#include <fstream>
#include <gtest/gtest.h>

#include "base/Error.hpp"
#include "transfer/PlanFile.hpp"
#include "unit/TempFolder.hpp"

namespace dunlin::transfer {
namespace {

Mapping example() {
  ColumnMapping id{.source = "id",
                   .declared = "INTEGER",
                   .target = "id",
                   .type = "bigint",
                   .conversion = Conversion::bigint};
  id.not_null = true;
  ColumnMapping at{.source = "createdAt",
                   .declared = "DATETIME",
                   .target = "created_at",
                   .type = "timestamptz",
                   .conversion = Conversion::timestamptz_text};
  at.form = "YYYY-MM-DDTHH:MM:SS.SSSZ";
  at.misfit = model::MisfitPolicy::reject;
  at.reason = "all 3 values are \"moments\"";
  at.suggestions = {"text"};
  ColumnMapping price{.source = "price",
                      .declared = "DECIMAL(10,2)",
                      .target = "price",
                      .type = "numeric(10,2)",
                      .conversion = Conversion::numeric,
                      .scale = 2};
  price.reversible = false;
  ColumnMapping state{.source = "state",
                      .declared = "TEXT",
                      .target = "state",
                      .type = "order_state",
                      .conversion = Conversion::enumeration};
  TableMapping orders{.source = "orders",
                      .target = "orders",
                      .columns = {id, at, price, state},
                      .key = {"id"},
                      .rowid_name = "rowid",
                      .left_out = {"spelled", "CHECK (length(price) > 2)"},
                      .rows = 3,
                      .bytes = 300,
                      .rejected = 1};
  ColumnMapping mail{.source = "mail", .declared = "TEXT", .target = "mail", .type = "text"};
  mail.collation = "nocase";
  mail.affinity = "NUMERIC";
  orders.columns.push_back(mail);
  return {.source_sha256 = "aa", .schema_hash = "bb", .target_schema = "public", .tables = {orders}};
}

// The plan with one text replaced by another.
Mapping edited(const std::string& from, const std::string& to) {
  const test::TempFolder folder;
  write_plan(folder.path() / "plan.json", example());
  std::ifstream in(folder.path() / "plan.json");
  std::string text((std::istreambuf_iterator<char>(in)), {});
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << text;
  folder.write("edited.json", text.replace(at, from.size(), to));
  return read_plan(folder.path() / "edited.json");
}

TEST(PlanFile, ComesBackAsItWas) {
  EXPECT_EQ(edited("\"aa\"", "\"aa\""), example());
}

TEST(PlanFile, KnowsWhetherItWasEdited) {
  const test::TempFolder folder;
  const auto file = folder.path() / "plan.json";
  write_plan(file, example());
  EXPECT_FALSE(is_edited(file));
  folder.write("spaced.json", plan_json(example()).dump(8));
  EXPECT_FALSE(is_edited(folder.path() / "spaced.json"));
  auto other = example();
  other.tables[0].columns[2].type = "numeric(20,4)";
  auto text = plan_json(other).dump();
  const auto digest = *plan_json(example()).find("digest")->string();
  text.replace(text.find(*plan_json(other).find("digest")->string()), digest.size(), digest);
  folder.write("plan.json", text);
  EXPECT_TRUE(is_edited(file));
}

TEST(PlanFile, AnEditedTypeIsHonoured) {
  const auto plan = edited("\"numeric(10,2)\"", "\"numeric(20,4)\"");
  EXPECT_EQ(plan.tables[0].columns[2].scale, 4);
  EXPECT_EQ(edited("\"numeric(10,2)\"", "\"double precision\"").tables[0].columns[2].conversion,
            Conversion::double_precision);
  EXPECT_EQ(edited("\"timestamptz\"", "\"timestamp\"").tables[0].columns[1].conversion,
            Conversion::timestamp_text);
}

TEST(PlanFile, SaysWhatIsWrong) {
  const auto message = [](const std::string& from, const std::string& to) {
    try {
      edited(from, to);
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::usage);
      return error.message();
    }
    return std::string("no error");
  };
  EXPECT_EQ(message("\"numeric(10,2)\"", "\"money\""),
            "the plan can't be used: orders.price: values can't be turned into the type 'money'");
  EXPECT_EQ(
      message("\"reject\"", "\"drop\""),
      "the plan can't be used: orders.createdAt: misfit 'drop' isn't refuse, reject, null, text or latin1");
  EXPECT_EQ(
      message("YYYY-MM-DDTHH:MM:SS.SSSZ", "whatever"),
      "the plan can't be used: orders.createdAt: column createdAt: 'whatever' isn't a form of timestamptz");
  EXPECT_EQ(message("\"target_schema\"", "\"schema\""), "the plan can't be used: target_schema is missing");
  EXPECT_EQ(message("\"format\": 1", "\"format\": 99"), "the plan was written by a newer dunlin");
}

}  // namespace
}  // namespace dunlin::transfer
