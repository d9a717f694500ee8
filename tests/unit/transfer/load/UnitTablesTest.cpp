#include <gtest/gtest.h>

#include "transfer/load/UnitTables.hpp"

namespace dunlin::transfer {
namespace {

UnitTables of(std::string_view statement) {
  return tables_of_units({{statement}}).front();
}

TEST(UnitTables, KeysAndChecksNeedTheirTableAlone) {
  const UnitTables orders{.changes = {"orders"}, .reads = {}};
  EXPECT_EQ(of("ALTER TABLE orders ADD CONSTRAINT k PRIMARY KEY (id)"), orders);
  EXPECT_EQ(of("ALTER TABLE orders ADD CONSTRAINT c CHECK (total > 0)"), orders);
  EXPECT_EQ(of("ALTER TABLE orders ALTER id RESTART WITH 17"), orders);
}

TEST(UnitTables, IndexesAndSequencesReadTheirTable) {
  const UnitTables orders{.changes = {}, .reads = {"orders"}};
  EXPECT_EQ(of("CREATE UNIQUE INDEX i ON orders (lower(name COLLATE \"C\")) WHERE total > 0"), orders);
  EXPECT_EQ(
      of("SELECT setval(pg_get_serial_sequence('\"orders\"', 'id'), greatest(max(id), 7), true) FROM orders"),
      orders);
}

TEST(UnitTables, AForeignKeyNeedsBothTables) {
  EXPECT_EQ(of("ALTER TABLE \"Lines\" ADD CONSTRAINT f FOREIGN KEY (o) REFERENCES orders (id) NOT VALID"),
            (UnitTables{.changes = {"Lines", "orders"}, .reads = {}}));
}

TEST(UnitTables, AForeignKeyOfTheFileIsValidatedBesideOthersOfItsParent) {
  const auto units = tables_of_units(
      {{"ALTER TABLE lines ADD CONSTRAINT f FOREIGN KEY (o) REFERENCES \"Orders\" (id) NOT VALID"},
       {"ALTER TABLE lines VALIDATE CONSTRAINT f"},
       {"ALTER TABLE lines VALIDATE CONSTRAINT g"}});
  EXPECT_EQ(units[1], (UnitTables{.changes = {"lines"}, .reads = {"Orders"}}));
  EXPECT_FALSE(units[2].known);
}

TEST(UnitTables, WhatIsntKnownWaitsForEverything) {
  EXPECT_FALSE(of("DO $$ BEGIN NULL; END $$").known);
  EXPECT_FALSE(of("ALTER TABLE lines VALIDATE CONSTRAINT f").known);
  EXPECT_FALSE(of("INSERT INTO orders SELECT * FROM lines").known);
  EXPECT_FALSE(of("this is no SQL").known);
}

TEST(UnitTables, AChangedTableIsntReadBeside) {
  EXPECT_EQ(tables_of_units({{"ALTER TABLE t ADD PRIMARY KEY (id)", "CREATE INDEX ON t (a)"}}).front(),
            (UnitTables{.changes = {"t"}, .reads = {}}));
}

}  // namespace
}  // namespace dunlin::transfer
