#include "sql/PsqlCommand.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <vector>

#include "base/Text.hpp"

namespace dunlin::sql {
namespace {

// A command that isn't needed and changes nothing but what psql prints.
constexpr std::array<std::string_view, 21> k_harmless{
    "restrict", "unrestrict", "echo", "qecho", "warn", "pset",  "timing", "conninfo", "x", "a",         "t",
    "T",        "f",          "C",    "H",     "html", "print", "p",      "reset",    "r", "errverbose"};

struct Advice {
  std::string_view name;
  std::string_view hint;
};

constexpr std::array<Advice, 26> k_refused{{
    {"copy", "use COPY ... FROM STDIN; with the data below it, or a COPY that the server reads itself"},
    {"set",
     "write the value into the statement, or use a placeholder; only ON_ERROR_STOP on needs no line at all"},
    {"unset", "write the value into the statement, or use a placeholder"},
    {"gset", "use a DO block with variables"},
    {"prompt", "a migration runs unattended: use a placeholder"},
    {"getenv", "use a placeholder"},
    {"if", "use a DO block with IF, or `-- dunlin:environment`"},
    {"elif", "use a DO block with IF, or `-- dunlin:environment`"},
    {"else", "use a DO block with IF, or `-- dunlin:environment`"},
    {"endif", "use a DO block with IF, or `-- dunlin:environment`"},
    {"g", "end the statement with a semicolon"},
    {"gx", "end the statement with a semicolon"},
    {"gexec", "use a DO block with EXECUTE"},
    {"gdesc", "remove it"},
    {"crosstabview", "remove it"},
    {"bind", "write the values into the statement"},
    {"parse", "use PREPARE"},
    {"watch", "remove it"},
    {"!", "a migration can't run programs"},
    {"o", "remove it: a migration has no output file"},
    {"out", "remove it: a migration has no output file"},
    {"w", "remove it: a migration has no output file"},
    {"q", "end the file here instead"},
    {"quit", "end the file here instead"},
    {"cd", "write the path into \\ir, which is relative to the file it stands in"},
    {"e", "remove it"},
}};

// The harmless variables of \set.
constexpr std::array<std::string_view, 7> k_quiet_variables{
    "QUIET", "ECHO", "ECHO_HIDDEN", "VERBOSITY", "SHOW_CONTEXT", "FETCH_COUNT", "HISTFILE"};

// One argument of a psql command: bare up to white space, or in quotes.
struct Argument {
  std::string value;
  std::size_t end = 0;  // place behind it
  bool unterminated = false;
};

std::optional<Argument> read_argument(std::string_view line, std::size_t at) {
  at = line.find_first_not_of(" \t\r\f\v", at);
  if (at == std::string_view::npos) return std::nullopt;
  Argument argument;
  const char quote = line[at] == '\'' || line[at] == '"' ? line[at] : '\0';
  if (quote == '\0') {
    argument.end = std::min(line.find_first_of(" \t\r\f\v", at), line.size());
    argument.value = line.substr(at, argument.end - at);
    return argument;
  }
  for (++at; at < line.size(); ++at) {
    if (line[at] == quote) {
      const bool doubled = at + 1 < line.size() && line[at + 1] == quote;
      if (!doubled) {
        argument.end = at + 1;
        return argument;
      }
      ++at;
    }
    argument.value.push_back(line[at]);
  }
  argument.end = line.size();
  argument.unterminated = true;
  return argument;
}

std::vector<Argument> read_arguments(std::string_view line, std::size_t at) {
  std::vector<Argument> arguments;
  while (auto argument = read_argument(line, at)) {
    if (argument->value.starts_with("--")) break;
    at = argument->end;
    arguments.push_back(std::move(*argument));
  }
  return arguments;
}

std::string without_semicolons(std::string_view text) {
  while (text.ends_with(';')) text.remove_suffix(1);
  return std::string(text);
}

std::string_view command_name(std::string_view line) {
  if (line.size() > 1 && std::string_view("!?;.\\").find(line[1]) != std::string_view::npos)
    return line.substr(1, 1);
  return line.substr(1, std::min(line.find_first_of(" \t\r\f\v\\;'\"", 1), line.size()) - 1);
}

std::optional<Error> check_include(std::string_view name, const std::vector<Argument>& arguments) {
  if (arguments.empty() || without_semicolons(arguments[0].value).empty()) {
    return usage_error(fmt::format("\\{} names no file", name), "write \\i path/to/file.sql");
  }
  const std::string& path = arguments[0].value;
  const bool computed = path.front() == '`' || path.front() == ':' || path.find('\\') != std::string::npos;
  const bool more = arguments.size() > 1 && !without_semicolons(arguments[1].value).empty();
  if (arguments[0].unterminated) return usage_error(fmt::format("unterminated quote after \\{}", name));
  if (computed) {
    return usage_error(fmt::format("\\{} with a path that psql would compute", name),
                       "write the path itself; quote it when it has spaces");
  }
  if (more) {
    return usage_error(fmt::format("text after the path of \\{}: {}", name, printable(arguments[1].value)),
                       "quote a path that has spaces; write one psql command a line");
  }
  return std::nullopt;
}

std::optional<Error> check_connect(const std::vector<Argument>& arguments, std::string_view database) {
  const auto named = [](const Argument& argument) { return without_semicolons(argument.value); };
  const std::string name = arguments.empty() ? "-" : named(arguments[0]);
  if (name != "-" && !database.empty() && name != database) {
    return usage_error(
        fmt::format("\\connect {} in a migration of database {}", printable(name), printable(database)),
        "a migration changes one database: give the other one its own folder or environment");
  }
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    if (named(arguments[i]) == "-") continue;
    return usage_error("\\connect with another user, host or port", "use SET ROLE, or another environment");
  }
  return std::nullopt;
}

bool is_quiet_set(const std::vector<Argument>& arguments) {
  if (arguments.empty()) return true;  // lists the variables
  const std::string& variable = arguments[0].value;
  const std::string value = arguments.size() > 1 ? to_lower(without_semicolons(arguments[1].value)) : "";
  const bool on = value == "on" || value == "1" || value == "true" || value == "yes";
  if (variable == "ON_ERROR_STOP" || variable == "AUTOCOMMIT") return on;
  return std::find(k_quiet_variables.begin(), k_quiet_variables.end(), variable) != k_quiet_variables.end();
}

bool is_utf8(const std::vector<Argument>& arguments) {
  if (arguments.empty()) return true;
  const std::string encoding = to_lower(without_semicolons(arguments[0].value));
  return encoding == "utf8" || encoding == "utf-8" || encoding == "unicode";
}

Error refuse(std::string_view name) {
  if (name == ".") {
    return usage_error("\\. without a COPY ... FROM STDIN before it",
                       "remove it, or put the COPY statement before its data");
  }
  if (name == ";") return usage_error("\\; joins statements in psql only", "write a plain semicolon");
  std::string_view hint =
      "remove it: psql's commands aren't SQL, and a migration has nobody to show their output to";
  for (const auto& [known, advice] : k_refused) {
    if (known == name) hint = advice;
  }
  return usage_error(fmt::format("psql's command \\{} can't be part of a migration", printable(name)),
                     std::string(hint));
}

std::optional<Error> check(std::string_view name, std::string_view line,
                           const std::vector<Argument>& arguments, std::string_view database) {
  const bool harmless = std::find(k_harmless.begin(), k_harmless.end(), name) != k_harmless.end();
  const bool several = line.find('\\', 1) != std::string_view::npos;
  if (name == "connect" || name == "c") return check_connect(arguments, database);
  if ((name == "set" && is_quiet_set(arguments)) || (name == "encoding" && is_utf8(arguments)) || harmless) {
    if (!several) return std::nullopt;
    return usage_error(fmt::format("a backslash after \\{} on its line", name),
                       "write one psql command a line");
  }
  if (name == "encoding") return usage_error("\\encoding other than UTF8", "store the file as UTF-8");
  return refuse(name);
}

}  // namespace

PsqlCommand read_psql_command(std::string_view line, std::string_view database) {
  const std::string_view name = command_name(line);
  const std::vector<Argument> arguments = read_arguments(line, 1 + name.size());
  PsqlCommand command;
  if (name == "i" || name == "include" || name == "ir" || name == "include_relative") {
    command.kind = model::StatementKind::include;
    command.refusal = check_include(name, arguments);
    command.length = arguments.empty() ? 1 + name.size() : arguments[0].end;
    return command;
  }
  command.refusal = check(name, line, arguments, database);
  command.length = arguments.empty() ? 1 + name.size() : arguments.back().end;
  return command;
}

IncludePath include_path(std::string_view text) {
  const std::string_view name = command_name(text);
  const auto argument = read_argument(text, 1 + name.size());
  return {argument ? without_semicolons(argument->value) : "", name == "ir" || name == "include_relative"};
}

}  // namespace dunlin::sql
