#include <fmt/format.h>
#include <set>

#include "lint/rules/Rules.hpp"
#include "sql/command/Source.hpp"

namespace dunlin::lint::rules {
namespace {

struct IdentifierTooLong {
  static constexpr std::size_t k_longest = 63;  // NAMEDATALEN - 1

  static bool defines_something(const Scene& scene) {
    const auto& command = scene.statement().command;
    return !std::holds_alternative<std::monostate>(command) && !std::holds_alternative<model::Dml>(command) &&
           !std::holds_alternative<model::DoBlock>(command) &&
           !std::holds_alternative<model::Unparsed>(command);
  }

  // Without its quotes.
  static std::string_view content(std::string_view text) {
    return text.starts_with('"') && text.size() > 1 ? text.substr(1, text.size() - 2) : text;
  }

  static void statement(const Scene& scene, Reporter& report) {
    if (scene.text().size() <= k_longest || !defines_something(scene)) return;
    const sql::Source source(scene.text());
    std::set<std::string_view> said;
    for (const sql::Token& token : source.tokens()) {
      if (token.kind != sql::TokenKind::word && token.kind != sql::TokenKind::quoted_name) continue;
      const std::string_view name = content(source.text(token));
      if (name.size() <= k_longest || !said.insert(name).second) continue;
      report.add(std::string(name),
                 fmt::format("{} has {} bytes: PostgreSQL cuts it to 63, {}", name, name.size(),
                             sql::name_value(source.text(token))),
                 {token.offset, token.length});
    }
  }
};

}  // namespace

const Rule identifier_too_long{
    .name = "identifier-too-long",
    .family = 'C',
    .profile = Profile::strict,
    .severity = model::Severity::warning,
    .summary = "A name of more than 63 bytes",
    .why =
        "PostgreSQL cuts it with a NOTICE that nobody reads. Two long names that differ at the end are the "
        "same then: "
        "the second CREATE fails, or with IF NOT EXISTS does nothing.",
    .advice = "A name of at most 63 bytes; letters outside of ASCII take two to four.",
    .statement = IdentifierTooLong::statement};

}  // namespace dunlin::lint::rules
