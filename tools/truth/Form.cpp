#include "Form.hpp"

#include <fmt/format.h>
#include <set>

#include "base/Error.hpp"
#include "base/File.hpp"
#include "base/Text.hpp"

namespace dunlin::truth {
namespace {

/// A headed group of statements: "-- form NAME word..." or "-- fixture NAME".
struct Section {
  std::string head;
  std::size_t line = 0;
  std::vector<std::string> words;
  std::vector<std::string> statements;
};

Error wrong(const std::filesystem::path& file, std::size_t line, std::string_view what) {
  return Error(ErrorCode::usage, fmt::format("{}:{}: {}", file.string(), line, what));
}

// A head's words; nothing for a line that isn't one.
std::vector<std::string> head_words(std::string_view line) {
  constexpr std::string_view k_comment = "-- ";
  if (!line.starts_with(k_comment)) return {};
  std::vector<std::string> words = split_list(line.substr(k_comment.size()), ' ');
  const bool is_head = words.size() >= 2 && (words[0] == "form" || words[0] == "fixture" || words[0] == "on");
  return is_head ? words : std::vector<std::string>{};
}

std::vector<Section> read_sections(const std::filesystem::path& file) {
  const std::string text = read_file(file);
  std::vector<Section> sections;
  std::string statement;
  std::size_t number = 0;
  for (const std::string_view line : split_lines(text)) {
    ++number;
    if (auto words = head_words(line); !words.empty()) {
      if (!statement.empty()) throw wrong(file, number, "the statement before has no semicolon");
      const std::string head = words.front();
      words.erase(words.begin());
      sections.push_back({.head = head, .line = number, .words = std::move(words)});
    } else if (!line.empty() && !line.starts_with("--")) {
      if (sections.empty()) throw wrong(file, number, "a statement before the first head");
      if (!statement.empty()) statement += ' ';
      statement += trim(line);
      if (!statement.ends_with(';')) continue;
      statement.pop_back();
      sections.back().statements.push_back(std::exchange(statement, ""));
    }
  }
  return sections;
}

void read_attributes(Form& form, const Section& section, const std::filesystem::path& file, bool& together) {
  for (std::size_t i = 1; i < section.words.size(); ++i) {
    const std::string& word = section.words[i];
    if (word == "fails") {
      form.fails = true;
    } else if (word == "together") {
      together = true;
    } else if (word == "since" && i + 1 < section.words.size()) {
      form.since = std::stoi(section.words[++i]);
    } else if (word == "until" && i + 1 < section.words.size()) {
      form.until = std::stoi(section.words[++i]);
    } else {
      throw wrong(file, section.line, fmt::format("\"{}\" means nothing here", word));
    }
  }
}

Form form_of(const Section& section, const std::string& fixture, const std::filesystem::path& file) {
  if (section.statements.empty()) throw wrong(file, section.line, "a form without a statement");
  Form form{.name = section.words.front(), .fixture = fixture};
  bool together = false;
  read_attributes(form, section, file, together);
  form.measured = section.statements;
  if (!together) {
    form.preparation.assign(section.statements.begin(), section.statements.end() - 1);
    form.measured = {section.statements.back()};
  }
  return form;
}

}  // namespace

bool is_for_others(const Form& form, int major) {
  return major < form.since || (form.until != 0 && major > form.until);
}

bool is_refused(const Form& form, int major) {
  return form.fails || is_for_others(form, major);
}

Fixtures read_fixtures(const std::filesystem::path& file) {
  Fixtures fixtures;
  for (auto& section : read_sections(file))
    if (!fixtures.emplace(section.words.front(), std::move(section.statements)).second)
      throw wrong(file, section.line, "a second fixture of that name");
  return fixtures;
}

std::vector<Form> read_forms(const std::filesystem::path& file) {
  std::vector<Form> forms;
  std::set<std::string> names;
  std::string fixture;
  for (const auto& section : read_sections(file)) {
    if (section.head == "on") {
      fixture = section.words.front();
    } else {
      forms.push_back(form_of(section, fixture, file));
      if (!names.insert(forms.back().name).second)
        throw wrong(file, section.line, "a second form of that name");
    }
  }
  return forms;
}

}  // namespace dunlin::truth
