#include "migrate/load/SqitchPlan.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <optional>
#include <utility>

#include "base/Text.hpp"

namespace dunlin::migrate {
namespace {

// "<note>" after an unescaped '#'.
std::pair<std::string_view, std::string_view> split_note(std::string_view line) {
  const auto hash = line.find('#');
  if (hash == std::string_view::npos) return {trim(line), {}};
  return {trim(line.substr(0, hash)), trim(line.substr(hash + 1))};
}

std::string_view take_word(std::string_view& rest) {
  const auto end = std::min(rest.find_first_of(" \t"), rest.size());
  const auto word = rest.substr(0, end);
  rest = trim(rest.substr(end));
  return word;
}

bool is_timestamp(std::string_view text) {
  constexpr std::string_view k_form = "dddd-dd-ddTdd:dd:ddZ";
  return text.size() == k_form.size() &&
         std::equal(text.begin(), text.end(), k_form.begin(),
                    [](char c, char form) { return form == 'd' ? c >= '0' && c <= '9' : c == form; });
}

class Reader {
 public:
  explicit Reader(const SourceFile& file) : file_(file) {}

  std::vector<SqitchChange> read() {
    std::size_t offset = 0;
    for (const auto line : split_lines(file_.text())) {
      offset = static_cast<std::size_t>(line.data() - file_.text().data());
      ++line_;
      read_line(line, offset);
    }
    if (project_.empty()) fail(0, "has no %project line", "a plan begins with %syntax-version and %project");
    return std::move(changes_);
  }

 private:
  [[noreturn]] void fail(std::size_t offset, const std::string& what, std::string hint = {}) const {
    throw file_.error_at(offset, fmt::format("{} {}", printable(file_.path()), what), std::move(hint));
  }

  void read_line(std::string_view line, std::size_t offset) {
    auto [content, note] = split_note(line);
    if (content.empty()) return;
    if (content.front() == '%') return read_pragma(content.substr(1));
    if (content.front() == '-')
      fail(offset, fmt::format("line {} reverts a change: '{}'", line_, printable(content)),
           "dunlin plans only what is deployed; take the line and the change out");
    if (content.front() == '+') content = trim(content.substr(1));
    if (content.front() == '@') return read_tag(content, offset);
    read_change(content, note, offset);
  }

  void read_pragma(std::string_view text) {
    const auto equals = text.find('=');
    if (equals != std::string_view::npos && trim(text.substr(0, equals)) == "project") {
      project_ = trim(text.substr(equals + 1));
    }
  }

  void read_tag(std::string_view text, std::size_t offset) {
    const std::string tag(take_word(text));
    if (changes_.empty()) fail(offset, fmt::format("has the tag {} before any change", printable(tag)));
    if (tag_after_.contains(tag)) fail(offset, fmt::format("has the tag {} twice", printable(tag)));
    tag_after_[tag] = changes_.size();
    changes_.back().tags.push_back(tag);
  }

  void read_change(std::string_view text, std::string_view note, std::size_t offset) {
    SqitchChange change;
    change.name = take_word(text);
    change.note = note;
    change.line = line_;
    if (text.starts_with('[')) {
      const auto close = text.find(']');
      if (close == std::string_view::npos) fail(offset, "has a '[' without its ']'");
      for (auto& name : split_list(text.substr(1, close - 1), ' ')) {
        const bool conflict = name.front() == '!';
        (conflict ? change.conflicts : change.requires_changes)
            .push_back(conflict ? name.substr(1) : std::move(name));
      }
      text = trim(text.substr(close + 1));
    }
    change.date = take_word(text);
    change.planner = text;
    if (!is_timestamp(change.date) || !text.ends_with('>') || text.find('<') == std::string_view::npos) {
      fail(offset,
           fmt::format("line {} isn't a change: '{}'", line_, printable(file_.text().substr(offset, 80))),
           "changes are written: name [requirements] 2024-01-15T12:30:00Z Name <email> # note");
    }
    require(change, offset);
    rework(change, offset);
    changes_.push_back(std::move(change));
  }

  // Is "users", "users@v1.0" or "@v1.0" planned before this point? Other projects' changes ("other:users")
  // and change IDs aren't ours to judge.
  std::optional<bool> planned(std::string_view dependency) const {
    if (const auto colon = dependency.find(':'); colon != std::string_view::npos) {
      if (dependency.substr(0, colon) != project_) return std::nullopt;
      dependency.remove_prefix(colon + 1);
    }
    const bool is_id =
        dependency.size() == 40 && dependency.find_first_not_of("0123456789abcdef") == std::string_view::npos;
    if (is_id) return std::nullopt;
    const auto at = dependency.find('@');
    const std::string_view name = dependency.substr(0, at);
    std::size_t limit = changes_.size();
    if (at != std::string_view::npos && dependency.substr(at) != "@HEAD" &&
        dependency.substr(at) != "@ROOT") {
      const auto tag = tag_after_.find(std::string(dependency.substr(at)));
      if (tag == tag_after_.end()) return false;
      limit = tag->second;
    }
    return name.empty() ||
           std::any_of(changes_.begin(), changes_.begin() + static_cast<std::ptrdiff_t>(limit),
                       [&](const SqitchChange& change) { return change.name == name; });
  }

  void require(const SqitchChange& change, std::size_t offset) const {
    for (const auto& name : change.requires_changes) {
      if (planned(name) != false) continue;
      fail(offset,
           fmt::format("line {}: {} requires {}, which isn't planned before it", line_,
                       printable(change.name), printable(name)),
           "move the requirement up in the plan, or correct its name");
    }
    for (const auto& name : change.conflicts) {
      if (planned(name) != true) continue;
      fail(offset, fmt::format("line {}: {} conflicts with {}, which is planned before it", line_,
                               printable(change.name), printable(name)));
    }
  }

  // A second change of the same name reworks the first: the first one's scripts are those saved under a tag's
  // name.
  void rework(SqitchChange& change, std::size_t offset) {
    const auto known = last_of_name_.find(change.name);
    if (known != last_of_name_.end()) {
      auto& reworked = changes_[known->second];
      for (std::size_t i = changes_.size(); i > known->second; --i) {
        const auto& tags = changes_[i - 1].tags;
        reworked.rework_tags.insert(reworked.rework_tags.end(), tags.begin(), tags.end());
      }
      if (reworked.rework_tags.empty()) {
        fail(offset,
             fmt::format("line {}: {} is planned twice (line {}) without a tag between", line_,
                         printable(change.name), reworked.line),
             "tag the first one before it is reworked");
      }
      change.instance = reworked.instance + 1;
    }
    last_of_name_[change.name] = changes_.size();
  }

  const SourceFile& file_;
  std::vector<SqitchChange> changes_;
  std::map<std::string, std::size_t> tag_after_;  // tag -> number of changes before it
  std::map<std::string, std::size_t> last_of_name_;
  std::string project_;
  int line_ = 0;
};

}  // namespace

std::vector<SqitchChange> read_sqitch_plan(const SourceFile& file) {
  return Reader(file).read();
}

}  // namespace dunlin::migrate
