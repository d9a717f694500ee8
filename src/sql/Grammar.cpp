#include "sql/Grammar.hpp"

#include <exception>
#include <pg_query.h>
#include <pthread.h>

#include "base/Error.hpp"
#include "base/Text.hpp"
#include "sql/Lexer.hpp"

namespace dunlin::sql {
namespace {

constexpr std::size_t k_stack_size = std::size_t{256} << 20;  // bytes; only what is used gets memory
constexpr std::size_t k_most_bytes = std::size_t{1} << 20;
constexpr std::size_t k_most_tokens = 20'000;

struct Job {
  const std::function<void()>& work;
  std::exception_ptr error;
};

void* run_job(void* argument) {
  auto& job = *static_cast<Job*>(argument);
  try {
    job.work();
  } catch (...) {
    job.error = std::current_exception();
  }
  return nullptr;
}

class ThreadAttributes {
 public:
  ThreadAttributes() { pthread_attr_init(&attributes_); }
  ~ThreadAttributes() { pthread_attr_destroy(&attributes_); }
  ThreadAttributes(const ThreadAttributes&) = delete;
  ThreadAttributes& operator=(const ThreadAttributes&) = delete;
  pthread_attr_t* get() { return &attributes_; }

 private:
  pthread_attr_t attributes_;
};

class JsonParse {
 public:
  explicit JsonParse(const std::string& text) : result_(pg_query_parse(text.c_str())) {}
  ~JsonParse() { pg_query_free_parse_result(result_); }
  JsonParse(const JsonParse&) = delete;
  JsonParse& operator=(const JsonParse&) = delete;
  const PgQueryParseResult& get() const { return result_; }

 private:
  PgQueryParseResult result_;
};

}  // namespace

void on_large_stack(const std::function<void()>& work) {
  Job job{work, nullptr};
  ThreadAttributes attributes;
  pthread_attr_setstacksize(attributes.get(), k_stack_size);
  pthread_t thread{};
  if (pthread_create(&thread, attributes.get(), run_job, &job) != 0) {
    throw Error(ErrorCode::failed, "can't start a thread with a stack of 256 MB for the SQL parser",
                "raise the limit on address space (ulimit -v)");
  }
  pthread_join(thread, nullptr);
  if (job.error) std::rethrow_exception(job.error);
}

bool within_grammar_limits(std::string_view text) {
  if (text.size() > k_most_bytes || text.find('\0') != std::string_view::npos || find_invalid_utf8(text))
    return false;
  Lexer lexer(text);
  for (std::size_t count = 0; count <= k_most_tokens; ++count) {
    if (lexer.next().kind == TokenKind::end) return true;
  }
  return false;
}

std::optional<std::string> parse_to_json(const std::string& text) {
  const JsonParse parse(text);
  if (parse.get().error != nullptr || parse.get().parse_tree == nullptr) return std::nullopt;
  return std::string(parse.get().parse_tree);
}

}  // namespace dunlin::sql
