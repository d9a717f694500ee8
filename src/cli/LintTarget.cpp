#include "cli/LintTarget.hpp"

#include "lint/DatabaseTexts.hpp"
#include "migrate/History.hpp"
#include "postgres/catalog/ReadCatalog.hpp"
#include "sql/Grammar.hpp"

namespace dunlin::cli {

std::set<std::string> applied_versions(postgres::Connection& connection) {
  const model::History history = migrate::read_history(connection);
  std::set<std::string> versions;
  for (const model::LedgerEntry* entry : history.applied()) versions.insert(entry->version.text);
  return versions;
}

LintTarget look_at(postgres::Connection& connection, lint::Settings settings) {
  LintTarget target;
  target.applied = applied_versions(connection);
  target.request.before = postgres::read_catalog(connection);
  lint::read_texts(target.request.before);
  settings.live = true;
  settings.major = connection.server_version() / 10000;
  target.request.settings = std::move(settings);
  return target;
}

}  // namespace dunlin::cli
