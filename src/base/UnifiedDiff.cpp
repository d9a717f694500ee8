#include "base/UnifiedDiff.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace dunlin {
namespace {

using Lines = std::vector<std::string>;

struct Edit {
  char mark;  // ' ', '-', '+'
  const std::string* line;
};

// Above this many pairs of lines the middle is shown as replaced: a table of lengths would take too long.
constexpr std::size_t k_most_pairs = 16'000'000;

// The edits between the lines [begin, a_end) and [begin, b_end), by the longest common subsequence.
void add_middle(const Lines& a, const Lines& b, std::size_t begin, std::size_t a_end, std::size_t b_end,
                std::vector<Edit>& edits) {
  const std::size_t n = a_end - begin, m = b_end - begin;
  std::vector<std::uint32_t> length;  // of the longest common subsequence from (i, j) on
  const bool small = n * m <= k_most_pairs;
  if (small) {
    length.assign((n + 1) * (m + 1), 0);
    for (std::size_t i = n; i-- > 0;) {
      for (std::size_t j = m; j-- > 0;) {
        length[i * (m + 1) + j] = a[begin + i] == b[begin + j]
                                      ? length[(i + 1) * (m + 1) + j + 1] + 1
                                      : std::max(length[(i + 1) * (m + 1) + j], length[i * (m + 1) + j + 1]);
      }
    }
  }
  std::size_t i = 0, j = 0;
  while (i < n || j < m) {
    if (small && i < n && j < m && a[begin + i] == b[begin + j]) {
      edits.push_back({' ', &a[begin + i]});
      ++i, ++j;
    } else if (i < n && (!small || j == m || length[(i + 1) * (m + 1) + j] >= length[i * (m + 1) + j + 1])) {
      edits.push_back({'-', &a[begin + i++]});
    } else {
      edits.push_back({'+', &b[begin + j++]});
    }
  }
}

std::vector<Edit> find_edits(const Lines& a, const Lines& b) {
  std::vector<Edit> edits;
  std::size_t begin = 0, a_end = a.size(), b_end = b.size();
  while (begin < a_end && begin < b_end && a[begin] == b[begin]) edits.push_back({' ', &a[begin++]});
  while (a_end > begin && b_end > begin && a[a_end - 1] == b[b_end - 1]) --a_end, --b_end;
  add_middle(a, b, begin, a_end, b_end, edits);
  for (; a_end < a.size(); ++a_end) edits.push_back({' ', &a[a_end]});
  return edits;
}

bool changed(const Edit& edit) {
  return edit.mark != ' ';
}

// A hunk's first line as diff(1) counts it: from 1, but 0 for a side without lines.
std::string range(std::size_t first, std::size_t count) {
  return fmt::format("{},{}", count == 0 ? first : first + 1, count);
}

}  // namespace

std::string unified_diff(const Lines& before, const Lines& after, std::size_t context) {
  const auto edits = find_edits(before, after);
  std::string out;
  std::size_t a = 0, b = 0;  // lines of either side before edits[at]
  for (std::size_t at = 0; at < edits.size();) {
    const auto first = std::find_if(edits.begin() + static_cast<std::ptrdiff_t>(at), edits.end(), changed);
    if (first == edits.end()) break;
    const auto change = static_cast<std::size_t>(first - edits.begin());
    const std::size_t begin = std::max(at, change > context ? change - context : 0);
    std::size_t end = change;  // one past the hunk's last change
    for (std::size_t i = change; i < edits.size() && i <= end + 2 * context; ++i)
      if (changed(edits[i])) end = i + 1;
    end = std::min(edits.size(), end + context);
    a += begin - at;
    b += begin - at;
    std::size_t a_count = 0, b_count = 0;
    std::string body;
    for (std::size_t i = begin; i < end; ++i) {
      a_count += edits[i].mark != '+' ? 1 : 0;
      b_count += edits[i].mark != '-' ? 1 : 0;
      body += fmt::format("{}{}\n", edits[i].mark, *edits[i].line);
    }
    out += fmt::format("@@ -{} +{} @@\n{}", range(a, a_count), range(b, b_count), body);
    a += a_count;
    b += b_count;
    at = end;
  }
  return out;
}

}  // namespace dunlin
