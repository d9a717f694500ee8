#include "sql/Split.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <utility>

#include "base/Error.hpp"
#include "base/Text.hpp"
#include "sql/Assertion.hpp"
#include "sql/BatchedStatement.hpp"
#include "sql/CopyData.hpp"
#include "sql/Directive.hpp"
#include "sql/Lexer.hpp"
#include "sql/Nesting.hpp"
#include "sql/Place.hpp"
#include "sql/PsqlCommand.hpp"
#include "sql/StatementDirectives.hpp"
#include "sql/TokenStream.hpp"

namespace dunlin::sql {
namespace {

using model::Statement;
using model::StatementKind;

constexpr std::size_t k_nowhere = std::string_view::npos;

std::size_t after_byte_order_mark(std::string_view text) {
  return text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
}

// Strings would end in other places than where we see them.
bool turns_off_standard_strings(std::string_view statement) {
  if ((statement.front() | 0x20) != 's') return false;
  TokenStream tokens(statement);
  if (!tokens.accept("set")) return false;
  if (!tokens.accept("session")) tokens.accept("local");
  if (!tokens.accept("standard_conforming_strings")) return false;
  if (!tokens.accept('=')) tokens.accept("to");
  return !tokens.at("on") && !tokens.at("true") && !tokens.at('1') && !tokens.at("default") &&
         !equal_ignoring_case(string_value(tokens.text()), "on");
}

class Splitter {
 public:
  explicit Splitter(const SplitInput& input)
      : input_(input),
        text_(input.text),
        lexer_(input.text, after_byte_order_mark(input.text)),
        place_(input.text, after_byte_order_mark(input.text), input.first_line) {}

  std::vector<Statement> run();

 private:
  Error placed(std::size_t offset, Error error) const;
  bool open() const { return start_ != k_nowhere; }
  std::string_view of(const Token& token) const { return text_.substr(token.offset, token.length); }

  void add_token(const Token& token);
  void end_statement(std::size_t behind);
  void end_text();
  void skip_copy_data(Statement& statement, std::size_t behind);
  void add_comment(const Token& token);
  void add_assertion(const Token& comment, std::string_view query);
  void add_command(const Token& backslash);
  void emit(Statement statement);
  void take_directives(Statement& statement);
  void require_batch(const StatementDirectives& directives, const Statement& statement) const;
  bool begins_its_line(std::size_t offset) const;

  const SplitInput& input_;
  std::string_view text_;
  Lexer lexer_;
  Place place_;
  std::vector<Statement> statements_;
  std::size_t start_ = k_nowhere;  // of the statement being read
  std::size_t end_ = 0;            // behind its last token
  Nesting nesting_;
  std::size_t directives_ = k_nowhere;  // the first of those that wait for their statement
};

Error Splitter::placed(std::size_t offset, Error error) const {
  const std::size_t begin = after_byte_order_mark(text_);
  Place place(text_, begin, input_.first_line);
  place.advance_to(std::max(begin, offset));
  error.set_fact("file", input_.file);
  error.set_fact("line", std::to_string(place.line()));
  error.set_fact("column", std::to_string(place.column()));
  return error;
}

std::vector<Statement> Splitter::run() {
  while (true) {
    const Token token = lexer_.next();
    if (token.unterminated)
      throw placed(token.offset, usage_error(std::string(describe_unterminated(token))));
    switch (token.kind) {
      case TokenKind::end: end_text(); return std::move(statements_);
      case TokenKind::line_comment: add_comment(token); break;
      case TokenKind::block_comment: break;
      case TokenKind::backslash: add_command(token); break;
      default: add_token(token); break;
    }
  }
}

void Splitter::add_token(const Token& token) {
  if (nesting_.add(text_, token)) return end_statement(token.end());
  if (!open()) start_ = token.offset;
  end_ = token.end();
}

void Splitter::end_statement(std::size_t behind) {
  if (open()) {
    Statement statement;
    statement.offset = start_;
    statement.length = end_ - start_;
    const std::string_view text = text_.substr(start_, statement.length);
    statement.kind = classify(text);
    if (turns_off_standard_strings(text)) {
      throw placed(start_, usage_error("standard_conforming_strings can't be turned off in a migration",
                                       "write strings that hold backslash escapes as E'...'"));
    }
    if (statement.kind == StatementKind::copy_from_stdin) skip_copy_data(statement, behind);
    emit(statement);
  }
  start_ = k_nowhere;
}

void Splitter::end_text() {
  if (nesting_.in_parentheses())
    throw placed(nesting_.parenthesis(), usage_error("unterminated parenthesis"));
  const RoutineBody& body = nesting_.body();
  if (body.inside()) throw placed(body.begin(), usage_error("unterminated BEGIN ATOMIC body"));
  end_statement(text_.size());
  if (directives_ != k_nowhere) {
    const std::size_t line = std::min(text_.find('\n', directives_), text_.size()) - directives_;
    throw placed(directives_,
                 usage_error(fmt::format("no statement follows dunlin:{}",
                                         read_directive(text_.substr(directives_, line))->name)));
  }
}

void Splitter::skip_copy_data(Statement& statement, std::size_t behind) {
  const CopyData data = find_copy_data(text_, behind);
  if (data.misplaced != k_nowhere) {
    throw placed(data.misplaced,
                 usage_error("text after COPY ... FROM STDIN; on its line",
                             "the data begins on the next line: put the text below the data's end (\\.)"));
  }
  statement.data_offset = data.offset;
  statement.data_length = data.length;
  lexer_.seek(data.end);
}

bool Splitter::begins_its_line(std::size_t offset) const {
  const std::string_view before = text_.substr(0, offset);
  const std::size_t last = before.find_last_not_of(" \t\r\f\v");
  return last == k_nowhere || before[last] == '\n' || last < after_byte_order_mark(text_);
}

void Splitter::add_comment(const Token& token) {
  const auto directive = read_directive(of(token));
  if (!directive) return;
  const auto place = directive_place(directive->name);
  if (!place) throw placed(token.offset, unknown_directive(directive->name));
  if (*place == DirectivePlace::file && (open() || !statements_.empty())) {
    throw placed(token.offset, usage_error(fmt::format("dunlin:{} is about the whole file", directive->name),
                                           "move it above the first statement"));
  }
  if (*place == DirectivePlace::section) {
    throw placed(token.offset,
                 usage_error(fmt::format("dunlin:{} can't stand here", directive->name),
                             "it begins the rollback of a migration file, once, on a line of its own"));
  }
  if (directive->name == "assert") return add_assertion(token, directive->argument);
  if (*place != DirectivePlace::statement) return;
  if (open() || !begins_its_line(token.offset)) {
    throw placed(token.offset, usage_error(fmt::format(
                                   "dunlin:{} belongs on a line of its own, directly before its statement",
                                   directive->name)));
  }
  if (directives_ == k_nowhere) directives_ = token.offset;
}

void Splitter::add_assertion(const Token& comment, std::string_view query) {
  if (open()) {
    throw placed(comment.offset, usage_error("dunlin:assert in the middle of a statement",
                                             "move it behind the statement's semicolon"));
  }
  const auto begin = static_cast<std::size_t>(query.data() - text_.data());
  const AssertionText assertion = read_assertion(query);
  if (assertion.refusal) throw placed(begin + assertion.refused_at, *assertion.refusal);
  Statement statement;
  statement.kind = StatementKind::assertion;
  statement.offset = begin;
  statement.length = assertion.length;
  emit(statement);
}

void Splitter::add_command(const Token& backslash) {
  std::string_view line =
      text_.substr(backslash.offset, text_.find('\n', backslash.offset) - backslash.offset);
  if (line.ends_with('\r')) line.remove_suffix(1);
  const PsqlCommand command = read_psql_command(line, input_.database);
  if (command.refusal) throw placed(backslash.offset, *command.refusal);
  if (open()) {
    throw placed(backslash.offset, usage_error("a psql command in the middle of a statement",
                                               "end the statement with a semicolon before it"));
  }
  Statement statement;
  statement.kind = command.kind;
  statement.offset = backslash.offset;
  statement.length = command.length;
  emit(statement);
  lexer_.seek(backslash.offset + line.size());
}

void Splitter::emit(Statement statement) {
  place_.advance_to(statement.offset);
  statement.line = place_.line();
  statement.column = place_.column();
  if (directives_ != k_nowhere) take_directives(statement);
  statements_.push_back(statement);
}

void Splitter::take_directives(Statement& statement) {
  const std::size_t length = statement.offset - directives_;
  const auto directives = read_statement_directives(text_.substr(directives_, length));
  if (directives.refusal) throw placed(directives_ + directives.refused_at, *directives.refusal);
  if (const auto refusal = refuse_directives(directives, statement.kind)) throw placed(directives_, *refusal);
  statement.begins_unit = directives.unit;
  statement.has_verify = !directives.verify.empty();
  statement.directives_length = static_cast<std::uint32_t>(length);
  // What can't be in a transaction anyway keeps its kind, whose verifier knows more.
  if (directives.alone && !model::runs_alone(statement.kind)) statement.kind = StatementKind::unit;
  if (directives.batch) {
    require_batch(directives, statement);
    statement.kind = StatementKind::batch;
  }
  directives_ = k_nowhere;
}

void Splitter::require_batch(const StatementDirectives& directives, const Statement& statement) const {
  try {
    require_batchable(parse_batch_directive(*directives.batch),
                      read_batched_statement(text_.substr(statement.offset, statement.length)));
  } catch (const Error& error) {
    throw placed(directives_ + directives.batch_at, error);
  }
}

}  // namespace

std::vector<Statement> split(const SplitInput& input) {
  return Splitter(input).run();
}

}  // namespace dunlin::sql
