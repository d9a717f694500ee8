#include "lint/UnquotedSql.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "base/Text.hpp"
#include "lint/Embedded.hpp"
#include "sql/command/DynamicText.hpp"
#include "sql/command/PlpgsqlBody.hpp"
#include "sql/command/Source.hpp"

namespace dunlin::lint {
namespace {

bool can_hold_sql(const model::TypeName& type) {
  constexpr std::array<std::string_view, 7> k_texts{"text", "varchar", "bpchar", "name",
                                                    "json", "jsonb",   "citext"};
  return std::find(k_texts.begin(), k_texts.end(), type.name) != k_texts.end();
}

class Parts {
 public:
  Parts(const Scene& scene, std::string_view body, model::Range body_range,
        const std::vector<model::FunctionArgument>& arguments)
      : scene_(scene),
        body_(body),
        offset_(offset_of_body(scene.statement().source, body_range, body)),
        arguments_(arguments) {}

  std::vector<UnquotedPart> read() {
    const sql::EmbeddedStatements statements = sql::read_plpgsql_body(body_);
    for (const sql::Declaration& declared : statements.declarations)
      if (sql::is_harmless_type(declared.type)) harmless_.insert(declared.variable);
    for (const sql::EmbeddedStatement& one : statements.statements) {
      if (!one.dynamic) continue;
      const bool variable = is_name(one.text);
      if (!variable || !argument_in(one.text).empty()) add(one.place, "");
      if (!variable) continue;
      for (const sql::Assignment& assignment : statements.assignments)
        if (assignment.variable == sql::name_value(one.text)) add(assignment.value, assignment.variable);
    }
    return std::move(found_);
  }

 private:
  static bool is_name(std::string_view expression) {
    const sql::Source source(expression);
    return source.tokens().size() == 1;
  }

  void add(model::Range expression, const std::string& variable) {
    const std::string_view text = body_.substr(expression.offset, expression.length);
    for (const model::Range& range : sql::read_dynamic_text(text).unquoted) {
      const std::string part(text.substr(range.offset, range.length));
      if (is_name(part) && (sql::name_value(part) == variable || harmless_.contains(sql::name_value(part))))
        continue;
      // pg_event_trigger_ddl_commands() gives it quoted.
      if (is_quoted_inside(part) || part.ends_with(".object_identity") || !said_.insert(part).second)
        continue;
      found_.push_back({part, place({expression.offset + range.offset, range.length}), argument_in(part)});
    }
  }

  model::Range place(model::Range in_body) const {
    if (!offset_) return {0, scene_.text().size()};
    return {*offset_ + in_body.offset, in_body.length};
  }

  // coalesce(quote_ident(a), ''), string_agg(format('%I', c), ', ')
  static bool is_quoted_inside(std::string_view part) {
    const std::string lower = to_lower(part);
    return lower.find("quote_") != std::string::npos || lower.find("format(") != std::string::npos;
  }

  std::string argument_in(std::string_view part) const {
    const sql::Source source(part);
    for (const sql::Token& token : source.tokens()) {
      if (token.kind != sql::TokenKind::word && token.kind != sql::TokenKind::quoted_name &&
          token.kind != sql::TokenKind::parameter)
        continue;
      std::string name = sql::name_value(source.text(token));
      for (std::size_t i = 0; i < arguments_.size(); ++i) {
        const model::FunctionArgument& argument = arguments_[i];
        const bool given = argument.mode != 'o' && argument.mode != 't' && can_hold_sql(argument.type);
        if (given &&
            ((!argument.name.empty() && argument.name == name) || name == "$" + std::to_string(i + 1)))
          return name;
      }
    }
    return "";
  }

  const Scene& scene_;
  std::string_view body_;
  std::optional<std::size_t> offset_;
  const std::vector<model::FunctionArgument>& arguments_;
  std::set<std::string> harmless_;  // variables by type
  std::set<std::string> said_;
  std::vector<UnquotedPart> found_;
};

bool has_execute(std::string_view body) {
  return to_lower(body).find("execute") != std::string::npos;
}

}  // namespace

std::vector<UnquotedPart> unquoted_parts(const Scene& scene) {
  static const std::vector<model::FunctionArgument> k_none;
  if (const auto* function = scene.as<model::CreateFunction>()) {
    if (function->language != "plpgsql" || !has_execute(function->body)) return {};
    return Parts(scene, function->body, function->body_range, function->arguments).read();
  }
  const auto* block = scene.as<model::DoBlock>();
  if (block == nullptr || block->language != "plpgsql" || !has_execute(block->body)) return {};
  return Parts(scene, block->body, block->body_range, k_none).read();
}

}  // namespace dunlin::lint
