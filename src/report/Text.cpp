#include "report/Text.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <vector>

#include "base/Text.hpp"
#include "report/Columns.hpp"

namespace dunlin::report {
namespace {

using model::Inline;
using model::Tone;

const char* color_of(Tone tone) {
  switch (tone) {
    case Tone::good: return "\x1b[32m";
    case Tone::note: return "\x1b[36m";
    case Tone::warning: return "\x1b[33m";
    case Tone::bad: return "\x1b[31m";
    case Tone::plain: return "";
  }
  return "";
}

// Words without layout of their own: line ends and tabs of the content are spaces.
std::string flat(std::string text) {
  for (char& c : text) {
    if (c == '\n' || c == '\r' || c == '\t') c = ' ';
  }
  return printable(text);
}

// Text is kept plain while it is measured; colour is added where a piece is written.
std::string plain(const Inline& text, std::string_view quote = "`") {
  std::string out;
  for (const auto& words : text.words)
    out += words.code ? fmt::format("{}{}{}", quote, flat(words.text), quote) : flat(words.text);
  return out;
}

// A cell's own borders already set its names apart.
std::string cell_text(const Inline& text) {
  return plain(text, "");
}

std::vector<std::string> broken(const std::string& text, std::size_t width) {
  std::vector<std::string> lines(1);
  std::size_t used = 0;
  for (const auto& word : split_list(text, ' ')) {
    const std::size_t columns = columns_of(word);
    if (used > 0 && used + 1 + columns > width) {
      lines.emplace_back();
      used = 0;
    }
    lines.back() += (used > 0 ? " " : "") + word;
    used += columns + (used > 0 ? 1 : 0);
  }
  return lines;
}

struct TextOf {
  const TextOptions& options;
  std::string out{};

  std::string styled(std::string_view text, const char* style) const {
    return options.color && *style != '\0' ? fmt::format("{}{}\x1b[0m", style, text) : std::string(text);
  }

  // `text` broken to lines, the first after `lead` and the others below it.
  void lines(std::string_view lead, const std::string& text, Tone tone) {
    const std::size_t indent = columns_of(lead);
    std::string before(lead);
    for (const auto& line : broken(text, options.width > indent + 20 ? options.width - indent : 20)) {
      out += before + styled(line, color_of(tone)) + "\n";
      before.assign(indent, ' ');
    }
  }

  void operator()(const model::Heading& heading) {
    const auto text = plain(heading.text);
    out += styled(text, "\x1b[1m") + "\n";
    if (heading.level <= 2) out += std::string(columns_of(text), heading.level == 1 ? '=' : '-') + "\n";
  }

  void operator()(const model::Paragraph& paragraph) { lines("", plain(paragraph.text), paragraph.tone); }

  void operator()(const model::List& list) {
    std::size_t number = 0;
    for (const auto& item : list.items)
      lines(list.numbered ? fmt::format("{:>3}. ", ++number) : "  - ", plain(item), Tone::plain);
  }

  void operator()(const model::CodeBlock& block) {
    const auto shown = printable(block.text, true);
    for (const auto line : split_lines(shown)) out += fmt::format("    {}\n", line);
  }

  void operator()(const model::KeyFigures& figures) {
    std::size_t width = 0;
    for (const auto& figure : figures.figures) width = std::max(width, columns_of(figure.value));
    for (const auto& figure : figures.figures) {
      const auto value = flat(figure.value);
      out += fmt::format("  {}{}  {}\n", std::string(width - columns_of(figure.value), ' '),
                         styled(value, figure.tone == Tone::plain ? "\x1b[1m" : color_of(figure.tone)),
                         flat(figure.label));
    }
  }

  void operator()(const model::Table& table) {
    const auto widths = widths_of(table);
    std::string head = "  ", rule = "  ";
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      head += cell(cell_text(table.columns[i].head), Tone::plain, widths[i], table.columns[i].number) + "  ";
      rule += std::string(widths[i], '-') + "  ";
    }
    out += styled(without_end(head), "\x1b[1m") + "\n" + without_end(rule) + "\n";
    for (const auto& row : table.rows) {
      std::string line = "  ";
      for (std::size_t i = 0; i < std::min(row.size(), table.columns.size()); ++i) {
        const auto tone = row[i].words.size() == 1 ? row[i].words[0].tone : Tone::plain;
        line += cell(cell_text(row[i]), tone, widths[i], table.columns[i].number) + "  ";
      }
      out += without_end(line) + "\n";
    }
  }

 private:
  static std::string without_end(const std::string& line) {
    return line.substr(0, line.find_last_not_of(' ') + 1);
  }

  static std::vector<std::size_t> widths_of(const model::Table& table) {
    std::vector<std::size_t> widths;
    for (const auto& column : table.columns) widths.push_back(columns_of(cell_text(column.head)));
    for (const auto& row : table.rows) {
      for (std::size_t i = 0; i < std::min(row.size(), widths.size()); ++i)
        widths[i] = std::max(widths[i], columns_of(cell_text(row[i])));
    }
    return widths;
  }

  std::string cell(const std::string& text, Tone tone, std::size_t width, bool right) const {
    const std::string space(width - std::min(width, columns_of(text)), ' ');
    const auto shown = styled(text, color_of(tone));
    return right ? space + shown : shown + space;
  }
};

}  // namespace

std::string write_text(const model::Document& document, const TextOptions& options) {
  TextOf writer{options};
  writer(model::Heading{1, document.title});
  if (!document.subtitle.empty()) writer(model::Paragraph{document.subtitle});
  for (const auto& block : document.blocks) {
    writer.out += '\n';
    std::visit(writer, block);
  }
  return std::move(writer.out);
}

}  // namespace dunlin::report
