#pragma once

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "lint/File.hpp"

namespace dunlin::lint {

/// Parses files on a few threads with large stacks, no more than a window ahead of who takes them, so that
/// memory stays bounded.
class ParseAhead {
 public:
  explicit ParseAhead(const std::vector<File>& files);
  ~ParseAhead();
  ParseAhead(const ParseAhead&) = delete;
  ParseAhead& operator=(const ParseAhead&) = delete;

  /// The statements of file `index`; to be called once for each, in order. Waits until they are parsed.
  std::vector<JudgedStatement> take(std::size_t index);

 private:
  void work();
  bool claim(std::size_t& index);

  const std::vector<File>& files_;
  std::vector<std::unique_ptr<std::vector<JudgedStatement>>> parsed_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t next_ = 0;
  std::size_t taken_ = 0;
  bool stopped_ = false;
  std::exception_ptr error_;
  std::vector<std::thread> threads_;
};

/// One statement, on the thread that calls: which must have a large stack.
JudgedStatement parse_statement(const SourceStatement& source);

}  // namespace dunlin::lint
