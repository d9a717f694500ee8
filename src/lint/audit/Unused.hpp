#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "lint/File.hpp"
#include "lint/audit/AuditReport.hpp"
#include "model/Catalog.hpp"

namespace dunlin::lint::audit {

/// Which words stand in statements that could be a use: what defines, drops, grants or describes an object
/// doesn't count for that object.
class WordsInUse {
 public:
  void see(const JudgedStatement& statement);
  bool contains(const std::string& word) const { return words_.contains(word); }

 private:
  std::set<std::string, std::less<>> words_;  ///< lower case, of code and of strings
};

/// Functions, types and sequences of the last state whose names stand nowhere else in the files. An
/// application may use them all the same, except trigger functions.
std::vector<Remark> unused_objects(const model::Catalog& last, const WordsInUse& words);

}  // namespace dunlin::lint::audit
