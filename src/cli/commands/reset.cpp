#include <filesystem>
#include <fmt/format.h>

#include "base/Error.hpp"
#include "base/Identifier.hpp"
#include "cli/CommandTable.hpp"
#include "cli/Session.hpp"

namespace dunlin::cli {
namespace {

// The database itself goes, with everything in it; its owner, encoding and locale come back.
void make_anew(const Target& target, const std::string& database) {
  auto maintenance = target.connect_to_maintenance_database();
  const auto facts = maintenance.exec(
      "SELECT pg_get_userbyid(datdba), pg_encoding_to_char(encoding), datcollate, datctype FROM pg_database "
      "WHERE datname = $1",
      {database});
  maintenance.exec(
      postgres::Sql::trusted(fmt::format("DROP DATABASE {} WITH (FORCE)", quote_identifier(database))));
  maintenance.exec(postgres::Sql::trusted(fmt::format(
      "CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING {} LC_COLLATE {} LC_CTYPE {}",
      quote_identifier(database), quote_identifier(facts.text(0, 0)), quote_literal(facts.text(0, 1)),
      quote_literal(facts.text(0, 2)), quote_literal(facts.text(0, 3)))));
}

}  // namespace

int run_reset(const Invocation& invocation, Screen& screen) {
  const auto config = load_project(invocation);
  if (config.environment.name == "production")
    throw refused("reset isn't for production: it destroys the database",
                  "roll back with dunlin rollback instead");
  {
    const Target target(config);
    std::string database;
    {
      auto connection = target.connect();
      require_writable(connection);
      database = connection.facts().database;
    }
    if (!confirmed(invocation,
                   fmt::format("Drop database {} ({}) and everything in it?", database, target.shown()))) {
      throw refused("not confirmed: nothing was changed", "add --yes");
    }
    make_anew(target, database);
    screen.note(fmt::format("made database {} anew", database));
  }
  Invocation migrate = invocation;
  migrate.command = "migrate";
  migrate.include_seed = !config.seed.empty() && std::filesystem::exists(config.seed);
  return run_migrate(migrate, screen);
}

}  // namespace dunlin::cli
