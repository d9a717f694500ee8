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
  invocation.json = is_among(words, "--json");  // help and version are told before options are parsed
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

// Something with a name, and what it is.
struct Entry {
  std::string name;
  std::string help;
};

template <typename Verbs>
std::vector<Entry> entries_of(const Verbs& verbs) {
  std::vector<Entry> entries;
  for (const auto& verb : verbs) entries.push_back({verb.name, verb.summary});
  return entries;
}

std::vector<Entry> verbs_of(std::string_view command) {
  if (command == "transfer") return entries_of(transfer_verbs());
  if (command == "pack") return entries_of(pack_verbs());
  return command == "encrypt" ? entries_of(encrypt_verbs()) : std::vector<Entry>();
}

std::vector<Entry> options_of(const Command& command) {
  Invocation scratch;
  auto app = make_app(command, scratch);
  std::vector<Entry> entries;
  for (const auto* option : app->get_options()) {
    if (option->get_group().empty()) continue;
    const std::string value = option->get_type_name();  // CLI11 appends what is checked: "N:POSITIVE"
    const std::string word = value.substr(0, value.find(':'));
    entries.push_back(
        {option->get_name(false, true) + (word.empty() ? "" : " " + word), option->get_description()});
  }
  return entries;
}

std::vector<std::string> aliases_of(std::string_view command) {
  std::vector<std::string> typed;
  for (const auto& alias : aliases())
    if (command == alias.command) typed.emplace_back(alias.typed);
  return typed;
}

std::string lines_of(const std::vector<Entry>& entries) {
  std::string lines;
  for (const auto& entry : entries) lines += fmt::format("  {:<28} {}\n", entry.name, entry.help);
  return lines;
}

Json json_of(const std::vector<Entry>& entries) {
  Json list = Json::array();
  for (const auto& entry : entries) list.add(Json::object().set("name", entry.name).set("help", entry.help));
  return list;
}

Json summary_json(const Command& command) {
  Json typed = Json::array();
  for (const auto& alias : aliases_of(command.name)) typed.add(alias);
  return Json::object()
      .set("name", command.name)
      .set("group", command.group)
      .set("summary", command.summary)
      .set("arguments", command.arguments)
      .set("aliases", typed);
}

}  // namespace

std::string help_page(const std::string& name) {
  const auto* command = find_command(name);
  if (command == nullptr) throw unknown_command({name});
  std::string page =
      fmt::format("dunlin {}: {}\n\nUsage: dunlin {}{} [options]\n", name, command->summary, name,
                  *command->arguments != '\0' ? std::string(" ") + command->arguments : "");
  for (const auto& typed : aliases_of(name)) page += fmt::format("Also: dunlin {}\n", typed);
  if (const auto verbs = verbs_of(name); !verbs.empty()) page += "\nVerbs:\n" + lines_of(verbs);
  page += "\nOptions:\n" + lines_of(options_of(*command));
  page += "\nExamples:\n";
  for (const auto line : split_lines(command->examples)) page += fmt::format("  {}\n", line);
  return page;
}

Json help_json(const std::string& name) {
  const auto* command = find_command(name);
  if (command == nullptr) throw unknown_command({name});
  Json examples = Json::array();
  for (const auto line : split_lines(command->examples)) examples.add(std::string(line));
  return summary_json(*command)
      .set("verbs", json_of(verbs_of(name)))
      .set("options", json_of(options_of(*command)))
      .set("examples", examples);
}

Json overview_json() {
  Json list = Json::array();
  for (const auto& command : commands()) list.add(summary_json(command));
  return Json::object().set("commands", list);
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
