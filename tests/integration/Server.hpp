#pragma once

#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <string>

#include "postgres/Cluster.hpp"
#include "postgres/Connection.hpp"
#include "unit/TempFolder.hpp"

namespace dunlin::test {

inline std::filesystem::path server_programs() {
  const char* preferred = std::getenv("DUNLIN_POSTGRES");
  return postgres::find_server_programs(preferred != nullptr ? preferred : "").front();
}

/// A folder that the server's system user can enter.
class ServerFolder : public TempFolder {
 public:
  ServerFolder() { std::filesystem::permissions(path(), std::filesystem::perms(0711)); }
  postgres::ClusterOptions options() const {
    return {.data = path() / "data",
            .programs = server_programs(),
            .durable = false,
            .settings = {{"autovacuum", "off"}}};  // which locks tables, and changes plans, when it likes
  }
};

/// The server of this binary: started at the first use, stopped when the binary ends.
inline postgres::Cluster& server() {
  static ServerFolder folder;
  static postgres::Cluster cluster = postgres::Cluster::start(folder.options());
  return cluster;
}

/// A test with a database of its own and a session in it.
class DatabaseTest : public ::testing::Test {
 protected:
  DatabaseTest() : database_(make_database()), connection_(connect()) {}

  postgres::Connection connect(const std::string& application = "test") const {
    return postgres::Connection::open(target(), application);
  }
  std::string target() const { return server().target(database_); }

  /// The first value of a query.
  std::string value(const std::string& query) {
    const auto result = connection_.exec(postgres::Sql::trusted(query));
    return result.rows() == 0 ? "" : result.string(0, 0);
  }
  void exec(const std::string& sql) { connection_.exec(postgres::Sql::trusted(sql)); }

  const std::string database_;
  postgres::Connection connection_;

 private:
  static std::string make_database() {
    static int number = 0;
    const std::string name = fmt::format("test_{}", ++number);
    auto maintenance = postgres::Connection::open(server().target("postgres"), "test");
    const char* strategy = maintenance.server_version() >= 150000 ? " STRATEGY file_copy" : "";
    maintenance.exec(postgres::Sql::trusted("CREATE DATABASE " + name + strategy));
    return name;
  }
};

/// What `action` throws as an Error, for looking at its parts.
template <typename Action>
Error error_of(Action action) {
  try {
    action();
  } catch (const Error& error) {
    return error;
  }
  ADD_FAILURE() << "nothing was thrown";
  return Error(ErrorCode::failed, "nothing was thrown");
}

}  // namespace dunlin::test
