#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/Migration.hpp"
#include "model/SourceSpan.hpp"
#include "model/Statement.hpp"
#include "model/command/Command.hpp"

namespace dunlin::lint {

/// A statement as the script has it: views into texts that the caller keeps.
struct SourceStatement {
  model::StatementKind kind = model::StatementKind::ordinary;
  std::string_view text;     ///< without leading comments and final semicolon
  model::SourceSpan span;    ///< in its file
  bool begins_unit = false;  ///< -- dunlin:unit
  bool batched = false;      ///< -- dunlin:batch
  bool verified = false;     ///< -- dunlin:verify: a query tells whether it has run
  bool included = false;     ///< from a file that \i brought in: findings point there, edits aren't made
  bool exact = true;  ///< false: `text` isn't what stands at `span`, so its pieces have no place of their own
};

/// A file to replay, and perhaps to judge.
struct File {
  std::string path;       ///< as shown in findings
  std::string_view text;  ///< all of it
  std::size_t script_end =
      std::string_view::npos;  ///< behind it the text is a rollback's, which isn't judged
  std::vector<SourceStatement> statements;
  bool judged = true;         ///< false: only replayed, because it was applied or wasn't asked for
  bool transactional = true;  ///< false: each statement commits by itself
  bool own_timeouts = false;  ///< -- dunlin:own-timeouts, or a runner that sets none
  bool applied = false;       ///< never edited
  std::string schema;         ///< -- dunlin:schema: the first of search_path
  bool loose = false;         ///< of no project: another program may run it
  bool has_rollback = true;   ///< one that takes something back, or says that there is nothing to
  const model::Migration* migration = nullptr;  ///< metadata and rollback; nullptr for a loose file
};

/// A statement with what it says and where it runs.
struct JudgedStatement {
  SourceStatement source;
  model::Command command;
  std::size_t unit = 1;  ///< transaction within the file, from 1
  bool in_transaction =
      true;  ///< false: outside of any (CONCURRENTLY forms, -- dunlin:unit alone, no-transaction files)
  int embedded_in =
      -1;  ///< index of the DO block or call that it was found in; -1: it stands in the file itself
  bool alternative = false;  ///< in an ELSE or a handler of exceptions: judged, not replayed
  bool conditional = false;  ///< in a body, where it may not have run
  std::string
      called_in;       ///< "public.f(integer) is called on line 3": of a statement that a call brought here
  std::string opaque;  ///< why its body, or a part of it, wasn't looked into
  std::shared_ptr<const std::string> own_text;  ///< of a statement whose text no file has
};

}  // namespace dunlin::lint
