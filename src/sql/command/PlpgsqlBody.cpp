#include "sql/command/PlpgsqlBody.hpp"

#include <algorithm>
#include <array>

#include "base/Error.hpp"
#include "base/Text.hpp"
#include "sql/Split.hpp"
#include "sql/command/Source.hpp"

namespace dunlin::sql {
namespace {

constexpr std::size_t k_most_depth = 200;  // blocks in blocks

struct Block {
  std::string_view label;
  bool left = false;  // by an EXIT before this place
};

struct Surroundings {
  bool conditional = false;
  bool alternative = false;
  std::string_view guard = {};  // the condition of the only IF around
};

// Goes through the tokens once; every function reads what its name says and leaves `at_` behind it.
class BodyReader {
 public:
  explicit BodyReader(std::string_view body) : source_(body) {}

  EmbeddedStatements read() {
    while (word() == "#") at_ += 3;  // #variable_conflict use_column
    block({}, read_label());
    if (found_.error.empty() && at_ < source_.tokens().size() && !source_.is(at_, ';'))
      fail("there is text behind the last END");
    return std::move(found_);
  }

 private:
  bool at(std::string_view word) const { return source_.is(at_, word); }
  bool at_end() const { return at_ >= source_.tokens().size(); }
  std::string_view word() const {
    return at_end() ? std::string_view() : source_.text(source_.tokens()[at_]);
  }
  bool accept(std::string_view word) {
    const bool there = at(word);
    if (there) ++at_;
    return there;
  }

  void fail(std::string reason) {
    if (found_.error.empty()) found_.error = std::move(reason);
    at_ = source_.tokens().size();
  }

  void expect(std::string_view word) {
    if (!accept(word)) fail("no " + std::string(word) + " where one is expected");
  }

  // From `from` on: the first of these words outside of parentheses and CASE expressions.
  std::size_t find(std::size_t from, std::string_view first, std::string_view second = "") const {
    int cases = 0;
    std::size_t i = from;
    for (; i < source_.tokens().size() && !source_.is(i, ';'); i = source_.behind_group(i)) {
      if (i > from && source_.is(i - 1, '.')) continue;
      if (cases == 0 && (source_.is(i, first) || (!second.empty() && source_.is(i, second)))) return i;
      if (source_.is(i, "case")) ++cases;
      if (source_.is(i, "end") && cases > 0) --cases;
    }
    return i;
  }

  // "" for none.
  std::string_view read_label() {
    std::string_view label;
    while (word() == "<<") {
      if (at_ + 1 < source_.tokens().size()) label = source_.text(source_.tokens()[at_ + 1]);
      at_ = std::min(at_ + 3, source_.tokens().size());
    }
    return label;
  }

  // EXIT label, when that is a block's. A loop's statements are conditional anyway.
  void leave_block(std::string_view label) {
    for (Block& block : blocks_)
      if (!label.empty() && equal_ignoring_case(block.label, label)) block.left = true;
  }

  bool may_not_run(Surroundings around) const {
    return around.conditional || returned_ ||
           std::any_of(blocks_.begin(), blocks_.end(), [](const Block& block) { return block.left; });
  }

  // "" where more than this IF decides.
  std::string guard_of(Surroundings around) const {
    return may_not_run({}) ? std::string() : std::string(around.guard);
  }

  std::size_t end_of_statement() const { return find(at_, ";"); }
  void skip_statement() {
    at_ = end_of_statement();
    if (!at_end()) ++at_;
  }

  void declaration() {
    const std::size_t type = at_ + (source_.is(at_ + 1, "constant") ? 2 : 1);
    if (type < source_.tokens().size())
      found_.declarations.push_back({name_value(word()), to_lower(source_.text(source_.tokens()[type]))});
    skip_statement();
  }

  // [<<label>>] [DECLARE ...] BEGIN ... [EXCEPTION ...] END [label]
  void block(Surroundings around, std::string_view label) {
    if (++depth_ > k_most_depth) return fail("blocks are nested too deeply");
    blocks_.push_back({label});
    if (accept("declare"))
      while (!at_end() && !at("begin")) declaration();
    expect("begin");
    const std::size_t first = found_.statements.size();
    statements(around);
    if (accept("exception")) {
      for (std::size_t i = first; i < found_.statements.size(); ++i) {
        found_.statements[i].conditional = true;
        found_.statements[i].guard.clear();
      }
      while (accept("when")) branch("then", {true, true});
    }
    expect("end");
    skip_statement();
    blocks_.pop_back();
    --depth_;
  }

  // A condition, the word behind it, and the statements that depend on it.
  void branch(std::string_view word, Surroundings around) {
    at_ = find(at_, word);
    expect(word);
    statements(around);
  }

  void statements(Surroundings around) {
    constexpr std::array<std::string_view, 6> k_ends{"end", "else", "elsif", "elseif", "when", "exception"};
    while (!at_end() && std::none_of(k_ends.begin(), k_ends.end(), [&](auto end) { return at(end); }))
      statement(around);
  }

  void statement(Surroundings around) {
    if (++depth_ > k_most_depth) return fail("statements are nested too deeply");
    const std::string_view label = read_label();
    const Surroundings below{true, around.alternative};
    if (at("declare") || at("begin")) {
      block(around, label);
    } else if (accept("if")) {
      if_statement(around, below);
    } else if (accept("case")) {
      at_ = find(at_, "when");
      while (accept("when")) branch("then", below);
      if (accept("else")) statements({true, true});
      end_of("case");
    } else if (accept("loop")) {
      statements(below);
      end_of("loop");
    } else if (accept("while")) {
      branch("loop", below);
      end_of("loop");
    } else if (accept("for") || accept("foreach")) {
      loop_source(below);
      branch("loop", below);
      end_of("loop");
    } else {
      simple_statement(around);
    }
    --depth_;
  }

  void if_statement(Surroundings around, Surroundings below) {
    Surroundings first = below;
    if (!may_not_run(around)) first.guard = source_.text(source_.range(at_, find(at_, "then")));
    branch("then", first);
    while (accept("elsif") || accept("elseif")) branch("then", below);
    if (accept("else")) statements({true, true});
    end_of("if");
  }

  void end_of(std::string_view word) {
    expect("end");
    expect(word);
    skip_statement();
  }

  // FOR x IN <query> | EXECUTE <expression> | a .. b | cursor
  void loop_source(Surroundings around) {
    const std::size_t loop = find(at_, "loop");
    const std::size_t in = find(at_, "in");
    if (in >= loop) return;
    at_ = in + 1;
    if (accept("execute")) {
      dynamic(loop, around);
    } else if (begins_query()) {
      add(loop, around);
    }
    at_ = loop;
  }

  bool begins_query() const {
    return at("select") || at("with") || at("insert") || at("update") || at("delete") || at("values") ||
           at("table") || source_.is(at_, '(');
  }

  void simple_statement(Surroundings around) {
    constexpr std::array<std::string_view, 14> k_own{"null",  "raise",    "exit",   "continue", "get",
                                                     "fetch", "move",     "close",  "assert",   "commit",
                                                     "abort", "rollback", "return", "open"};
    const std::size_t end = end_of_statement();
    if (accept("execute")) {
      dynamic(end, around);
    } else if (accept("return")) {
      returned(end, around);
    } else if (at("exit")) {
      leave_block(at_ + 1 < end ? source_.text(source_.tokens()[at_ + 1]) : std::string_view());
    } else if (accept("open")) {
      const std::size_t query = find(at_, "for");
      at_ = std::min(query + 1, end);
      if (accept("execute"))
        dynamic(end, around);
      else if (query < end)
        add(end, around);
    } else if (std::none_of(k_own.begin(), k_own.end(), [&](auto own) { return at(own); }) &&
               !read_assignment(end)) {
      add(end, around);
    }
    at_ = end;
    if (at_end()) return fail("a statement has no semicolon");
    ++at_;
  }

  void returned(std::size_t end, Surroundings around) {
    returned_ = returned_ || !(at("query") || at("next"));
    if (!accept("query")) return;
    if (accept("execute"))
      dynamic(end, around);
    else
      add(end, around);
  }

  // name[.name | [index]]... := or =, and the value.
  bool read_assignment(std::size_t end) {
    std::size_t i = at_ + 1;
    while (i < end && (source_.is(i, '.') || source_.is(i, '[')))
      i = source_.is(i, '[') ? source_.behind_group(i) : i + 2;
    if (i >= end) return false;
    const std::string_view sign = source_.text(source_.tokens()[i]);
    if (sign != ":=" && sign != "=") return false;
    found_.assignments.push_back({name_value(word()), source_.range(i + 1, end)});
    return true;
  }

  void dynamic(std::size_t end, Surroundings around) {
    const std::size_t last = std::min({find(at_, "into", "using"), end});
    const model::Range place = source_.range(at_, last);
    if (!place.empty())
      found_.statements.push_back({std::string(source_.text(place)), place, true, may_not_run(around),
                                   around.alternative, guard_of(around)});
    at_ = end;
  }

  void add(std::size_t end, Surroundings around) {
    const model::Range place = source_.range(at_, end);
    if (place.empty()) return;
    std::string text(source_.text(place));
    if (at("perform")) text.replace(0, 7, "SELECT ");
    blank_into(end, place.offset, text);
    found_.statements.push_back(
        {std::move(text), place, false, may_not_run(around), around.alternative, guard_of(around)});
    at_ = end;
  }

  // INTO [STRICT] target, ... is PL/pgSQL's, but for that of INSERT and MERGE (docs, 43.5.3).
  void blank_into(std::size_t end, std::size_t offset, std::string& text) const {
    if (at("create") || at("import")) return;
    for (std::size_t i = at_ + 1; i < end; i = source_.behind_group(i)) {
      if (!source_.is(i, "into") || source_.is(i - 1, "insert") || source_.is(i - 1, "merge")) continue;
      const std::size_t last = behind_targets(i + 1, end);
      const model::Range blank = source_.range(i, last);
      std::fill_n(text.begin() + static_cast<std::ptrdiff_t>(blank.offset - offset), blank.length, ' ');
      return;
    }
  }

  std::size_t behind_targets(std::size_t i, std::size_t end) const {
    if (source_.is(i, "strict")) ++i;
    while (i < end) {
      ++i;
      while (i < end && (source_.is(i, '.') || source_.is(i, '[')))
        i = source_.is(i, '[') ? source_.behind_group(i) : i + 2;
      if (!source_.is(i, ',')) break;
      ++i;
    }
    return std::min(i, end);
  }

  Source source_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  bool returned_ = false;      // a RETURN came before: what follows may not have run
  std::vector<Block> blocks_;  // around this place
  EmbeddedStatements found_;
};

}  // namespace

EmbeddedStatements read_plpgsql_body(std::string_view body) {
  return BodyReader(body).read();
}

EmbeddedStatements read_sql_body(std::string_view body) {
  EmbeddedStatements found;
  try {
    for (const model::Statement& statement : split({.text = body, .file = "", .database = ""}))
      found.statements.push_back({.text = std::string(body.substr(statement.offset, statement.length)),
                                  .place = {statement.offset, statement.length}});
  } catch (const Error& error) {
    found.error = error.what();
  }
  return found;
}

bool body_may_change_anything(std::string_view body) {
  constexpr std::array<std::string_view, 19> k_words{
      "execute", "create", "alter",   "drop",   "truncate", "insert",  "update",  "delete", "merge",  "grant",
      "revoke",  "call",   "perform", "select", "lock",     "refresh", "reindex", "copy",   "comment"};
  Lexer lexer(body);
  for (Token token = lexer.next(); token.kind != TokenKind::end; token = lexer.next())
    if (token.kind == TokenKind::word &&
        std::any_of(k_words.begin(), k_words.end(), [&](auto word) { return is_word(body, token, word); }))
      return true;
  return false;
}

}  // namespace dunlin::sql
