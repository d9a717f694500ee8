#include <fmt/format.h>

#include "base/Text.hpp"
#include "lint/Phase.hpp"
#include "lint/Renamed.hpp"
#include "lint/SplitFix.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct RenameTable {
  const Scene& scene;
  const model::Rename& rename;

  // A view of the old name is another object: who may use the table has to be told again.
  std::vector<std::string> grants(const model::QualifiedName& old_name) const {
    std::vector<std::string> statements;
    for (const model::CatalogGrant& grant : scene.catalog().grants) {
      if (grant.kind != model::ObjectKind::table || grant.object != model::to_string(old_name)) continue;
      const std::string privileges =
          grant.privileges.empty() ? std::string("ALL") : join(grant.privileges, ", ");
      statements.push_back(fmt::format("GRANT {} ON {} TO {};", privileges, sql_name(old_name),
                                       grant.grantee == "public" ? "PUBLIC" : sql_name(grant.grantee)));
    }
    return statements;
  }

  std::string advice() const {
    const model::QualifiedName old_name = scene.catalog().qualified(rename.object.name);
    const model::QualifiedName new_name{old_name.schema, rename.new_name};
    // Without security_invoker (PostgreSQL 15) the view would pass by row level security.
    const char* options = scene.settings().major >= 15 ? " WITH (security_invoker = true)" : "";
    std::string sql =
        fmt::format("CREATE VIEW {}{} AS SELECT * FROM {};", sql_name(old_name), options, sql_name(new_name));
    for (const std::string& grant : grants(old_name)) sql += " " + grant;
    return "In the same transaction give the old name to a view, which can be written through: " + sql +
           " Drop it when no running code uses it any more.";
  }
};

void check_rename_table(const Scene& scene, Reporter& report) {
  for (const auto kind : {model::ObjectKind::table, model::ObjectKind::foreign_table}) {
    const model::Rename* rename = noticed_rename(scene, kind);
    if (rename == nullptr) continue;
    // ALTER TABLE may name an index or a sequence.
    if (scene.catalog().find_index(rename->object.name) != nullptr ||
        scene.catalog().find_sequence(rename->object.name) != nullptr)
      continue;
    const std::string name = scene.shown(rename->object.name);
    model::Finding& finding =
        report.add(name, "code that names " + name + " fails as soon as it is called " + rename->new_name);
    finding.severity = by_phase(scene, model::Severity::error);
    finding.fix.advice = RenameTable{scene, *rename}.advice();
  }
}

}  // namespace

const Rule rename_table{.name = "rename-table",
                        .family = 'D',
                        .profile = Profile::safe,
                        .severity = model::Severity::error,
                        .summary = "A table in use gets another name, and nothing keeps the old one",
                        .why =
                            "The change itself takes a moment, and from its commit on every query of running "
                            "code that names the old "
                            "table fails. Function bodies in SQL and PL/pgSQL aren't changed with it. "
                            "Measured: INSERT, UPDATE and "
                            "DELETE work through a plain view of the old name.",
                        .advice =
                            "In the same transaction: CREATE VIEW old_name WITH (security_invoker = true) AS "
                            "SELECT * FROM new_name; "
                            "and grant on it what was granted on the table. Drop the view in a later file.",
                        .statement = check_rename_table};

}  // namespace dunlin::lint::rules
