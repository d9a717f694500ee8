#include "report/Html.hpp"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>

#include "base/Text.hpp"
#include "report/HtmlStyle.hpp"

namespace dunlin::report {
namespace {

using model::Inline;
using model::Tone;

std::string_view class_of(Tone tone) {
  switch (tone) {
    case Tone::plain: return "";
    case Tone::good: return "good";
    case Tone::note: return "note";
    case Tone::warning: return "warning";
    case Tone::bad: return "bad";
  }
  return "";
}

std::string marked(const Inline& text) {
  std::string out;
  for (const auto& words : text.words) {
    const auto escaped = escape_html(words.text);
    if (words.code) {
      out += escaped.empty() ? "" : "<code>" + escaped + "</code>";
    } else if (words.tone != Tone::plain) {
      out += fmt::format(R"(<span class="label {}">{}</span>)", class_of(words.tone), escaped);
    } else {
      out += escaped;
    }
  }
  return out;
}

std::string_view class_of_diff_line(std::string_view line) {
  if (line.starts_with("@@") || line.starts_with("---") || line.starts_with("+++")) return "hunk";
  if (line.starts_with("+")) return "added";
  return line.starts_with("-") ? "removed" : "";
}

std::string code_html(const model::CodeBlock& block) {
  if (block.language != "diff") return escape_html(block.text, true);
  std::string out;
  for (const auto line : split_lines(block.text)) {
    const auto kind = class_of_diff_line(line);
    out += kind.empty() ? escape_html(line, true)
                        : fmt::format(R"(<span class="{}">{}</span>)", kind, escape_html(line, true));
    out += '\n';
  }
  return out;
}

struct HtmlOf {
  std::string out{};
  std::size_t sections = 0;

  void operator()(const model::Heading& heading) {
    const int level = std::clamp(heading.level, 2, 6);
    const auto id = level == 2 ? fmt::format(R"( id="section-{}")", ++sections) : std::string();
    out += fmt::format("<h{}{}>{}</h{}>\n", level, id, marked(heading.text), level);
  }
  void operator()(const model::Paragraph& paragraph) {
    const auto aside =
        paragraph.tone == Tone::plain ? "" : fmt::format(R"( class="aside {}")", class_of(paragraph.tone));
    out += fmt::format("<p{}>{}</p>\n", aside, marked(paragraph.text));
  }
  void operator()(const model::List& list) {
    out += list.numbered ? "<ol>\n" : "<ul>\n";
    for (const auto& item : list.items) out += fmt::format("<li>{}</li>\n", marked(item));
    out += list.numbered ? "</ol>\n" : "</ul>\n";
  }
  void operator()(const model::CodeBlock& block) {
    out += fmt::format("<pre><code>{}</code></pre>\n", code_html(block));
  }
  void operator()(const model::KeyFigures& figures) {
    out += "<div class=\"figures\">\n";
    for (const auto& figure : figures.figures)
      out += fmt::format("<div class=\"figure\"><b class=\"{}\">{}</b><span>{}</span></div>\n",
                         class_of(figure.tone), escape_html(figure.value), escape_html(figure.label));
    out += "</div>\n";
  }
  void operator()(const model::Table& table) {
    const auto cell = [&](std::string_view element, std::size_t column, const std::string& html) {
      out += fmt::format("<{}{}>{}</{}>", element, table.columns[column].number ? R"( class="number")" : "",
                         html, element);
    };
    out += "<div class=\"table\"><table>\n<thead><tr>";
    for (std::size_t i = 0; i < table.columns.size(); ++i) cell("th", i, marked(table.columns[i].head));
    out += "</tr></thead>\n<tbody>\n";
    for (const auto& row : table.rows) {
      out += "<tr>";
      for (std::size_t i = 0; i < table.columns.size(); ++i)
        cell("td", i, i < row.size() ? marked(row[i]) : "");
      out += "</tr>\n";
    }
    out += "</tbody></table></div>\n";
  }
};

// Links to the sections, where there are enough of them to get lost.
std::string contents_of(const model::Document& document) {
  std::string items;
  std::size_t sections = 0;
  for (const auto& block : document.blocks) {
    const auto* heading = std::get_if<model::Heading>(&block);
    if (heading == nullptr || heading->level > 2) continue;
    ++sections;
    std::string text;
    for (const auto& words : heading->text.words) text += escape_html(words.text);
    items += fmt::format("<li><a href=\"#section-{}\">{}</a></li>\n", sections, text);
  }
  if (sections < 4) return "";
  return "<nav aria-label=\"Contents\"><p>Contents</p><ol>\n" + items + "</ol></nav>\n";
}

// Key figures stand above the contents: they are what is read first.
bool leads(const model::Block& block) {
  return !std::holds_alternative<model::Heading>(block);
}

}  // namespace

std::string escape_html(std::string_view text, bool keep_lines) {
  std::string out;
  for (const char c : printable(text, true)) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      case '\n': out += keep_lines ? '\n' : ' '; break;
      default: out += c;
    }
  }
  return out;
}

std::string write_html(const model::Document& document) {
  HtmlOf writer;
  const auto first_section = std::find_if_not(document.blocks.begin(), document.blocks.end(), leads);
  for (auto block = document.blocks.begin(); block != first_section; ++block) std::visit(writer, *block);
  writer.out += contents_of(document);
  for (auto block = first_section; block != document.blocks.end(); ++block) std::visit(writer, *block);

  const auto title = escape_html(document.title);
  std::string page = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";
  page +=
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
      "'unsafe-inline'\">\n"
      "<meta name=\"generator\" content=\"dunlin\">\n";
  page +=
      fmt::format("<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n<main>\n<header>\n<h1>{}</h1>\n",
                  title, k_html_style, title);
  if (!document.subtitle.empty()) page += fmt::format("<p>{}</p>\n", escape_html(document.subtitle));
  return page + "</header>\n" + writer.out + "<footer>Made by dunlin.</footer>\n</main>\n</body>\n</html>\n";
}

}  // namespace dunlin::report
