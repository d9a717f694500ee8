#include <algorithm>
#include <array>

#include "base/Text.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

// "drop" of 'DROP TABLE ' || name; "" when nothing is defined.
std::string ddl_word_of(const model::DynamicSql& dynamic) {
  constexpr std::array<std::string_view, 8> k_words{"create", "alter",  "drop",    "truncate",
                                                    "grant",  "revoke", "reindex", "comment"};
  const std::string text = to_lower(trim(dynamic.constant));
  for (const std::string_view word : k_words)
    if (text.starts_with(word)) return std::string(word);
  return "";
}

void check_do_block_opaque(const Scene& scene, Reporter& report) {
  const auto* dynamic = scene.as<model::DynamicSql>();
  if (dynamic == nullptr) return;
  std::string word = ddl_word_of(*dynamic);
  if (word.empty()) return;
  std::transform(word.begin(), word.end(), word.begin(),
                 [](char c) { return static_cast<char>(c - 'a' + 'A'); });
  report.add(
      "",
      word + " with a text that is put together when it runs: which locks it takes, on what, isn't known");
}

}  // namespace

const Rule do_block_opaque{
    .name = "do-block-opaque",
    .family = 'I',
    .profile = Profile::safe,
    .severity = model::Severity::note,
    .summary = "Dynamic SQL that defines something, so that nothing can be said about it",
    .why =
        "EXECUTE of a constant is looked into, also with format() of constants; a text with variables isn't. "
        "It may lock or drop any table, and what later files find isn't known either.",
    .advice =
        "Write the statements out. Where they depend on what is there, let a query write the migration once, "
        "and commit its output.",
    .statement = check_do_block_opaque};

}  // namespace dunlin::lint::rules
