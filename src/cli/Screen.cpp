#include "cli/Screen.hpp"

#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>

#include "base/Text.hpp"

namespace dunlin::cli {
namespace {

const char* escape_of(Style style) {
  switch (style) {
    case Style::good: return "\x1b[32m";
    case Style::bad: return "\x1b[31m";
    case Style::warning: return "\x1b[33m";
    case Style::faint: return "\x1b[2m";
    case Style::strong: return "\x1b[1m";
    case Style::plain: return "";
  }
  return "";
}

std::string indented(std::string_view text, std::string_view indent) {
  std::string out;
  for (const auto line : split_lines(text)) out += fmt::format("{}{}\n", indent, line);
  return out;
}

// A file below the working directory as the user would type it.
std::string shown_path(const std::string& path, const std::string& directory) {
  return !directory.empty() && path.starts_with(directory + "/") ? path.substr(directory.size() + 1) : path;
}

std::string replace_all(std::string text, const std::string& what, std::string_view with) {
  for (auto at = text.find(what); what.size() > 1 && at != std::string::npos;
       at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
  return text;
}

// A stream that can't be written (a full disk) remembers it: main() asks standard output at the end. What
// runs is finished, and isn't broken off for the sake of what is said about it.
void put(std::FILE* stream, std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stream);
}

}  // namespace

std::string Screen::styled(std::string_view text, Style style) const {
  if (!options_.color || style == Style::plain) return std::string(text);
  return fmt::format("{}{}\x1b[0m", escape_of(style), text);
}

void Screen::print(std::string_view text) const {
  put(stdout, text);
}

void Screen::line(std::string_view text) {
  if (options_.json) return;
  live("");
  print(text);
  print("\n");
  std::fflush(stdout);
}

void Screen::note(std::string_view text) {
  if (!options_.quiet) line(text);
}

void Screen::live(std::string_view text) {
  if (!options_.live || options_.quiet || (text.empty() && !live_line_)) return;
  std::string shown = printable(text);
  const auto width = static_cast<std::size_t>(options_.width - 1);
  if (shown.size() > width) shown.resize(width);
  while (find_invalid_utf8(shown)) shown.pop_back();
  put(stderr, "\r\x1b[K" + shown);
  std::fflush(stderr);
  live_line_ = !text.empty();
}

void Screen::json(const Json& value) {
  if (options_.json) print(value.dump() + "\n");
}

void Screen::error(const Error& error) {
  live("");
  std::string out;
  const auto fact = [&](std::string_view name) { return printable(error.fact(name), true); };
  std::string place = shown_path(fact("file"), options_.directory);
  if (!place.empty() && !error.fact("line").empty())
    place += fmt::format(":{}:{}", fact("line"), error.fact("column").empty() ? "1" : fact("column"));
  const std::string message = replace_all(printable(error.message(), true), options_.directory + "/", "");
  const bool says_place = place.empty() || message.find(place) != std::string::npos;
  out += fmt::format("{} {}{}{}\n", styled("error:", Style::bad), says_place ? "" : place + ": ", message,
                     error.fact("sqlstate").empty() ? "" : fmt::format(" ({})", fact("sqlstate")));
  if (!error.fact("excerpt").empty()) out += indented(error.fact("excerpt"), "    ");
  for (const auto* name : {"detail", "server_hint", "where", "internal_query"}) {
    if (!error.fact(name).empty())
      out += indented(fact(name), name == std::string_view("detail")        ? "  detail: "
                                  : name == std::string_view("server_hint") ? "  server's hint: "
                                                                            : "  in: ");
  }
  if (!error.fact("state").empty())
    out += fmt::format("  {} {}\n", styled("state:", Style::strong), fact("state"));
  if (!error.hint().empty())
    out += fmt::format("  {} {}\n", styled("next:", Style::strong), printable(error.hint(), true));
  put(stderr, out);
}

Json error_json(const Error& error) {
  Json out = Json::object();
  out.set("code", to_string(error.code())).set("message", error.message()).set("hint", error.hint());
  for (const auto& [name, value] : error.context()) {
    const bool number = name == "line" || name == "column" || name == "holder_pid";
    out.set(name, number ? Json(static_cast<std::int64_t>(std::atoll(value.c_str()))) : Json(value));
  }
  return out;
}

}  // namespace dunlin::cli
