#include "base/Parallel.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace dunlin {
namespace {

constexpr std::size_t k_most_threads = 8;
constexpr std::size_t k_pays =
    16;  // calls for each thread: starting one costs about as much as opening a file

// The error of the smallest index. Indexes are handed out in order, so all before it are done or running.
class FirstError {
 public:
  void add(std::size_t index, std::exception_ptr error) {
    const std::lock_guard lock(mutex_);
    if (error_ != nullptr && index_ < index) return;
    index_ = index;
    error_ = std::move(error);
  }
  void rethrow() const {
    if (error_ != nullptr) std::rethrow_exception(error_);
  }

 private:
  std::mutex mutex_;
  std::size_t index_ = 0;
  std::exception_ptr error_;
};

}  // namespace

void for_each_index(std::size_t count, const std::function<void(std::size_t)>& work) {
  std::atomic<std::size_t> next{0};
  std::atomic<bool> failed{false};
  FirstError error;
  const auto run = [&] {
    while (!failed) {  // asked before an index is taken: one that was taken is done
      const std::size_t i = next++;
      if (i >= count) return;
      try {
        work(i);
      } catch (...) {
        error.add(i, std::current_exception());
        failed = true;
      }
    }
  };
  const std::size_t processors = std::max(1U, std::thread::hardware_concurrency());
  const std::size_t threads = std::min({processors, count / k_pays, k_most_threads});
  std::vector<std::jthread> others;
  for (std::size_t i = 1; i < threads; ++i) others.emplace_back(run);
  run();
  others.clear();  // waits
  error.rethrow();
}

}  // namespace dunlin
