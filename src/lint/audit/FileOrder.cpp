#include "lint/audit/FileOrder.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <fmt/format.h>
#include <map>

#include "base/Text.hpp"
#include "lint/audit/CanonicalText.hpp"

namespace dunlin::lint::audit {
namespace {

constexpr std::size_t k_date_digits = 8;  // 20240131: dates leave gaps

std::string base_name(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

// The digits that a name begins with, a V in front left out; "" for none.
std::string number_of(const std::string& name) {
  std::size_t at = !name.empty() && (name[0] == 'V' || name[0] == 'v') ? 1 : 0;
  const std::size_t begin = at;
  while (at < name.size() && std::isdigit(static_cast<unsigned char>(name[at])) != 0) ++at;
  // 1.2 and 1_2_x are versions of several parts: not a plain number.
  const bool parts = at + 1 < name.size() && (name[at] == '.' || name[at] == '_') &&
                     std::isdigit(static_cast<unsigned char>(name[at + 1])) != 0;
  return parts ? "" : name.substr(begin, at - begin);
}

std::string without_zeros(const std::string& digits) {
  const std::size_t first = digits.find_first_not_of('0');
  return first == std::string::npos ? "0" : digits.substr(first);
}

// A word of the name that says "after the others" without saying after which.
std::string vague_word(const std::string& name) {
  static constexpr std::array<std::string_view, 12> k_words{
      "final", "copy", "old", "new2", "backup", "bak", "tmp", "temp", "wip", "v2", "v3", "fixed"};
  for (const std::string& word : split_list(to_lower(name.substr(0, name.rfind('.'))), '_'))
    for (const std::string& part : split_list(word, '-'))
      if (std::find(k_words.begin(), k_words.end(), part) != k_words.end()) return part;
  return "";
}

void find_doubled_numbers(const std::vector<File>& files, std::vector<Remark>& out) {
  std::map<std::string, std::string> first;
  for (const File& file : files) {
    const std::string name = base_name(file.path), digits = number_of(name);
    if (digits.empty() || (file.migration != nullptr && file.migration->repeatable && name[0] == 'R'))
      continue;
    const auto [at, is_new] = first.emplace(without_zeros(digits), file.path);
    if (!is_new)
      out.push_back(
          {name, {file.path, 0}, fmt::format("has the number {}, as {} has", digits, at->second), ""});
  }
}

void find_gaps(const std::vector<File>& files, std::vector<Remark>& out) {
  std::vector<unsigned long> numbers;
  for (const File& file : files) {
    const std::string digits = number_of(base_name(file.path));
    if (!digits.empty() && digits.size() < k_date_digits) numbers.push_back(std::stoul(digits));
  }
  std::sort(numbers.begin(), numbers.end());
  std::vector<std::string> gaps;
  for (std::size_t i = 1; i < numbers.size(); ++i) {
    const unsigned long low = numbers[i - 1] + 1, high = numbers[i] - 1;
    if (numbers[i] <= low || high < low) continue;
    gaps.push_back(low == high ? fmt::format("{}", low) : fmt::format("{}-{}", low, high));
  }
  // Many gaps are a way of numbering (10, 20, 30).
  if (!gaps.empty() && gaps.size() * 3 <= numbers.size())
    out.push_back({"numbers", {}, "no file has the number " + join(gaps, ", ") + ": was one lost?", ""});
}

void find_unnumbered(const std::vector<File>& files, std::vector<Remark>& out) {
  const auto numbered = std::count_if(
      files.begin(), files.end(), [](const File& file) { return !number_of(base_name(file.path)).empty(); });
  for (const File& file : files) {
    const std::string name = base_name(file.path);
    const bool own_folder = name == "up.sql" || name == "migration.sql" || name.starts_with("R__");
    if (own_folder) continue;
    const std::string word = vague_word(name);
    if (numbered > 0 && number_of(name).empty() && file.migration != nullptr && file.migration->repeatable)
      out.push_back({name, {file.path, 0}, "has no number, so nothing says after which file it runs", ""});
    if (!word.empty())
      out.push_back(
          {name, {file.path, 0}, fmt::format("is called \"{}\"; of what, only its content tells", word), ""});
  }
}

void find_copies(const std::vector<File>& files, std::vector<Remark>& out) {
  std::map<std::string, std::string> first;
  for (const File& file : files) {
    std::string content;
    for (const SourceStatement& statement : file.statements)
      content += canonical_definition(statement.text) + ";";
    if (content.empty()) {
      out.push_back({base_name(file.path), {file.path, 0}, "has no statement", ""});
      continue;
    }
    const auto [at, is_new] = first.emplace(std::move(content), file.path);
    if (!is_new) out.push_back({base_name(file.path), {file.path, 0}, "says the same as " + at->second, ""});
  }
}

}  // namespace

std::vector<Remark> file_order(const std::vector<File>& files) {
  std::vector<Remark> remarks;
  find_doubled_numbers(files, remarks);
  find_gaps(files, remarks);
  find_unnumbered(files, remarks);
  find_copies(files, remarks);
  return remarks;
}

}  // namespace dunlin::lint::audit
