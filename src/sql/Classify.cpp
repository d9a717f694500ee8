#include <array>
#include <utility>

#include "base/Text.hpp"
#include "sql/Procedure.hpp"
#include "sql/Split.hpp"
#include "sql/TokenStream.hpp"

namespace dunlin::sql {
namespace {

using model::StatementKind;

// A statement's kind is decided by the functions below, each named after the statement's first word. What
// PostgreSQL refuses in a transaction block was tried on a server of version 15, statement by statement.

bool accept_boolean(TokenStream& tokens, bool otherwise) {
  if (tokens.at(',') || tokens.at(')') || tokens.at_end()) return true;  // a bare option is on
  std::string value;
  if (tokens.current().kind == TokenKind::string) {
    value = to_lower(string_value(tokens.text()));
  } else {
    value = to_lower(tokens.text());
  }
  tokens.advance();
  if (value == "true" || value == "on" || value == "1") return true;
  if (value == "false" || value == "off" || value == "0") return false;
  return otherwise;  // the server refuses it
}

// The value of `option` in a list `(a, option [=] value, ...)` that begins here; the last one counts.
bool accept_options(TokenStream& tokens, std::string_view option, bool otherwise) {
  bool value = otherwise;
  if (!tokens.accept('(')) return value;
  while (!tokens.at_end() && !tokens.at(')')) {
    const bool wanted = name_value(tokens.text()) == option;
    tokens.advance();
    if (wanted) {
      tokens.accept('=');
      value = accept_boolean(tokens, true);
    }
    while (!tokens.at_end() && !tokens.at(',') && !tokens.at(')')) tokens.advance();
    tokens.accept(',');
  }
  tokens.accept(')');
  return value;
}

StatementKind rollback(TokenStream& tokens) {
  if (tokens.at("prepared")) return StatementKind::rerunnable;
  if (!tokens.accept("work")) tokens.accept("transaction");
  return tokens.at("to") ? StatementKind::ordinary : StatementKind::rollback;
}

bool names_role(std::string_view setting) {
  return equal_ignoring_case(setting, "role") || equal_ignoring_case(setting, "session_authorization");
}

StatementKind set(TokenStream& tokens) {
  const bool local = tokens.accept("local");
  if (!local && tokens.at("session")) {
    TokenStream behind = tokens;
    behind.advance();
    if (!behind.at("authorization") && !behind.at('=') && !behind.at("to")) tokens = behind;
  }
  if (names_role(name_value(tokens.text())) || tokens.at("session")) return StatementKind::set_role;
  if (tokens.at("transaction") || tokens.at("constraints")) return StatementKind::ordinary;
  return local ? StatementKind::ordinary : StatementKind::session_setting;
}

StatementKind reset(TokenStream& tokens) {
  if (names_role(name_value(tokens.text())) || tokens.at("session")) return StatementKind::set_role;
  return tokens.at("transaction") ? StatementKind::ordinary : StatementKind::session_setting;
}

// SELECT [pg_catalog.]set_config('name', value, false) and nothing else.
StatementKind select(TokenStream& tokens) {
  const auto name = tokens.accept_name();
  if (!name || name->name != "set_config" || !tokens.accept('(')) return StatementKind::ordinary;
  const std::string setting = string_value(tokens.text());
  std::size_t depth = 1;
  std::string last;  // text of the argument before `)`
  while (!tokens.at_end() && depth > 0) {
    if (tokens.at('(')) ++depth;
    if (tokens.at(')')) --depth;
    if (depth > 0) last = tokens.at(',') ? "" : last + std::string(tokens.text());
    tokens.advance();
  }
  if (!tokens.at_end() || !(equal_ignoring_case(last, "false") || last == "'f'" || last == "'false'")) {
    return StatementKind::ordinary;
  }
  return names_role(setting) ? StatementKind::set_role : StatementKind::session_setting;
}

// COPY ... FROM STDIN; FROM STDOUT means the same to the server. A query in parentheses may have its own
// FROM.
StatementKind copy(TokenStream& tokens) {
  while (!tokens.at_end()) {
    if (tokens.at('(')) {
      tokens.skip_parentheses();
    } else if (tokens.accept("from")) {
      return tokens.at("stdin") || tokens.at("stdout") ? StatementKind::copy_from_stdin
                                                       : StatementKind::ordinary;
    } else {
      tokens.advance();
    }
  }
  return StatementKind::ordinary;
}

// A subscription is made in a transaction only when no replication slot has to be created on the other
// server.
StatementKind create_subscription(TokenStream tokens) {
  while (!tokens.at_end() && !tokens.accept("with")) tokens.advance();
  TokenStream again = tokens;
  const bool connects = accept_options(again, "connect", true);
  const bool creates_slot = accept_options(tokens, "create_slot", true);
  return connects && creates_slot ? StatementKind::create_database : StatementKind::ordinary;
}

StatementKind create(TokenStream& tokens) {
  tokens.accept("unique");
  if (tokens.accept("index")) {
    return tokens.at("concurrently") ? StatementKind::create_index_concurrently : StatementKind::ordinary;
  }
  if (tokens.at("database") || tokens.at("tablespace")) return StatementKind::create_database;
  if (tokens.at("subscription")) return create_subscription(tokens);
  return StatementKind::ordinary;
}

StatementKind drop(TokenStream& tokens) {
  if (tokens.accept("index")) {
    return tokens.at("concurrently") ? StatementKind::drop_index_concurrently : StatementKind::ordinary;
  }
  const bool alone = tokens.at("database") || tokens.at("tablespace") || tokens.at("subscription");
  return alone ? StatementKind::drop_database : StatementKind::ordinary;
}

StatementKind reindex(TokenStream& tokens) {
  const bool concurrently = accept_options(tokens, "concurrently", false);
  if (concurrently || tokens.at("schema") || tokens.at("database") || tokens.at("system"))
    return StatementKind::reindex;
  tokens.advance();  // TABLE, INDEX
  return tokens.at("concurrently") ? StatementKind::reindex : StatementKind::ordinary;
}

StatementKind alter_table(TokenStream& tokens) {
  tokens.accept_words("if", "exists");
  tokens.accept("only");
  tokens.accept_name();
  tokens.accept('*');
  if (!tokens.accept_words("detach", "partition")) return StatementKind::ordinary;
  tokens.accept_name();
  if (tokens.at("concurrently")) return StatementKind::detach_concurrently;
  return tokens.at("finalize") ? StatementKind::detach_finalize : StatementKind::ordinary;
}

StatementKind alter_type(TokenStream& tokens) {
  tokens.accept_name();
  return tokens.accept_words("add", "value") ? StatementKind::add_enum_value : StatementKind::ordinary;
}

StatementKind alter_database(TokenStream& tokens) {
  tokens.accept_name();
  tokens.accept("set");
  return tokens.at("tablespace") ? StatementKind::rerunnable : StatementKind::ordinary;
}

StatementKind alter_subscription(TokenStream& tokens) {
  tokens.accept_name();
  if (tokens.at("refresh")) return StatementKind::rerunnable;
  if (tokens.accept("set") && tokens.at('(')) {
    TokenStream again = tokens;  // altering these reaches out to the other server (PostgreSQL 17 and 18)
    const bool remote =
        accept_options(again, "failover", false) || accept_options(tokens, "two_phase", false);
    return remote ? StatementKind::rerunnable : StatementKind::ordinary;
  }
  if (!tokens.accept("add")) tokens.accept("drop");
  if (!tokens.accept("publication")) return StatementKind::ordinary;
  while (!tokens.at_end() && !tokens.accept("with")) tokens.advance();
  return accept_options(tokens, "refresh", true) ? StatementKind::rerunnable : StatementKind::ordinary;
}

StatementKind alter(TokenStream& tokens) {
  if (tokens.accept("table")) return alter_table(tokens);
  if (tokens.accept("type")) return alter_type(tokens);
  if (tokens.accept("database")) return alter_database(tokens);
  if (tokens.accept("subscription")) return alter_subscription(tokens);
  return tokens.at("system") ? StatementKind::rerunnable : StatementKind::ordinary;
}

// Without a table it clusters every table, each in a transaction of its own.
StatementKind cluster(TokenStream& tokens) {
  tokens.skip_parentheses();
  tokens.accept("verbose");
  return tokens.at_end() ? StatementKind::rerunnable : StatementKind::ordinary;
}

StatementKind vacuum(TokenStream&) {
  return StatementKind::rerunnable;
}
StatementKind begin(TokenStream&) {
  return StatementKind::begin;
}

StatementKind start(TokenStream& tokens) {
  return tokens.at("transaction") ? StatementKind::begin : StatementKind::ordinary;
}

StatementKind commit(TokenStream& tokens) {
  return tokens.at("prepared") ? StatementKind::rerunnable : StatementKind::commit;
}

// PREPARE TRANSACTION ends the transaction as COMMIT does, so to a segment it is the same border.
StatementKind prepare(TokenStream& tokens) {
  return tokens.at("transaction") && tokens.ahead().kind == TokenKind::string ? StatementKind::commit
                                                                              : StatementKind::ordinary;
}

StatementKind discard(TokenStream& tokens) {
  return tokens.at("all") ? StatementKind::rerunnable : StatementKind::ordinary;
}

using Classifier = StatementKind (*)(TokenStream&);
constexpr std::array<std::pair<std::string_view, Classifier>, 18> k_classifiers{{
    {"create", create},
    {"alter", alter},
    {"select", select},
    {"set", set},
    {"copy", copy},
    {"drop", drop},
    {"begin", begin},
    {"commit", commit},
    {"end", commit},
    {"rollback", rollback},
    {"abort", rollback},
    {"start", start},
    {"reset", reset},
    {"reindex", reindex},
    {"vacuum", vacuum},
    {"cluster", cluster},
    {"discard", discard},
    {"prepare", prepare},
}};

}  // namespace

StatementKind classify(std::string_view text) {
  TokenStream tokens(text);
  if (tokens.at("do")) return do_commits(text) ? StatementKind::unit : StatementKind::ordinary;
  for (const auto& [word, classifier] : k_classifiers) {
    if (!tokens.accept(word)) continue;
    return classifier(tokens);
  }
  return StatementKind::ordinary;
}

}  // namespace dunlin::sql
