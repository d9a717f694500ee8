#include "integration/transfer/Source.hpp"
#include "transfer/verify/CompareTables.hpp"

namespace dunlin::transfer {
namespace {

// What was loaded is changed behind dunlin's back, and has to be found.
class DifferencesTest : public test::TransferTest {
 protected:
  DifferencesTest() {
    make_tables();
    load();
  }

  std::vector<TableVerdict> compare() {
    const CompareRequest request{
        .snapshot = file(), .mapping = mapping_, .session = session(), .connections = 2};
    const auto tables = compare_tables(request, {});
    std::vector<TableVerdict> verdicts;
    for (std::size_t i = 0; i < tables.size(); ++i) verdicts.push_back(judge(mapping_.tables[i], tables[i]));
    explain_differences(request, verdicts, 20);
    return verdicts;
  }
};

using Rows = std::vector<RowDifference>;

TEST_F(DifferencesTest, NothingChangedIsEqual) {
  for (const auto& verdict : compare()) {
    EXPECT_EQ(verdict.state, TableState::equal) << verdict.name;
    EXPECT_EQ(verdict.rows_source, 1000);
    EXPECT_EQ(verdict.rows_target, 1000);
  }
}

TEST_F(DifferencesTest, AChangedByte) {
  exec("UPDATE dunlin_load_app.people SET name = 'person 1O' WHERE id = 10");
  const auto verdicts = compare();
  EXPECT_EQ(verdicts[0].state, TableState::different);
  EXPECT_EQ(verdicts[1].state, TableState::equal);
  EXPECT_EQ(verdicts[0].differences, (Rows{{"id=10", "name", "person 10", "person 1O"}}));
}

TEST_F(DifferencesTest, ARowThatIsThereTwice) {
  exec("INSERT INTO dunlin_load_app.log SELECT * FROM dunlin_load_app.log WHERE at = 3");
  const auto verdicts = compare();
  EXPECT_EQ(verdicts[1].state, TableState::different);
  EXPECT_EQ(verdicts[1].rows_target, 1001);
  EXPECT_EQ(verdicts[1].differences, (Rows{{"", "", "", "at=3, what=entry, person=3"}}));
}

TEST_F(DifferencesTest, RowsThatAreThereThriceDontCancel) {
  exec("INSERT INTO dunlin_load_app.log SELECT * FROM dunlin_load_app.log WHERE at = 3");
  exec("INSERT INTO dunlin_load_app.log SELECT DISTINCT * FROM dunlin_load_app.log WHERE at = 3");
  EXPECT_EQ(compare()[1].differences.size(), 2U);
}

TEST_F(DifferencesTest, TwoValuesThatChangedPlaces) {
  exec(
      "UPDATE dunlin_load_app.people SET name = CASE id WHEN 1 THEN 'person 2' ELSE 'person 1' END "
      "WHERE id IN (1, 2)");
  const auto verdicts = compare();
  EXPECT_EQ(verdicts[0].state, TableState::different);
  EXPECT_EQ(verdicts[0].differences,
            (Rows{{"id=1", "name", "person 1", "person 2"}, {"id=2", "name", "person 2", "person 1"}}));
}

TEST_F(DifferencesTest, AMissingRowAndOneTooMany) {
  exec("DELETE FROM dunlin_load_app.people WHERE id = 500");
  exec("INSERT INTO dunlin_load_app.people VALUES (-5, 'x', NULL)");
  const auto verdicts = compare();
  EXPECT_EQ(verdicts[0].rows_target, 1000);
  ASSERT_EQ(verdicts[0].differences.size(), 2U);
  EXPECT_EQ(verdicts[0].differences[0].key, "id=500");
  EXPECT_EQ(verdicts[0].differences[0].target, "");
  EXPECT_EQ(verdicts[0].differences[1].key, "id=-5");
  EXPECT_EQ(verdicts[0].differences[1].source, "");
}

TEST_F(DifferencesTest, JsonbIsComparedByWhatItSays) {
  exec(R"(UPDATE dunlin_load_app.people SET doc = '{"a": "\u00e9", "b": [15e-1, 4.0]}' WHERE id = 4)");
  EXPECT_EQ(compare()[0].state, TableState::equal);
  exec(R"(UPDATE dunlin_load_app.people SET doc = '{"a": "e", "b": [1.5, 4]}' WHERE id = 4)");
  const auto verdicts = compare();
  EXPECT_EQ(verdicts[0].state, TableState::different);
  ASSERT_EQ(verdicts[0].differences.size(), 1U);
  EXPECT_EQ(verdicts[0].differences[0].key, "id=4");
  EXPECT_EQ(verdicts[0].differences[0].column, "doc");
}

TEST_F(DifferencesTest, NullIsntEmpty) {
  exec("UPDATE dunlin_load_app.log SET what = NULL WHERE at = 77");
  EXPECT_EQ(compare()[1].state, TableState::different);
}

}  // namespace
}  // namespace dunlin::transfer
