#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/Json.hpp"
#include "model/Document.hpp"
#include "transfer/Mapping.hpp"
#include "transfer/Problem.hpp"
#include "transfer/prepare/Backups.hpp"
#include "transfer/prepare/Effort.hpp"
#include "transfer/prepare/Phase.hpp"
#include "transfer/prepare/ServerFacts.hpp"

namespace dunlin::transfer {

/// One of the three migrations as the report names it.
struct PreparedMigration {
  std::string file;
  std::string phase;
  std::string action;  ///< "written", "rewritten", "unchanged"
  std::size_t findings = 0;
  friend bool operator==(const PreparedMigration&, const PreparedMigration&) = default;
};

/// Everything that a preparation found out: what its reports are written from.
struct Preparation {
  std::string source;
  std::string target;  ///< without its password
  std::string schema;
  std::string stamp;  ///< "20261121_081500", UTC
  std::vector<Phase> phases;
  std::optional<sqlite::Snapshot> snapshot;
  std::optional<Backups> backups;
  std::optional<ServerFacts> server;
  std::optional<Effort> effort;
  std::optional<Mapping> mapping;
  std::vector<Problem> problems;
  std::vector<PreparedMigration> migrations;
  std::size_t source_files = 0;             ///< of the database, when it began
  std::vector<std::string> source_changes;  ///< by others, meanwhile
  std::string plan_file, log_file, json_file, html_file;
  std::int64_t milliseconds = 0;
  std::string error;  ///< what ended it early; "" for nothing

  /// Something was refused: nothing may be loaded.
  bool refused() const;
  /// What was, in a few words each: "text-in-bigint-column visits.at", "target schema".
  std::vector<std::string> refusals() const;
};

/// "ready", "refused" or "failed".
std::string outcome_of(const Preparation& preparation);

/// The report for people.
model::Document preparation_document(const Preparation& preparation);
/// The report for programs (docs/json.md).
Json preparation_json(const Preparation& preparation);

}  // namespace dunlin::transfer
