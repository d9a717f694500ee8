#pragma once

#include <string>
#include <vector>

#include "lint/Lint.hpp"

namespace dunlin::lint {

/// A file's text that isn't (or not yet) on disk, split into statements: an editor's buffer, or a fix on its
/// way. The File's views are of `text`, so it is kept where it is.
class OpenText {
 public:
  /// Throws a usage Error for text that can't be split. Placeholders and \i are left as they are.
  OpenText(std::string path, std::string text, int first_line = 1);
  OpenText(const OpenText&) = delete;
  OpenText& operator=(const OpenText&) = delete;
  const File& file() const { return file_; }

 private:
  std::string text_;
  File file_;
};

/// `text` with the edits made.
std::string apply_edits(const std::string& text, const std::vector<model::TextEdit>& edits);

struct Fixed {
  std::string up;                    ///< the fixed up script
  std::string text;                  ///< the whole file with it
  std::vector<model::Finding> made;  ///< the findings whose edits were made, in order
  model::Findings left;              ///< what the fixed text still has
};

/// Makes one finding's edits after the other, judging anew each time, until none is left that has any. `like`
/// is the file as it was: path, transaction mode, migration. The request's catalog is what is there before
/// the file.
Fixed fix(const File& like, const Request& request);

}  // namespace dunlin::lint
