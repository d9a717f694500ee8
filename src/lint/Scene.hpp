#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "lint/Effects.hpp"
#include "lint/File.hpp"
#include "lint/Rule.hpp"
#include "model/Catalog.hpp"

namespace dunlin::lint {

/// What a run was asked for.
struct Settings {
  Profile profile = Profile::safe;
  int major = 15;                 ///< PostgreSQL major version that the files are for
  bool live = false;              ///< the catalog is a database's: sizes are known, evidence is `catalog`
  std::vector<std::string> off;   ///< rules that aren't asked, whatever the profile
  std::vector<std::string> also;  ///< rules to run that the profile leaves out (policies of the environment)
  std::vector<std::string> exposed_schemas{
      "public"};                 ///< reachable through an API: row level security is expected
  bool managed_timeouts = true;  ///< the runner sets lock_timeout itself (dunlin does)
};

/// Settings that the script has made so far, as the statement will find them.
struct Session {
  std::map<std::string, std::string>
      variables;                             ///< lower case names: "lock_timeout", "role", "search_path", ...
  std::map<std::string, std::string> local;  ///< by SET LOCAL, gone with the transaction
};

/// A lock that an earlier statement of the same transaction took and still holds.
struct HeldLock {
  std::string relation;
  model::LockLevel lock = model::LockLevel::none;
  model::Cost cost = model::Cost::metadata;
  std::size_t statement = 0;  ///< index in the file
};

/// A lock that a statement of a judged file takes on a table in use: what a deploy does to that table.
struct Touch {
  std::string relation;
  model::LockLevel lock = model::LockLevel::none;
  model::Cost cost = model::Cost::metadata;
  model::Origin origin;  ///< of the statement
};

/// All that a rule may look at. Made anew for each statement; the references live as long as the run.
class Scene {
 public:
  const Settings& settings() const { return *settings_; }
  const File& file() const { return *file_; }
  /// All statements of the file, also those to come.
  const std::vector<JudgedStatement>& statements() const { return *statements_; }
  std::size_t index() const { return index_; }
  const JudgedStatement& statement() const { return (*statements_)[index_]; }
  /// The statement's command when it is of that kind, else nullptr.
  template <typename Kind>
  const Kind* as() const {
    return std::get_if<Kind>(&statement().command);
  }
  const model::Catalog& catalog() const { return *catalog_; }
  /// The relation that a name means; nullptr when it isn't known.
  const model::CatalogRelation* relation(const model::QualifiedName& name) const {
    return catalog_->find_relation(name);
  }
  const Session& session() const { return *session_; }
  const std::vector<HeldLock>& held() const { return *held_; }
  /// Locks and costs of the statement on tables that were there before its transaction.
  const std::vector<Effect>& effects() const { return *effects_; }
  std::size_t file_index() const { return file_index_; }
  /// Of the judged statements up to here, in order: for Rule::catalog of the whole run.
  const std::vector<Touch>& touches() const { return *touches_; }

  /// The object was made by the transaction that the statement runs in: nobody else can see it yet.
  bool made_in_unit(const model::Origin& origin) const;
  bool made_in_file(const model::Origin& origin) const;
  /// The object was made after that place, in its file or in a later one.
  bool made_behind(const model::SourceSpan& place, const model::Origin& origin) const;
  /// The table holds rows that others may be using: it is unknown (then it is taken to exist), or was made
  /// before this file; temporary tables and views never do.
  bool is_live(const model::QualifiedName& table) const;
  /// "public.users": qualified as the catalog has it.
  std::string shown(const model::QualifiedName& name) const {
    return model::to_string(catalog_->qualified(name));
  }

  /// The statement's text, or a piece of it.
  std::string_view text() const { return statement().source.text; }
  std::string_view text(model::Range range) const { return text().substr(range.offset, range.length); }

 private:
  friend class Run;
  const Settings* settings_ = nullptr;
  const File* file_ = nullptr;
  const std::vector<JudgedStatement>* statements_ = nullptr;
  std::size_t index_ = 0;
  const model::Catalog* catalog_ = nullptr;
  const Session* session_ = nullptr;
  const std::vector<HeldLock>* held_ = nullptr;
  const std::vector<Effect>* effects_ = nullptr;
  const std::vector<Touch>* touches_ = nullptr;
  const std::vector<File>* files_ = nullptr;
  std::size_t files_before_ = 0;
  std::size_t file_index_ = 0;
};

/// The place of a piece of a statement in its file.
model::SourceSpan place_of(const SourceStatement& statement, model::Range piece);

/// "public.users" or "public.users.email" -> {public, users}, as Scene::shown writes it.
model::QualifiedName split_shown(const std::string& object);

/// Takes a rule's findings and fills in what is the same for all: rule, severity, place, lock, cost,
/// evidence.
class Reporter {
 public:
  Reporter(const Scene& scene, const Rule& rule, std::vector<model::Finding>& findings)
      : scene_(scene), rule_(rule), findings_(findings) {}

  /// A finding at the statement; lock and cost are those of the statement's effect on `object`, and its size
  /// grades the severity. The finding may be refined until the next one is added.
  model::Finding& add(std::string object, std::string message);
  /// The same at a piece of the statement.
  model::Finding& add(std::string object, std::string message, model::Range place);
  /// A finding about an object that the catalog has, at the place where it was made.
  model::Finding& add_at(const model::Origin& origin, std::string object, std::string message);

 private:
  const Scene& scene_;
  const Rule& rule_;
  std::vector<model::Finding>& findings_;
};

}  // namespace dunlin::lint
