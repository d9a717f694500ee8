#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "transfer/Problem.hpp"
#include "transfer/structure/Definition.hpp"

namespace dunlin::transfer {

/// What ran on the target, as the journal has it.
struct StatementsRun {
  /// A statement of a migration that was applied after the transfer's.
  struct Later {
    std::string migration;  ///< "009_more"
    std::string sql;
  };
  std::vector<std::string> own;  ///< of the transfer's migrations, in order
  std::vector<Later> later;
};

/// Makes a note of a difference in structure that a later migration has most likely made on purpose: one of
/// its statements that change the schema names the table and column, or the index. Pure.
void excuse(Problem& problem, const StatementsRun& run);

/// What the transfer's migrations made in the schema, and which other statements may have changed it. Looks
/// into `run` as long as it lives.
class MadeInSchema {
 public:
  struct Made {
    Definition definition;
    std::size_t since = 0;  ///< which of the changes came after it
  };

  MadeInSchema(std::string schema, const StatementsRun& run);

  const std::string& schema() const { return schema_; }
  const std::vector<Made>& made() const { return made_; }

  /// True when another statement of the transfer's migrations may have changed it (or that column of it).
  bool changed(const Made& made, const std::string& column = "") const;
  /// The last migration after the transfer's that may have changed it; "" for none. A DO block has to have
  /// its name in it: projects that have one for something else want to hear of differences.
  std::string changed_later(const Definition& definition, const std::string& column = "") const;

 private:
  struct LaterChange {
    std::string migration;
    DefinitionChange change;
    std::string_view sql;
  };

  void add(Definition definition, bool elsewhere);

  std::string schema_;
  std::vector<Made> made_;
  std::vector<DefinitionChange> changes_;
  std::vector<LaterChange> later_;
};

}  // namespace dunlin::transfer
