#include <gtest/gtest.h>

#include "base/Error.hpp"
#include "migrate/Segments.hpp"

namespace dunlin::migrate {
namespace {

ScriptText script(const std::string& text) {
  return ScriptText({.file = "001.sql", .text = text}, {});
}

// "T2 A1 T1": a transaction of two statements, a lone one, a transaction of one.
std::string shape(const std::string& text, bool each_alone = false) {
  std::string out;
  for (const auto& segment : make_segments(script(text), each_alone)) {
    out += (out.empty() ? "" : " ") + std::string(segment.alone ? "A" : "T") + std::to_string(segment.count);
  }
  return out;
}

Error refusal(const std::string& text) {
  try {
    make_segments(script(text), false);
  } catch (const Error& error) {
    return error;
  }
  return Error(ErrorCode::failed, "not refused");
}

TEST(Segments, AreAsLargeAsTheyCanBe) {
  EXPECT_EQ(shape("CREATE TABLE a(); CREATE TABLE b(); SELECT 1"), "T3");
  EXPECT_EQ(shape("-- nothing"), "");
  EXPECT_EQ(shape("CREATE TABLE a(); CREATE INDEX CONCURRENTLY i ON a (x); SELECT 1; SELECT 2"), "T1 A1 T2");
  EXPECT_EQ(shape("VACUUM a; VACUUM b"), "A1 A1");
}

TEST(Segments, EndBehindANewEnumValue) {
  EXPECT_EQ(shape("SELECT 1; ALTER TYPE t ADD VALUE 'x'; SELECT 'x'::t"), "T2 T1");
  EXPECT_EQ(shape("BEGIN; ALTER TYPE t ADD VALUE 'x'; SELECT 1; COMMIT"), "T4");
}

TEST(Segments, FollowTheFilesOwnTransactions) {
  EXPECT_EQ(shape("SELECT 1; BEGIN; SELECT 2; SELECT 3; COMMIT; SELECT 4"), "T1 T4 T1");
  EXPECT_EQ(shape("BEGIN; SELECT 2; COMMIT; BEGIN; SELECT 3; END"), "T3 T3");
}

TEST(Segments, BeginAtAUnit) {
  EXPECT_EQ(shape("SELECT 1;\n-- dunlin:unit\nSELECT 2; SELECT 3;\n-- dunlin:unit\nSELECT 4"), "T1 T2 T1");
  EXPECT_EQ(shape("-- dunlin:unit\nSELECT 1;\n-- dunlin:unit\nVACUUM; SELECT 2;\n-- dunlin:unit\nBEGIN; "
                  "SELECT 1; COMMIT"),
            "T1 A1 T1 T3");
  EXPECT_EQ(shape("SELECT 1;\n-- dunlin:unit alone\nSELECT 2; SELECT 3"), "T1 A1 T1");
  EXPECT_EQ(refusal("BEGIN; SELECT 1;\n-- dunlin:unit\nSELECT 2; COMMIT").message(),
            "001.sql:3:1: dunlin:unit inside the transaction that began at line 1");
}

TEST(Segments, HoldABatchedStatementAlone) {
  EXPECT_EQ(shape("SELECT 1;\n-- dunlin:batch table=t key=id\nDELETE FROM t; SELECT 2"), "T1 A1 T1");
  EXPECT_EQ(refusal("BEGIN;\n-- dunlin:batch table=t key=id\nDELETE FROM t; COMMIT").code(),
            ErrorCode::refused);
}

TEST(Segments, HoldOneStatementEachWithoutATransaction) {
  EXPECT_EQ(shape("SELECT 1; SELECT 2; VACUUM", true), "T1 T1 A1");
}

TEST(Segments, RefuseWhatWouldLoseTheJournal) {
  for (const auto* text : {"SELECT 1; COMMIT", "ROLLBACK", "BEGIN; SELECT 1; ROLLBACK", "BEGIN; SELECT 1",
                           "BEGIN; BEGIN; COMMIT; COMMIT", "BEGIN; VACUUM; COMMIT", "DISCARD ALL",
                           "BEGIN; SELECT 1; COMMIT AND CHAIN; COMMIT"}) {
    EXPECT_EQ(refusal(text).code(), ErrorCode::refused) << text;
  }
}

TEST(Segments, NameThePlaceOfARefusal) {
  const auto error = refusal("SELECT 1;\n\n  COMMIT;");
  EXPECT_EQ(error.fact("file"), "001.sql");
  EXPECT_EQ(error.fact("line"), "3");
  EXPECT_EQ(error.fact("column"), "3");
}

TEST(Segments, LeftAfterACrash) {
  const std::vector<model::Segment> all{{false, 0, 3}, {true, 3, 1}, {false, 4, 2}};
  EXPECT_EQ(remaining_segments(all, {false, false, false, false, false, false}),
            (OpenSegments{all, {0, 1, 2}}));
  EXPECT_EQ(remaining_segments(all, {true, true, true, false, false, false}),
            (OpenSegments{{{true, 3, 1}, {false, 4, 2}}, {1, 2}}));
  EXPECT_EQ(remaining_segments(all, {true, true, true, true, true, false}),
            (OpenSegments{{{false, 5, 1}}, {2}}));
  EXPECT_TRUE(remaining_segments(all, {true, true, true, true, true, true}).segments.empty());
}

TEST(Segments, LeftWithGaps) {
  const std::vector<model::Segment> all{{false, 0, 3}, {true, 3, 1}, {false, 4, 2}};
  EXPECT_EQ(remaining_segments(all, {false, true, false, true, false, true}),
            (OpenSegments{{{false, 0, 1}, {false, 2, 1}, {false, 4, 1}}, {0, 0, 2}}));
}

}  // namespace
}  // namespace dunlin::migrate
