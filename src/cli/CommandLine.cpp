#include "cli/CommandLine.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <memory>

#include "base/Error.hpp"
#include "base/Text.hpp"
#include "cli/CommandOptions.hpp"
#include "cli/CommandTable.hpp"
#include "cli/encrypt/Verbs.hpp"
#include "cli/pack/Verbs.hpp"
#include "cli/transfer/Verbs.hpp"

namespace dunlin::cli {
namespace {

std::unique_ptr<CLI::App> make_app(const Command& command, Invocation& invocation) {
  auto app = std::make_unique<CLI::App>(command.summary, std::string("dunlin ") + command.name);
  app->set_help_flag();
  add_options(command.name, *app, invocation);
  return app;
}

// "db push" -> "migrate", "up" -> "migrate".
void resolve_alias(std::vector<std::string>& words) {
  for (const auto& alias : aliases()) {
    const auto parts = split_list(alias.typed, ' ');
    if (words.size() < parts.size() || !std::equal(parts.begin(), parts.end(), words.begin())) continue;
    words.erase(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(parts.size()));
    words.insert(words.begin(), alias.command);
    return;
  }
}

Error unknown_command(const std::vector<std::string>& words) {
  std::vector<std::string> known;
  for (const auto& command : commands()) known.emplace_back(command.name);
  for (const auto& alias : aliases()) known.emplace_back(alias.typed);
  std::string typed = words.front();
  if ((typed == "db" || typed == "migration") && words.size() > 1) typed += " " + words[1];
  const auto near = nearest(typed, known);
  return usage_error(fmt::format("there is no command '{}'", printable(typed)),
                     near ? fmt::format("did you mean dunlin {}?", *near) : "dunlin help lists the commands");
}

Error bad_option(const std::string& command, const std::vector<std::string>& words,
                 const std::string& reason) {
  for (const auto& word : words) {
    if (!word.starts_with("--")) continue;
    const auto name = word.substr(0, word.find('='));
    const auto known = option_names(command);
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    const auto near = nearest(name, known);
    return usage_error(
        fmt::format("dunlin {} has no option {}", command, printable(name)),
        near ? fmt::format("did you mean {}?", *near) : fmt::format("see dunlin help {}", command));
  }
  return usage_error(fmt::format("dunlin {}: {}", command, printable(reason)),
                     fmt::format("see dunlin help {}", command));
}

}  // namespace

Invocation parse_command_line(std::vector<std::string> words) {
  Invocation invocation;
  // Options may stand before the command too: dunlin --env staging status.
  std::size_t first = 0;
  while (first < words.size() && words[first].starts_with("-")) {
    const bool takes_value = words[first] == "--env" || words[first] == "--db-url" ||
                             words[first] == "--config" || words[first] == "--dir";
    first += takes_value ? 2 : 1;
  }
  if (std::find(words.begin(), words.end(), "--version") != words.end() ||
      (!words.empty() && words[0] == "version")) {
    invocation.command = "version";
    return invocation;
  }
  const bool wants_help = std::find(words.begin(), words.end(), "--help") != words.end() ||
                          std::find(words.begin(), words.end(), "-h") != words.end();
  if (first >= words.size()) {
    if (!words.empty() && !wants_help)
      throw usage_error(fmt::format("options without a command: {}", printable(join(words, " "))),
                        "see dunlin help");
    invocation.command = "help";
    return invocation;
  }
  std::rotate(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(first), words.end());
  resolve_alias(words);
  const auto* command = find_command(words.front());
  if (command == nullptr) throw unknown_command(words);
  invocation.command = command->name;
  if (wants_help) {
    invocation.arguments = {invocation.command};
    invocation.command = "help";
    return invocation;
  }
  auto app = make_app(*command, invocation);
  std::vector<std::string> rest(words.rbegin(), words.rend() - 1);
  try {
    app->parse(rest);
  } catch (const CLI::ParseError& e) {
    throw bad_option(invocation.command, words, e.what());
  }
  if (!invocation.arguments.empty() && std::string_view(command->arguments).empty()) {
    throw usage_error(
        fmt::format("dunlin {} takes no '{}'", invocation.command, printable(invocation.arguments.front())),
        fmt::format("see dunlin help {}", invocation.command));
  }
  return invocation;
}

namespace {

template <typename Verbs>
std::string verb_lines(const Verbs& verbs) {
  std::string lines = "\nVerbs:\n";
  for (const auto& verb : verbs) lines += fmt::format("  {:<28} {}\n", verb.name, verb.summary);
  return lines;
}

std::string verbs_of(std::string_view command) {
  if (command == "transfer") return verb_lines(transfer_verbs());
  if (command == "pack") return verb_lines(pack_verbs());
  return command == "encrypt" ? verb_lines(encrypt_verbs()) : "";
}

}  // namespace

std::string help_page(const std::string& name) {
  Invocation scratch;
  const auto* command = find_command(name);
  if (command == nullptr) throw unknown_command({name});
  auto app = make_app(*command, scratch);
  std::string page =
      fmt::format("dunlin {}: {}\n\nUsage: dunlin {}{} [options]\n", name, command->summary, name,
                  *command->arguments != '\0' ? std::string(" ") + command->arguments : "");
  for (const auto& alias : aliases()) {
    if (name == alias.command) page += fmt::format("Also: dunlin {}\n", alias.typed);
  }
  page += verbs_of(name);
  page += "\nOptions:\n";
  for (const auto* option : app->get_options()) {
    if (option->get_group().empty()) continue;
    const std::string value = option->get_type_name();  // CLI11 appends what is checked: "N:POSITIVE"
    const std::string left = option->get_name(false, true) +
                             (option->get_type_size() > 0 ? " " + value.substr(0, value.find(':')) : "");
    page += fmt::format("  {:<28} {}\n", left, option->get_description());
  }
  page += "\nExamples:\n";
  for (const auto line : split_lines(command->examples)) page += fmt::format("  {}\n", line);
  return page;
}

std::string overview() {
  std::string page =
      "dunlin takes a PostgreSQL change from a SQL file to a verified, reversible change in production.\n\n"
      "Usage: dunlin COMMAND [options]\n";
  std::string group;
  for (const auto& command : commands()) {
    if (group != command.group) page += fmt::format("\n{}\n", command.group);
    group = command.group;
    page += fmt::format("  {:<12} {}\n", command.name, command.summary);
  }
  page +=
      "\nAlso understood: up, down, db push, db reset, migration new|list|up|down|repair.\n"
      "Every command: --env NAME, --db-url URL, --config FILE, --dir DIR, --json, --quiet, --no-color, "
      "--yes, --help.\n"
      "Exit codes: 0 done, 1 failed, 2 usage, 3 findings, 4 lock, 5 refused, 6 unreachable, 130 "
      "interrupted.\n";
  return page;
}

std::vector<std::string> option_names(const std::string& name) {
  Invocation scratch;
  std::vector<std::string> names{"--help"};
  const auto* command = find_command(name);
  if (command == nullptr) return names;
  auto app = make_app(*command, scratch);
  for (const auto* option : app->get_options()) {
    for (const auto& long_name : option->get_lnames()) names.push_back("--" + long_name);
  }
  return names;
}

}  // namespace dunlin::cli
