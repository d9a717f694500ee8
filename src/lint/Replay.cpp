#include "lint/Replay.hpp"

#include "base/Text.hpp"
#include "lint/replay/Columns.hpp"
#include "lint/replay/Drops.hpp"
#include "lint/replay/Functions.hpp"
#include "lint/replay/Grants.hpp"
#include "lint/replay/Indexes.hpp"
#include "lint/replay/Policies.hpp"
#include "lint/replay/Renames.hpp"
#include "lint/replay/Schemas.hpp"
#include "lint/replay/Tables.hpp"
#include "lint/replay/Types.hpp"
#include "lint/replay/Views.hpp"

namespace dunlin::lint {

namespace {

// REINDEX repairs an index that a failed CREATE INDEX CONCURRENTLY left invalid; REFRESH fills a view.
void maintain(Site& site, const model::Maintenance& statement) {
  for (const model::QualifiedName& name : statement.objects) {
    if (statement.kind == model::MaintenanceKind::refresh) {
      if (auto* view = site.catalog.find_relation(name)) view->populated = statement.with_data;
    } else if (statement.kind == model::MaintenanceKind::reindex &&
               statement.object_kind == model::ObjectKind::index) {
      if (auto* index = site.catalog.find_index(name)) index->valid = true;
    }
  }
}

struct Apply {
  Site site;

  void operator()(const model::CreateTable& statement) { create_table(site, statement); }
  void operator()(const model::CreateTableAs& statement) { create_table_as(site, statement); }
  void operator()(const model::AlterTable& statement) { alter_table(site, statement); }
  void operator()(const model::CreateIndex& statement) { create_index(site, statement); }
  void operator()(const model::Drop& statement) { drop(site, statement); }
  void operator()(const model::Rename& statement) { rename(site, statement); }
  void operator()(const model::SetSchema& statement) { set_schema(site, statement); }
  void operator()(const model::ChangeOwner& statement) { change_owner(site, statement); }
  void operator()(const model::CreateFunction& statement) { create_function(site, statement); }
  void operator()(const model::AlterFunction& statement) { alter_function(site, statement); }
  void operator()(const model::CreateTrigger& statement) { create_trigger(site, statement); }
  void operator()(const model::CreatePolicy& statement) { create_policy(site, statement); }
  void operator()(const model::CreateView& statement) { create_view(site, statement); }
  void operator()(const model::CreateType& statement) { create_type(site, statement); }
  void operator()(const model::AlterEnum& statement) { alter_enum(site, statement); }
  void operator()(const model::CreateDomain& statement) { create_domain(site, statement); }
  void operator()(const model::AlterDomain& statement) { alter_domain(site, statement); }
  void operator()(const model::CreateSequence& statement) { create_sequence(site, statement); }
  void operator()(const model::CreateSchema& statement) { create_schema(site, statement); }
  void operator()(const model::CreateExtension& statement) { create_extension(site, statement); }
  void operator()(const model::CreateRole& statement) { create_role(site, statement); }
  void operator()(const model::Grant& statement) { grant(site, statement); }
  void operator()(const model::CreateRule& statement) { create_rule(site, statement); }
  void operator()(const model::CreatePublication& statement) { create_publication(site, statement); }
  void operator()(const model::Comment& statement) { comment(site, statement); }
  void operator()(const model::Maintenance& statement) { maintain(site, statement); }
  void operator()(const model::DynamicSql& statement) { forget_altered(site, statement); }

  template <typename WithoutEffect>
  void operator()(const WithoutEffect&) {}
};

template <typename Map>
void erase_schema(Map& map, const std::string& schema) {
  auto entry = map.lower_bound({schema, ""});
  while (entry != map.end() && entry->first.schema == schema) entry = map.erase(entry);
}

}  // namespace

model::Catalog empty_catalog(int server_version) {
  model::Catalog catalog;
  catalog.server_version = server_version;
  catalog.schemas.try_emplace("public");
  catalog.complete = true;
  return catalog;
}

void Replay::begin_file(bool rolls_back, const std::string& schema) {
  end_transaction();
  drop_temporary();
  catalog_.search_path = path_of_new_sessions_;
  if (!schema.empty()) {
    catalog_.schemas.try_emplace(schema);
    catalog_.search_path.insert(catalog_.search_path.begin(), schema);
  }
  rolls_back_ = rolls_back;
}

void Replay::apply(const model::Command& command, const model::Origin& origin, model::Range statement,
                   bool conditional) {
  if (const auto* variable = std::get_if<model::SetVariable>(&command)) return set(*variable);
  if (const auto* transaction = std::get_if<model::TransactionControl>(&command))
    return control(transaction->kind);
  if (const auto* query = std::get_if<model::Dml>(&command)) return set_by_call(*query);
  std::visit(Apply{{catalog_, origin, statement, conditional}}, command);
}

void Replay::control(model::TransactionKind kind) {
  switch (kind) {
    case model::TransactionKind::begin:
      if (rolls_back_) points_ = {{catalog_, false}};
      return;
    case model::TransactionKind::savepoint:
      if (rolls_back_) points_.push_back({catalog_, true});
      return;
    case model::TransactionKind::release:
      if (!points_.empty() && points_.back().savepoint) points_.pop_back();
      return;
    case model::TransactionKind::rollback_to:
      if (!points_.empty()) catalog_ = points_.back().catalog;
      return;
    case model::TransactionKind::rollback:
      if (!points_.empty()) catalog_ = std::move(points_.front().catalog);
      return end_transaction();
    case model::TransactionKind::commit: return end_transaction();
    case model::TransactionKind::prepare:
    case model::TransactionKind::set: return;
  }
}

void Replay::end_transaction() {
  points_.clear();
  if (path_before_local_) catalog_.search_path = std::move(*path_before_local_);
  path_before_local_.reset();
}

void Replay::set(const model::SetVariable& variable) {
  if (variable.name == "all" && variable.reset) return set_search_path(path_of_new_sessions_, false);
  if (variable.name != "search_path") return;
  if (variable.reset) return set_search_path(path_of_new_sessions_, variable.local);
  // SET search_path = 'a, b' is one schema with a comma in its name for PostgreSQL, and for us.
  set_search_path(variable.values, variable.local);
}

void Replay::set_search_path(std::vector<std::string> path, bool local) {
  std::erase(path, "");
  if (!local)
    path_before_local_.reset();
  else if (!path_before_local_)
    path_before_local_ = catalog_.search_path;
  catalog_.search_path = std::move(path);
}

// pg_dump writes SELECT pg_catalog.set_config('search_path', '', false).
void Replay::set_by_call(const model::Dml& query) {
  for (const model::FunctionCall& call : query.query.calls)
    if (call.name.name == "set_config" && call.literals.size() >= 2 && call.literals[0] == "search_path")
      set_search_path(split_list(call.literals[1]), false);
}

void Replay::drop_temporary() {
  erase_schema(catalog_.relations, "pg_temp");
  erase_schema(catalog_.indexes, "pg_temp");
  erase_schema(catalog_.sequences, "pg_temp");
}

}  // namespace dunlin::lint
