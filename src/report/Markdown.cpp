#include "report/Markdown.hpp"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>

#include "base/Text.hpp"

namespace dunlin::report {
namespace {

using model::Inline;
using model::Tone;

// One line of printable text.
std::string flat(std::string_view text) {
  std::string line(text);
  std::replace(line.begin(), line.end(), '\n', ' ');
  std::replace(line.begin(), line.end(), '\t', ' ');
  line.erase(std::remove(line.begin(), line.end(), '\r'), line.end());
  return printable(line);
}

std::size_t longest_run(std::string_view text, char of) {
  std::size_t longest = 0, run = 0;
  for (const char c : text) {
    run = c == of ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || static_cast<unsigned char>(c) >= 0x80;
}

// What has a meaning at the beginning of a line only: lists, headings, rules ("- ", "# ", "1. ", "===").
bool begins_block(std::string_view text, std::size_t at) {
  const auto before = text.substr(0, at);
  if (text[at] == '.' || text[at] == ')')
    return !before.empty() && std::all_of(before.begin(), before.end(), [](char c) {
      return std::isdigit(static_cast<unsigned char>(c)) != 0;
    });
  return trim(before).empty() && std::string_view("#+-=").find(text[at]) != std::string_view::npos;
}

// What GitHub makes a link of without being asked: scheme://, www. and addresses.
bool begins_link(std::string_view text, std::size_t at) {
  if (text[at] == ':') return text.substr(at).starts_with("://");
  if (text[at] == '.') return at >= 3 && equal_ignoring_case(text.substr(at - 3, 3), "www");
  return text[at] == '@';
}

bool needs_backslash(std::string_view text, std::size_t at) {
  const char c = text[at];
  if (std::string_view("\\`*[]|~$").find(c) != std::string_view::npos) return true;
  if (c == '_') {  // inside of a word it is no emphasis (CommonMark 6.2): user_id stays readable
    return at == 0 || at + 1 == text.size() || !is_word(text[at - 1]) || !is_word(text[at + 1]);
  }
  return begins_block(text, at) || begins_link(text, at);
}

std::string marked(const Inline& text, bool in_table = false) {
  std::string out;
  for (const auto& words : text.words) {
    if (words.code) {
      out += code_span(words.text, in_table);
    } else if (words.tone == Tone::bad || words.tone == Tone::warning) {
      const auto escaped = escape_markdown(trim(words.text));
      out += escaped.empty() ? "" : "**" + escaped + "**";
    } else {
      out += escape_markdown(words.text);
    }
  }
  return std::string(trim(out));  // four spaces in front would make it code
}

struct MarkdownOf {
  std::string out{};

  void operator()(const model::Heading& heading) {
    out += fmt::format("{} {}\n", std::string(static_cast<std::size_t>(std::clamp(heading.level, 1, 6)), '#'),
                       marked(heading.text));
  }
  void operator()(const model::Paragraph& paragraph) {
    out += fmt::format("{}{}\n", lead_of(paragraph.tone), marked(paragraph.text));
  }
  void operator()(const model::List& list) {
    std::size_t number = 0;
    for (const auto& item : list.items)
      out += fmt::format("{} {}\n", list.numbered ? fmt::format("{}.", ++number) : "-", marked(item));
  }
  void operator()(const model::CodeBlock& block) { out += fenced(block.text, block.language); }
  void operator()(const model::KeyFigures& figures) {
    for (const auto& figure : figures.figures)
      out += fmt::format("- **{}** {}\n", escape_markdown(figure.value), escape_markdown(figure.label));
  }
  void operator()(const model::Table& table) {
    out += '|';
    for (const auto& column : table.columns) out += fmt::format(" {} |", marked(column.head, true));
    out += "\n|";
    for (const auto& column : table.columns) out += column.number ? "---:|" : "---|";
    out += '\n';
    for (const auto& row : table.rows) {
      out += '|';
      for (std::size_t i = 0; i < table.columns.size(); ++i)
        out += i < row.size() ? fmt::format(" {} |", marked(row[i], true)) : " |";
      out += '\n';
    }
  }

 private:
  // GitHub's alerts; elsewhere they read as quotations.
  static std::string_view lead_of(Tone tone) {
    switch (tone) {
      case Tone::plain: return "";
      case Tone::good: return "> [!TIP]\n> ";
      case Tone::note: return "> [!NOTE]\n> ";
      case Tone::warning: return "> [!WARNING]\n> ";
      case Tone::bad: return "> [!CAUTION]\n> ";
    }
    return "";
  }
};

}  // namespace

std::string escape_markdown(std::string_view text) {
  const std::string line = flat(text);
  std::string out;
  for (std::size_t i = 0; i < line.size(); ++i) {
    switch (line[i]) {
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '&': out += "&amp;"; break;
      default:
        if (needs_backslash(line, i)) out += '\\';
        out += line[i];
    }
  }
  return out;
}

std::string code_span(std::string_view text, bool in_table) {
  const std::string line = flat(text);
  if (line.empty()) return "";
  // The one thing that can't be written as a span in a table: a backslash before a pipe.
  if (in_table && line.find("\\|") != std::string::npos) return "<code>" + escape_markdown(line) + "</code>";
  const std::string fence(longest_run(line, '`') + 1, '`');
  const bool edge = std::string_view("` ").find(line.front()) != std::string_view::npos ||
                    std::string_view("` ").find(line.back()) != std::string_view::npos;
  const std::string pad = edge && !trim(line).empty() ? " " : "";
  std::string out = fence + pad;
  for (const char c : line) out += c == '|' && in_table ? std::string("\\|") : std::string(1, c);
  return out + pad + fence;
}

std::string fenced(std::string_view text, std::string_view language) {
  const std::string fence(std::max<std::size_t>(3, longest_run(text, '`') + 1), '`');
  std::string name;
  for (const char c : language) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) name += c;
  }
  std::string out = fence + name + "\n";
  for (const auto line : split_lines(text)) out += printable(line, true) + "\n";
  return out + fence + "\n";
}

std::string write_markdown(const model::Document& document) {
  MarkdownOf writer;
  writer(model::Heading{1, document.title});
  if (!document.subtitle.empty()) {
    writer.out += '\n';
    writer(model::Paragraph{document.subtitle});
  }
  for (const auto& block : document.blocks) {
    writer.out += '\n';
    std::visit(writer, block);
  }
  return std::move(writer.out);
}

}  // namespace dunlin::report
