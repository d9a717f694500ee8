#include <gtest/gtest.h>

#include "integration/Server.hpp"
#include "postgres/ConnectionUrl.hpp"

namespace dunlin::postgres {
namespace {

TEST(ConnectionUrl, IsMadeOfKeywords) {
  EXPECT_EQ(connection_url(
                "host=db.example.org port=5433 user=app password='p w@d/' dbname=my-app sslmode=require"),
            "postgresql://app:p%20w%40d%2F@db.example.org:5433/my-app?sslmode=require");
  EXPECT_EQ(connection_url("host=/run/pg dbname=a user=u"), "postgresql://u@localhost/a?host=/run/pg");
  EXPECT_EQ(connection_url("host=::1 dbname=a"), "postgresql://[::1]/a");
  EXPECT_EQ(connection_url("host=a,b port=1,2 dbname=x"), "postgresql://localhost/x?host=a,b&port=1,2");
}

TEST(ConnectionUrl, StaysWhereItIsOne) {
  EXPECT_EQ(connection_url("postgres://u@h/d?x=1"), "postgres://u@h/d?x=1");
  EXPECT_EQ(connection_url("not a target ="), "not a target =");
}

TEST(ConnectionUrl, HasNothingThatShellsAndConfigurationFilesRead) {
  EXPECT_EQ(connection_url("postgresql://pw:pa$HOME`id`\"q'\\ #@h:1/d"),
            "postgresql://pw:pa%24HOME%60id%60%22q%27%5C%20%23@h:1/d");
  EXPECT_EQ(connection_url("host=h password='$`\"' user=u dbname=d"), "postgresql://u:%24%60%22@h/d");
}

class ConnectionUrlOfServer : public test::DatabaseTest {};

TEST_F(ConnectionUrlOfServer, ReachesTheSameDatabase) {
  auto there = Connection::open(connection_url(target()), "url");
  EXPECT_EQ(there.exec("SELECT current_database()").string(0, 0),
            connection_.exec("SELECT current_database()").string(0, 0));
}

}  // namespace
}  // namespace dunlin::postgres
