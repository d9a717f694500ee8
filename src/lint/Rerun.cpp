#include "lint/Rerun.hpp"

#include <algorithm>

#include "lint/SplitFix.hpp"
#include "sql/command/Source.hpp"

namespace dunlin::lint {
namespace {

using model::AlterKind;
using model::ObjectKind;
using model::StatementKind;

constexpr const char* k_if_not_exists = "IF NOT EXISTS ";
constexpr const char* k_if_exists = "IF EXISTS ";

// What dunlin looks up in the catalog after a crash (src/migrate/verify), or what may run again as it is.
bool is_verified_by_catalog(StatementKind kind) {
  switch (kind) {
    case StatementKind::create_index_concurrently:
    case StatementKind::drop_index_concurrently:
    case StatementKind::reindex:
    case StatementKind::detach_concurrently:
    case StatementKind::detach_finalize:
    case StatementKind::create_database:
    case StatementKind::drop_database:
    case StatementKind::rerunnable:
    case StatementKind::batch: return true;
    default: return false;
  }
}

/// Goes through one statement.
class Reader {
 public:
  explicit Reader(const Scene& scene) : scene_(scene), source_(scene.text()) {}

  std::vector<RerunFinding> read() {
    std::visit([this](const auto& command) { judge(command); }, scene_.statement().command);
    return std::move(found_);
  }

 private:
  RerunFinding& add(RerunProblem problem, std::string object, std::string words) {
    found_.push_back({problem, std::move(object), std::move(words), {0, scene_.text().size()}, "", 0});
    return found_.back();
  }

  // The guard goes in front of the token behind `word`.
  void guard_behind(RerunFinding& finding, std::size_t token, const char* guard) {
    if (token >= source_.tokens().size()) return;
    finding.guard = guard;
    finding.guard_at = source_.tokens()[token].offset;
  }

  std::size_t behind_word(std::string_view word) const { return source_.find_word(0, word) + 1; }

  void made(ObjectKind kind, const std::string& object, const std::string& name, std::string_view word) {
    if (is_dropped_before(kind, name)) return;
    RerunFinding& finding = add(RerunProblem::if_not_exists, object, "CREATE of " + object);
    guard_behind(finding, behind_word(word), k_if_not_exists);
  }

  void made_unguarded(ObjectKind kind, const std::string& object, const std::string& name) {
    if (!is_dropped_before(kind, name)) add(RerunProblem::create, object, "CREATE of " + object);
  }

  // DROP ... IF EXISTS of it, before in the file.
  bool is_dropped_before(ObjectKind kind, const std::string& name) const {
    for (std::size_t i = 0; i < scene_.index(); ++i) {
      const auto* drop = std::get_if<model::Drop>(&scene_.statements()[i].command);
      if (drop == nullptr || !drop->if_exists || drop->kind != kind) continue;
      if (std::any_of(drop->objects.begin(), drop->objects.end(),
                      [&](const model::ObjectName& object) { return object.name.name == name; }))
        return true;
    }
    return false;
  }

  static bool drops_constraint(const model::AlterTable& alter, const std::string& name) {
    return std::any_of(alter.actions.begin(), alter.actions.end(), [&](const model::AlterAction& action) {
      return action.kind == AlterKind::drop_constraint && action.if_exists && action.name == name;
    });
  }

  bool is_constraint_dropped_before(const model::AlterTable& alter, const std::string& name) const {
    if (drops_constraint(alter, name)) return true;
    for (std::size_t i = 0; i < scene_.index(); ++i) {
      const auto* earlier = std::get_if<model::AlterTable>(&scene_.statements()[i].command);
      if (earlier != nullptr && earlier->name.name == alter.name.name && drops_constraint(*earlier, name))
        return true;
    }
    return false;
  }

  std::string created(const model::QualifiedName& name) const {
    return model::to_string(scene_.catalog().created(name));
  }

  void judge(const model::CreateTable& create) {
    if (!create.if_not_exists && create.persistence != model::Persistence::temporary)
      made(ObjectKind::table, created(create.name), create.name.name, "table");
  }
  void judge(const model::CreateTableAs& create) {
    if (create.if_not_exists || create.persistence == model::Persistence::temporary) return;
    if (create.select_into) return made_unguarded(ObjectKind::table, created(create.name), create.name.name);
    made(create.materialized_view ? ObjectKind::materialized_view : ObjectKind::table, created(create.name),
         create.name.name, create.materialized_view ? "view" : "table");
  }
  void judge(const model::CreateIndex& create) {
    if (create.if_not_exists || is_dropped_before(ObjectKind::index, create.name)) return;
    const std::string table = scene_.shown(create.table);
    if (create.name.empty()) {
      add(RerunProblem::create, table, "CREATE INDEX without a name on " + table);
    } else if (create.concurrently) {
      // IF NOT EXISTS would take what a failed build left for the index: invalid-index-trap
      add(RerunProblem::create, table, "CREATE INDEX CONCURRENTLY " + create.name);
    } else {
      RerunFinding& finding = add(RerunProblem::if_not_exists, table, "CREATE INDEX " + create.name);
      guard_behind(finding, behind_word("index"), k_if_not_exists);
    }
  }
  void judge(const model::CreateSequence& create) {
    if (!create.if_not_exists && !create.alters)
      made(ObjectKind::sequence, created(create.name), create.name.name, "sequence");
  }
  void judge(const model::CreateSchema& create) {
    if (!create.if_not_exists && !create.name.empty())
      made(ObjectKind::schema, create.name, create.name, "schema");
  }
  void judge(const model::CreateExtension& create) {
    if (!create.if_not_exists && !create.alters)
      made(ObjectKind::extension, create.name, create.name, "extension");
  }
  void judge(const model::AlterEnum& alter) {
    if (alter.if_not_exists || !alter.old_value.empty()) {
      if (!alter.old_value.empty())
        add(RerunProblem::other, model::to_string(alter.name), "RENAME VALUE of " + alter.old_value);
      return;
    }
    RerunFinding& finding = add(RerunProblem::if_not_exists, model::to_string(alter.name),
                                "ADD VALUE " + alter.value + " of " + model::to_string(alter.name));
    guard_behind(finding, behind_word("value"), k_if_not_exists);
  }
  void judge(const model::CreateView& create) {
    if (!create.or_replace && !create.temporary)
      made_unguarded(ObjectKind::view, created(create.name), create.name.name);
  }
  void judge(const model::CreateFunction& create) {
    if (!create.or_replace)
      made_unguarded(create.procedure ? ObjectKind::procedure : ObjectKind::function, created(create.name),
                     create.name.name);
  }
  void judge(const model::CreateTrigger& create) {
    if (!create.or_replace) made_unguarded(ObjectKind::trigger, "trigger " + create.name, create.name);
  }
  void judge(const model::CreatePolicy& create) {
    if (!create.alters) made_unguarded(ObjectKind::policy, "policy " + create.name, create.name);
  }
  void judge(const model::CreateRule& create) {
    if (source_.find_word(0, "replace") > 2)
      made_unguarded(ObjectKind::rule, "rule " + create.name, create.name);
  }
  void judge(const model::CreateType& create) {
    made_unguarded(ObjectKind::type, created(create.name), create.name.name);
  }
  void judge(const model::CreateDomain& create) {
    made_unguarded(ObjectKind::domain, created(create.name), create.name.name);
  }
  void judge(const model::CreateRole& create) {
    if (!create.alters) made_unguarded(ObjectKind::role, "role " + create.name, create.name);
  }
  void judge(const model::CreatePublication& create) {
    if (!create.alters) made_unguarded(ObjectKind::publication, "publication " + create.name, create.name);
  }
  void judge(const model::Drop& drop) {
    if (drop.if_exists || drop.objects.empty() || drop.kind == ObjectKind::owned) return;
    const std::string name = model::to_string(drop.objects.front().name);
    const std::string kind(to_string(drop.kind));
    RerunFinding& finding = add(RerunProblem::if_exists, name, "DROP of " + kind + " " + name);
    const auto spaces = static_cast<std::size_t>(std::count(kind.begin(), kind.end(), ' '));
    guard_behind(finding, 2 + spaces + (drop.concurrently ? 1 : 0), k_if_exists);
  }
  void judge(const model::Rename& rename) {
    add(RerunProblem::other, model::to_string(rename.object.name), "RENAME to " + rename.new_name);
  }
  void judge(const model::SetSchema& set) {
    add(RerunProblem::other, model::to_string(set.object.name), "SET SCHEMA " + set.schema);
  }
  void judge(const model::AlterDomain& alter) {
    if (alter.kind == model::AlterDomainKind::add_constraint)
      add(RerunProblem::constraint, model::to_string(alter.name),
          "ADD CONSTRAINT of " + model::to_string(alter.name));
  }
  void judge(const model::DoBlock&) { add(RerunProblem::other, "", "DO"); }
  void judge(const model::Call& call) {
    add(RerunProblem::other, model::to_string(call.procedure), "CALL of " + model::to_string(call.procedure));
  }

  void judge(const model::AlterTable& alter) {
    for (const model::AlterAction& action : alter.actions) {
      const std::size_t before = found_.size();
      judge(alter, action);
      if (found_.size() > before) found_.back().place = action.range;
    }
  }
  void judge(const model::AlterTable& alter, const model::AlterAction& action) {
    const std::string table = scene_.shown(alter.name);
    const std::size_t first = source_.token_at(action.range.offset);
    switch (action.kind) {
      case AlterKind::add_column: {
        if (action.if_exists) return;
        RerunFinding& finding =
            add(RerunProblem::if_not_exists, table, "ADD COLUMN " + action.name + " of " + table);
        guard_behind(finding, source_.token_at(action.column->range.offset), k_if_not_exists);
        return;
      }
      case AlterKind::drop_column:
      case AlterKind::drop_constraint: {
        if (action.if_exists) return;
        RerunFinding& finding =
            add(RerunProblem::if_exists, table, "DROP of " + action.name + " of " + table);
        const bool word = source_.is(first + 1, "column") || source_.is(first + 1, "constraint");
        guard_behind(finding, first + (word ? 2 : 1), k_if_exists);
        return;
      }
      case AlterKind::add_constraint:
        if (!is_constraint_dropped_before(alter, action.constraint->name))
          add(RerunProblem::constraint, table,
              "ADD CONSTRAINT " +
                  (action.constraint->name.empty() ? "without a name" : action.constraint->name) + " on " +
                  table);
        return;
      case AlterKind::add_identity:
      case AlterKind::attach_partition:
      case AlterKind::detach_partition:
        add(RerunProblem::other, table, std::string(to_string(action.kind)) + " of " + table);
        return;
      default: return;
    }
  }

  static bool looks_into(const model::Dml& dml, const model::QualifiedName& table) {
    return std::any_of(dml.query.relations.begin(), dml.query.relations.end(),
                       [&](const model::RelationUse& use) { return !use.written && use.name == table; });
  }

  void judge(const model::Dml& dml) {
    const std::string table = scene_.shown(dml.target);
    if (dml.kind == model::DmlKind::copy_from) add(RerunProblem::rows, table, "COPY into " + table);
    if (dml.kind == model::DmlKind::insert && !dml.on_conflict && !looks_into(dml, dml.target))
      add(RerunProblem::rows, table, "INSERT into " + table);
    if (dml.kind == model::DmlKind::update && dml.refers_to_itself)
      add(RerunProblem::rows, table, "UPDATE of " + table);
  }

  template <typename Another>
  void judge(const Another&) {}

  const Scene& scene_;
  sql::Source source_;
  std::vector<RerunFinding> found_;
};

}  // namespace

bool may_run_twice(const Scene& scene) {
  const JudgedStatement& statement = scene.statement();
  if (statement.in_transaction || statement.source.verified || statement.source.batched ||
      statement.embedded_in >= 0)
    return false;
  return !scene.file().transactional || !is_verified_by_catalog(statement.source.kind);
}

std::vector<RerunFinding> rerun_findings(const Scene& scene) {
  return Reader(scene).read();
}

std::string second_time(RerunProblem problem) {
  switch (problem) {
    case RerunProblem::if_not_exists:
    case RerunProblem::constraint:
    case RerunProblem::create: return "fails when it runs again, because it is there already";
    case RerunProblem::if_exists: return "fails when it runs again, because it is gone";
    case RerunProblem::rows: return "changes rows once more when it runs again";
    case RerunProblem::other: break;
  }
  return "can't simply run again";
}

void report_rerun(const Scene& scene, Reporter& report, RerunProblem problem) {
  if (!may_run_twice(scene)) return;
  for (const RerunFinding& found : rerun_findings(scene)) {
    if (found.problem != problem) continue;
    model::Finding& finding =
        report.add(found.object, found.words + " runs outside of a transaction, and " + second_time(problem),
                   found.place);
    if (!found.guard.empty()) finding.fix.edits = replace_piece(scene, {found.guard_at, 0}, found.guard);
  }
}

}  // namespace dunlin::lint
