#pragma once

#include <set>
#include <string>
#include <utility>

namespace dunlin::transfer {

/// The text of one migration file, below its head, as it grows: its statements, and the rollback that takes
/// them back from the last to the first.
class ScriptWriter {
 public:
  /// `schema`: where its names lead, which the file says where it isn't "public".
  explicit ScriptWriter(std::string schema = "public") : schema_(std::move(schema)) {}

  /// The next statement begins a transaction of its own.
  void unit() { unit_ = true; }
  /// One statement without its semicolon, and the one that takes it back ("" for none).
  void add(const std::string& statement, const std::string& undo = {});
  /// Lines of comment.
  void comment(const std::string& text);
  /// A lint rule that doesn't apply to anything in this file, and why.
  void allow(const std::string& rule) { allowed_.insert(rule); }

  std::string text() const;

 private:
  std::string schema_;
  std::set<std::string> allowed_;
  std::string body_, undo_;
  bool unit_ = false;
};

}  // namespace dunlin::transfer
