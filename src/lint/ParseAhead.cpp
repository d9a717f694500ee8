#include "lint/ParseAhead.hpp"

#include <algorithm>

#include "lint/Embedded.hpp"
#include "lint/Lint.hpp"
#include "sql/Grammar.hpp"
#include "sql/command/Command.hpp"

namespace dunlin::lint {
namespace {

constexpr std::size_t k_window = 16;  // files

std::size_t thread_count(std::size_t files) {
  const std::size_t processors = std::max(1U, std::thread::hardware_concurrency());
  return std::min({processors, files, std::size_t{8}});
}

bool is_do_block(const JudgedStatement& statement) {
  return std::holds_alternative<model::DoBlock>(statement.command);
}

// Each DO block followed by the statements of its body.
std::vector<JudgedStatement> with_embedded(std::vector<JudgedStatement> statements) {
  if (std::none_of(statements.begin(), statements.end(), is_do_block)) return statements;
  std::vector<JudgedStatement> all;
  for (JudgedStatement& statement : statements) {
    all.push_back(std::move(statement));
    if (!is_do_block(all.back())) continue;
    const auto block = static_cast<int>(all.size() - 1);
    for (JudgedStatement& inside : inside_do(all.back())) {
      inside.embedded_in = block;
      all.push_back(std::move(inside));
    }
  }
  return all;
}

std::vector<JudgedStatement> parse_file(const File& file) {
  std::vector<JudgedStatement> statements;
  statements.reserve(file.statements.size());
  for (const SourceStatement& source : file.statements) statements.push_back(parse_statement(source));
  assign_units(file, statements);
  return with_embedded(std::move(statements));
}

}  // namespace

JudgedStatement parse_statement(const SourceStatement& source) {
  JudgedStatement statement;
  statement.source = source;
  if (source.kind == model::StatementKind::assertion || source.kind == model::StatementKind::ignored ||
      source.kind == model::StatementKind::include)
    return statement;
  statement.command = sql::parse_rows_command(source.text);
  if (std::holds_alternative<std::monostate>(statement.command))
    statement.command = sql::parse_command(source.text);
  return statement;
}

ParseAhead::ParseAhead(const std::vector<File>& files) : files_(files), parsed_(files.size()) {
  for (std::size_t i = 0; i < thread_count(files.size()); ++i)
    threads_.emplace_back([this] {
      try {
        sql::on_large_stack([this] { work(); });
      } catch (...) {
        const std::lock_guard lock(mutex_);
        error_ = std::current_exception();
        changed_.notify_all();
      }
    });
}

ParseAhead::~ParseAhead() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    changed_.notify_all();
  }
  for (std::thread& thread : threads_) thread.join();
}

bool ParseAhead::claim(std::size_t& index) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return stopped_ || next_ >= files_.size() || next_ < taken_ + k_window; });
  if (stopped_ || next_ >= files_.size()) return false;
  index = next_++;
  return true;
}

void ParseAhead::work() {
  std::size_t index = 0;
  while (claim(index)) {
    auto statements = std::make_unique<std::vector<JudgedStatement>>(parse_file(files_[index]));
    const std::lock_guard lock(mutex_);
    parsed_[index] = std::move(statements);
    changed_.notify_all();
  }
}

std::vector<JudgedStatement> ParseAhead::take(std::size_t index) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return error_ != nullptr || parsed_[index] != nullptr; });
  if (error_ != nullptr) std::rethrow_exception(error_);
  taken_ = index + 1;
  changed_.notify_all();
  const auto statements = std::move(parsed_[index]);
  return std::move(*statements);
}

}  // namespace dunlin::lint
