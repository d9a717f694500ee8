#include "report/InOrder.hpp"

#include <algorithm>
#include <map>
#include <string_view>

namespace dunlin::report {

std::vector<Entry> in_order(const model::Findings& findings) {
  std::vector<Entry> entries;
  entries.reserve(findings.findings.size() + findings.not_analysed.size());
  for (const auto& finding : findings.findings) entries.push_back({&finding.span, &finding, nullptr});
  for (const auto& part : findings.not_analysed) entries.push_back({&part.span, nullptr, &part});
  std::map<std::string_view, std::size_t> first;
  for (std::size_t i = 0; i < entries.size(); ++i) first.try_emplace(entries[i].span->file, i);
  std::stable_sort(entries.begin(), entries.end(), [&](const Entry& a, const Entry& b) {
    const auto file_a = first.at(a.span->file), file_b = first.at(b.span->file);
    return file_a != file_b ? file_a < file_b : a.span->offset < b.span->offset;
  });
  return entries;
}

}  // namespace dunlin::report
