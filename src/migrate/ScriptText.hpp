#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/File.hpp"
#include "model/Migration.hpp"
#include "model/SourceSpan.hpp"
#include "model/Statement.hpp"
#include "sql/BatchDirective.hpp"

namespace dunlin::migrate {

/// How scripts are opened.
struct ScriptOptions {
  std::uint64_t max_file_size = std::uint64_t{1} << 30;
  std::map<std::string, std::string> placeholders;  ///< ${name} is expanded only when there are any
  std::string database;                             ///< what \connect may name
  std::string root;                                 ///< where \i looks first
};

/// A script opened for reading: its text (mapped, not copied, when it is a plain file), what \i brings in,
/// and its statements. Move-only.
class ScriptText {
 public:
  /// Throws a usage Error for text that can't be split, an included file that can't be read, or files that
  /// include each other.
  ScriptText(const model::Script& script, const ScriptOptions& options);

  const std::vector<model::Statement>& statements() const { return statements_; }
  /// Corrects the kind of a statement that more is known about than its own text says (CALL of what commits).
  void set_kind(std::size_t index, model::StatementKind kind) { statements_[index].kind = kind; }
  /// The statement's SQL, without leading comments and final semicolon.
  std::string_view text(const model::Statement& statement) const;
  /// The comments from the statement's first directive (`-- dunlin:unit`, ...) up to it; "" for none.
  std::string_view directives(const model::Statement& statement) const;
  /// The query of its `-- dunlin:verify`; "" for none.
  std::string_view verify_query(const model::Statement& statement) const;
  /// How a statement of kind batch runs, as its `-- dunlin:batch` says.
  sql::BatchDirective batch(const model::Statement& statement) const;
  /// The COPY data that follows it.
  std::string_view data(const model::Statement& statement) const;
  model::SourceSpan span(const model::Statement& statement) const;
  /// The file that the script is a range of, or its text when it isn't one.
  std::string_view file_text() const;
  /// SHA-256 of the script's own bytes, as model::Migration::checksum has it.
  const std::string& checksum() const { return checksum_; }
  /// SHA-256 over the tokens of all statements: white space and comments don't count.
  std::string sql_checksum() const;
  /// All that runs: the text itself, or the statements one after the other where files were included.
  std::string runnable() const;

 private:
  struct Source {
    std::string file;
    int first_line = 1;
    std::unique_ptr<MappedFile> mapped;
    std::unique_ptr<std::string> owned;
    std::string_view text;
  };
  void add_source(Source source, const ScriptOptions& options, int depth);
  void include(const model::Statement& statement, std::string_view command, const std::string& from,
               const ScriptOptions& options, int depth);

  std::vector<Source> sources_;
  std::vector<model::Statement> statements_;
  std::string checksum_;
};

/// The place that character `position` (from 1) of a statement has in its file.
model::SourceSpan locate(const model::SourceSpan& statement, std::string_view text, int position);

/// A script as it will run, with placeholders expanded and includes put in, for keeping where neither can be
/// had. A script that can't be split (prose in a comment) is kept as it is written.
std::string runnable_text(const model::Script& script, const ScriptOptions& options);

/// Nothing but white space, comments and semicolons.
bool is_empty_script(std::string_view sql);

/// A rollback that can be run: it has statements, or says `-- dunlin:nothing-to-undo`.
bool is_usable_rollback(std::string_view sql);

}  // namespace dunlin::migrate
