#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "model/Finding.hpp"

namespace dunlin::lint {

class Scene;
class Reporter;

/// How much a run wants to hear. Each profile has the rules of those before it.
enum class Profile : std::uint8_t {
  safe,    ///< outage, data loss, failing deploy, security hole
  strict,  ///< what a careful reviewer would also ask for
  all,     ///< design advice and style
  policy,  ///< only where an environment demands it (lint/Policies)
};
/// "safe", "strict", "all"
std::string_view to_string(Profile profile);
std::optional<Profile> parse_profile(std::string_view word);

/// One rule: its words for people, and its functions. A rule has one or more of them.
struct Rule {
  const char* name;  ///< "index-not-concurrent"
  char family;       ///< A indexes, B constraints, C columns, D destructive, E transactions, F maintenance, G
                ///< partitions, H triggers and replication, I security, J state of a database, K idempotence,
                ///< L the linter's own
  Profile profile;
  model::Severity severity;
  const char* summary;  ///< what it finds, one line
  const char* why;      ///< what happens when it is ignored; facts measured or documented
  const char* advice;   ///< the way out, with SQL where that helps
  /// What its fix is meant to change in the schema, as pg_dump calls it: "POLICY", "INDEX"; "" for a fix that
  /// ends in the same one.
  const char* fix_changes = "";
  /// The SQLSTATE with which every server refuses what it finds, so that its fix has nothing to be compared
  /// with; "" for what runs.
  const char* cures = "";
  /// Called before each statement is replayed: Scene::statement() is the one to judge, Scene::catalog() is
  /// what was there before it.
  void (*statement)(const Scene&, Reporter&) = nullptr;
  /// Called when all statements of a file were replayed: Scene::catalog() is what is there now.
  void (*file)(const Scene&, Reporter&) = nullptr;
  /// Called once, behind the last file or for a database alone. Places of findings are those of the objects'
  /// origins.
  void (*catalog)(const Scene&, Reporter&) = nullptr;
  /// Called behind the last file for each finding of the first two: false when what came later has put it
  /// right, and it isn't reported. For what a database is left with, not for what a deploy does to it.
  bool (*remains)(const Scene&, const model::Finding&) = nullptr;
};

/// All rules, ordered by family and name. Registered in rules.inc.
const std::vector<const Rule*>& all_rules();
const Rule* find_rule(std::string_view name);

}  // namespace dunlin::lint
