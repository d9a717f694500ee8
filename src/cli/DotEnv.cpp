#include "cli/DotEnv.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "base/Error.hpp"
#include "base/Text.hpp"

namespace dunlin::cli {
namespace {

bool is_name(std::string_view text) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  return !text.empty() && letter(text[0]) &&
         std::all_of(text.begin(), text.end(), [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

std::string unescape(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      out.push_back(text[i]);
      continue;
    }
    const char c = text[++i];
    if (c == '$') out += "$";
    if (c != '$') out.push_back(c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c);
  }
  return out;
}

class Reader {
 public:
  Reader(std::string_view text, const std::string& file, const Variables& known)
      : text_(text), file_(file), variables_(known), known_(known) {}

  Variables read() {
    while (at_ < text_.size()) read_line();
    return std::move(variables_);
  }

 private:
  std::string_view rest_of_line() const { return text_.substr(at_, text_.find('\n', at_) - at_); }

  void read_line() {
    std::string_view line = rest_of_line();
    const auto equals = line.find('=');
    std::string_view key = trim(line.substr(0, equals));
    if (key.starts_with("export ")) key = trim(key.substr(7));
    if (equals == std::string_view::npos || !is_name(key)) {  // comments, empty lines, other tools' syntax
      at_ += line.size() + 1;
      return;
    }
    at_ += equals + 1;
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
    set(std::string(key), read_value());
  }

  Expanded read_value() {
    const char quote = at_ < text_.size() ? text_[at_] : '\n';
    if (quote == '\'' || quote == '"') return read_quoted(quote);
    const std::string_view line = rest_of_line();
    at_ += line.size() + 1;
    std::size_t end = line.starts_with('#') ? 0 : line.size();
    for (const std::string_view comment : {" #", "\t#"}) end = std::min(end, line.find(comment));
    return expand_variables(trim(line.substr(0, end)), variables_);
  }

  Expanded read_quoted(char quote) {
    const std::size_t begin = at_ + 1;
    std::size_t end = begin;
    while (end < text_.size() && text_[end] != quote) end += quote == '"' && text_[end] == '\\' ? 2 : 1;
    if (end >= text_.size()) {
      Error error = usage_error(fmt::format("{}: a quote has no end", printable(file_)));
      error.set_fact("file", file_);
      error.set_fact(
          "line", std::to_string(
                      1 + std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(at_), '\n')));
      throw error;
    }
    const std::string_view content = text_.substr(begin, end - begin);
    at_ = end + 1;
    at_ += rest_of_line().size() + 1;
    if (quote == '\'') return {std::string(content), std::nullopt};
    auto expanded = expand_variables(content, variables_);
    expanded.text = unescape(expanded.text);
    return expanded;
  }

  void set(const std::string& key, Expanded value) {
    if (!known_.contains(key) && !value.missing) variables_[key] = std::move(value.text);
  }

  std::string_view text_;
  const std::string& file_;
  Variables variables_;
  const Variables& known_;
  std::size_t at_ = 0;
};

}  // namespace

Expanded expand_variables(std::string_view text, const Variables& variables) {
  Expanded result;
  std::size_t copied = 0;
  for (std::size_t at = 0; (at = text.find("${", at)) != std::string_view::npos;) {
    const auto close = text.find('}', at);
    if (close == std::string_view::npos) break;
    std::string_view name = text.substr(at + 2, close - at - 2);
    std::optional<std::string_view> otherwise;
    if (const auto mark = name.find(":-"); mark != std::string_view::npos) {
      otherwise = name.substr(mark + 2);
      name = name.substr(0, mark);
    }
    if (!is_name(name)) {
      at += 2;
      continue;
    }
    result.text.append(text.substr(copied, at - copied));
    const auto value = variables.find(std::string(name));
    if (at > copied && text[at - 1] == '$') {
      result.text.pop_back();
      result.text.append(text.substr(at, close + 1 - at));
    } else if (value != variables.end() && !(otherwise && value->second.empty())) {
      result.text.append(value->second);
    } else if (otherwise) {
      result.text.append(*otherwise);
    } else if (!result.missing) {
      result.missing = std::string(name);
    }
    at = copied = close + 1;
  }
  result.text.append(text.substr(copied));
  return result;
}

Variables read_dot_env(std::string_view text, const std::string& file, const Variables& known) {
  return Reader(text, file, known).read();
}

}  // namespace dunlin::cli
