#include "sql/Procedure.hpp"

#include "base/Text.hpp"
#include "sql/TokenStream.hpp"

namespace dunlin::sql {
namespace {

bool is_string(const Token& token) {
  return token.kind == TokenKind::string || token.kind == TokenKind::dollar_string;
}

// Reads a PL/pgSQL body and stops at each token that stands where a statement begins.
class BodyReader {
 public:
  explicit BodyReader(std::string_view body) : tokens_(body) {}

  bool next() {
    while (!tokens_.at_end()) {
      const bool here = begins_;
      begins_ = tokens_.at(';') || tokens_.at("begin") || tokens_.at("then") || tokens_.at("else") ||
                tokens_.at("loop") || tokens_.text() == ">>";
      if (here) {
        found_ = tokens_;
        tokens_.advance();
        return true;
      }
      tokens_.advance();
    }
    return false;
  }
  TokenStream statement() const { return *found_; }

 private:
  TokenStream tokens_;
  std::optional<TokenStream> found_;
  bool begins_ = true;
};

struct DoStatement {
  std::string language = "plpgsql";
  std::string code;
};

std::optional<DoStatement> parse_do(std::string_view statement) {
  TokenStream tokens(statement);
  if (!tokens.accept("do")) return std::nullopt;
  DoStatement found;
  while (!tokens.at_end()) {
    if (tokens.accept("language")) {
      found.language =
          is_string(tokens.current()) ? to_lower(string_value(tokens.text())) : name_value(tokens.text());
    } else if (is_string(tokens.current())) {
      found.code = string_value(tokens.text());
    }
    tokens.advance();
  }
  return found;
}

}  // namespace

std::optional<QualifiedName> called_procedure(std::string_view statement) {
  TokenStream tokens(statement);
  if (!tokens.accept("call")) return std::nullopt;
  return tokens.accept_name();
}

std::optional<ProcedureDefinition> created_procedure(std::string_view statement) {
  TokenStream tokens(statement);
  if (!tokens.accept("create")) return std::nullopt;
  tokens.accept_words("or", "replace");
  if (!tokens.accept("procedure")) return std::nullopt;
  const auto name = tokens.accept_name();
  if (!name) return std::nullopt;
  ProcedureDefinition definition{*name, {}};
  while (!tokens.at_end() && !tokens.at("begin")) {
    tokens.skip_parentheses();
    if (tokens.accept("as") && is_string(tokens.current())) {
      definition.body = string_value(tokens.text());
      break;
    }
    if (!tokens.at('(')) tokens.advance();
  }
  return definition;
}

bool body_commits(std::string_view plpgsql_body) {
  BodyReader reader(plpgsql_body);
  while (reader.next()) {
    TokenStream statement = reader.statement();
    if (!statement.accept("commit") && !statement.accept("rollback")) continue;
    if (statement.at(';') || statement.at("and")) return true;
  }
  return false;
}

std::vector<QualifiedName> procedures_called_in(std::string_view plpgsql_body) {
  std::vector<QualifiedName> names;
  BodyReader reader(plpgsql_body);
  while (reader.next()) {
    TokenStream statement = reader.statement();
    if (!statement.accept("call")) continue;
    if (auto name = statement.accept_name()) names.push_back(std::move(*name));
  }
  return names;
}

std::optional<std::string> do_body(std::string_view statement) {
  auto found = parse_do(statement);
  if (!found) return std::nullopt;
  return std::move(found->code);
}

bool do_commits(std::string_view statement) {
  const auto found = parse_do(statement);
  if (!found) return false;
  if (found->language == "plpgsql") return body_commits(found->code);
  const std::string code = to_lower(found->code);
  return code.find("commit") != std::string::npos || code.find("rollback") != std::string::npos;
}

}  // namespace dunlin::sql
