#include "packs/Template.hpp"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>
#include <optional>

#include "base/Identifier.hpp"
#include "base/Text.hpp"
#include "packs/QuoteState.hpp"
#include "packs/Values.hpp"

namespace dunlin::packs {
namespace {

/// What a word of a template stands for.
struct Binding {
  ParameterType type;
  Value value;
};

struct Line {
  std::string_view text;
  int number = 1;
};

/// "-- pack:if flag" -> {"if", "flag"}
struct BlockWord {
  std::string word;
  std::string rest;
};

std::optional<BlockWord> read_block_word(std::string_view line) {
  constexpr std::string_view k_prefix = "pack:";
  line = trim(line);
  if (!line.starts_with("--")) return std::nullopt;
  line = trim(line.substr(2));
  if (!line.starts_with(k_prefix)) return std::nullopt;
  line.remove_prefix(k_prefix.size());
  const auto space = std::min(line.find(' '), line.size());
  return BlockWord{std::string(line.substr(0, space)), std::string(trim(line.substr(space)))};
}

class Renderer {
 public:
  Renderer(const Pack& pack, std::string_view text, const std::string& file, const Values& values)
      : pack_(pack), file_(file) {
    int number = 0;
    for (const std::string_view line : split_lines(text)) lines_.push_back({line, ++number});
    for (const Parameter& parameter : pack.parameters) {
      const auto given = values.find(parameter.name);
      if (given != values.end()) bindings_[parameter.name] = {parameter.type, given->second};
    }
  }

  std::string run() {
    refuse_quoted_placeholders();
    std::string out;
    std::size_t at = 0;
    run_block(at, true, out);
    if (at < lines_.size()) throw wrong(lines_[at], "-- pack:end without a beginning");
    return out;
  }

 private:
  Error wrong(const Line& line, const std::string& message) const {
    Error error(ErrorCode::failed, fmt::format("pack {}: {}:{}: {}", pack_.name, file_, line.number, message),
                "the pack's files are wrong (docs/packs.md has the format)");
    error.set_fact("file", file_);
    error.set_fact("line", std::to_string(line.number));
    return error;
  }

  // In quotes a value would be read as something else than what it was quoted for.
  void refuse_quoted_placeholders() const {
    QuoteState state;
    for (const Line& line : lines_) {
      std::size_t at = 0;
      while (const auto place = find_placeholder(line.text, at)) {
        state.read(line.text.substr(at, place->begin - at));
        if (state.in_quotes() && place->name != "pack" && place->name != "version")
          throw wrong(
              line,
              fmt::format("{{{{{}}}}} stands inside of quotes: take it out of them, with {{{{{}|literal}}}}",
                          place->name, place->name));
        at = place->end;
      }
      state.read(line.text.substr(at));
      state.end_line();
    }
  }

  // Lines up to the end of the block, written only where `active`. Leaves `at` on the word that ended it.
  void run_block(std::size_t& at, bool active, std::string& out) {
    for (; at < lines_.size(); ++at) {
      const auto word = read_block_word(lines_[at].text);
      if (!word) {
        if (active) out += substituted(lines_[at]) + "\n";
      } else if (word->word == "for") {
        run_loop(at, word->rest, active, out);
      } else if (word->word == "if") {
        run_condition(at, word->rest, active, out);
      } else if (word->word == "else" || word->word == "end") {
        return;
      } else {
        throw wrong(lines_[at], fmt::format("there is no -- pack:{}", printable(word->word)));
      }
    }
  }

  void run_loop(std::size_t& at, const std::string& rest, bool active, std::string& out) {
    const Line& opened = lines_[at];
    const auto words = split_list(rest, ' ');
    if (words.size() != 3 || words[1] != "in") throw wrong(opened, "write it as -- pack:for table in tables");
    const Binding& list = binding(words[2], opened);
    if (!is_list(list.type)) throw wrong(opened, words[2] + " isn't a list");
    const Binding copy = list;
    const std::size_t body = at + 1;
    const auto hidden = bindings_.find(words[0]) == bindings_.end()
                            ? std::nullopt
                            : std::optional<Binding>(bindings_.at(words[0]));
    for (const std::string& element : copy.value) {
      bindings_[words[0]] = {element_of(copy.type), {element}};
      at = body;
      run_block(at, active, out);
    }
    if (copy.value.empty()) {
      bindings_[words[0]] = {element_of(copy.type), {""}};
      at = body;
      run_block(at, false, out);
    }
    bindings_.erase(words[0]);
    if (hidden) bindings_[words[0]] = *hidden;
    require_end(at, opened, "end");
  }

  void run_condition(std::size_t& at, const std::string& rest, bool active, std::string& out) {
    const Line& opened = lines_[at];
    const bool holds = active && is_true(rest, opened);
    run_block(++at, active && holds, out);
    require_end(at, opened, "else or end");
    if (read_block_word(lines_[at].text)->word == "end") return;
    run_block(++at, active && !holds, out);
    require_end(at, opened, "end");
  }

  void require_end(std::size_t at, const Line& opened, const char* what) const {
    if (at >= lines_.size()) throw wrong(opened, "no -- pack:end follows");
    const auto word = read_block_word(lines_[at].text)->word;
    if (word == "else" && std::string_view(what) == "end")
      throw wrong(lines_[at], "-- pack:else without -- pack:if");
  }

  // "flag", "list", "parameter = value"
  bool is_true(const std::string& condition, const Line& line) const {
    const auto equals = condition.find('=');
    const Binding& tested = binding(std::string(trim(condition.substr(0, equals))), line);
    if (equals == std::string::npos) {
      if (tested.type == ParameterType::boolean) return tested.value == Value{"true"};
      return !tested.value.empty() && tested.value != Value{""};
    }
    std::string_view wanted = trim(std::string_view(condition).substr(equals + 1));
    if (wanted.size() > 1 && (wanted.front() == '\'' || wanted.front() == '"') &&
        wanted.back() == wanted.front())
      wanted = wanted.substr(1, wanted.size() - 2);
    return tested.value == Value{std::string(wanted)};
  }

  const Binding& binding(const std::string& name, const Line& line) const {
    const auto found = bindings_.find(name);
    if (found == bindings_.end())
      throw wrong(line, fmt::format("there is no parameter '{}'", printable(name)));
    return found->second;
  }

  std::string substituted(const Line& line) const {
    std::string out;
    std::size_t at = 0;
    while (const auto place = find_placeholder(line.text, at)) {
      out += line.text.substr(at, place->begin - at);
      out += filled(*place, line);
      at = place->end;
    }
    return out += line.text.substr(at);
  }

  std::string filled(const Placeholder& place, const Line& line) const {
    if (!place.filter.empty() && place.filter != "literal" && place.filter != "array")
      throw wrong(line,
                  fmt::format("{{{{{}|{}}}}}: there are |literal and |array", place.name, place.filter));
    if (place.name == "pack" && place.filter.empty()) return pack_.name;
    if (place.name == "version" && place.filter.empty()) return pack_.version;
    if (place.name == "pack" || place.name == "version")
      return quote_literal(place.name == "pack" ? pack_.name : pack_.version);
    const Binding& value = binding(place.name, line);
    if (place.filter == "array") return array_of(value);
    std::vector<std::string> parts;
    for (const std::string& element : value.value)
      parts.push_back(place.filter == "literal" ? quote_literal(plain(element_of(value.type), element))
                                                : quoted(element_of(value.type), element));
    const bool nothing = parts.empty() || (place.filter.empty() && value.value == Value{""} &&
                                           element_of(value.type) != ParameterType::text);
    if (nothing)
      throw wrong(line, fmt::format("{} is empty here: put -- pack:if {} around it", place.name, place.name));
    return join(parts, ", ");
  }

  static std::string array_of(const Binding& value) {
    std::vector<std::string> parts;
    for (const std::string& element : value.value) {
      if (value.value != Value{""}) parts.push_back(quote_literal(plain(element_of(value.type), element)));
    }
    return "ARRAY[" + join(parts, ", ") + "]::text[]";
  }

  const Pack& pack_;
  const std::string& file_;
  std::vector<Line> lines_;
  std::map<std::string, Binding> bindings_;
};

}  // namespace

std::string render(const Pack& pack, std::string_view text, const std::string& file, const Values& values) {
  return Renderer(pack, text, file, values).run();
}

}  // namespace dunlin::packs
