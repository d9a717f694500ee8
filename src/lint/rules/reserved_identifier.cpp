#include <algorithm>

#include "lint/DefinedNames.hpp"
#include "lint/SplitFix.hpp"
#include "lint/rules/Rules.hpp"
#include "sql/command/Source.hpp"

namespace dunlin::lint::rules {
namespace {

struct ReservedIdentifier {
  static bool is_plain(const std::string& name) {
    return std::all_of(name.begin(), name.end(),
                       [](unsigned char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
  }

  // A key word that the statement writes in quotes and that can't do without them everywhere.
  static bool is_quoted(const sql::Source& source, const std::string& name) {
    return std::any_of(source.tokens().begin(), source.tokens().end(), [&](const sql::Token& token) {
      return token.kind == sql::TokenKind::quoted_name && sql::name_value(source.text(token)) == name;
    });
  }

  static void statement(const Scene& scene, Reporter& report) {
    const std::vector<DefinedName> names = defined_names(scene);
    const auto reserved = [](const DefinedName& defined) {
      return is_plain(defined.name) && sql_name(defined.name) != defined.name;
    };
    if (std::none_of(names.begin(), names.end(), reserved)) return;
    const sql::Source source(scene.text());
    for (const DefinedName& defined : names)
      if (reserved(defined) && is_quoted(source, defined.name))
        report.add(defined.name,
                   "the " + defined.kind + " \"" + defined.name +
                       "\" is called like a key word of SQL: without quotes it means something else "
                       "or is a syntax error");
  }
};

}  // namespace

const Rule reserved_identifier{.name = "reserved-identifier",
                               .family = 'C',
                               .profile = Profile::all,
                               .severity = model::Severity::note,
                               .summary = "A name that is a key word of SQL, written in quotes",
                               .why =
                                   "SELECT user FROM \"user\" gives the name of the session's role, without "
                                   "an error; others, such as order, are "
                                   "syntax errors. Each new version of PostgreSQL may reserve more words.",
                               .advice = "A plural or a longer name: users, sort_order, user_group.",
                               .statement = ReservedIdentifier::statement};

}  // namespace dunlin::lint::rules
