#include "cli/RulePage.hpp"

#include <fmt/format.h>

#include "base/Text.hpp"
#include "lint/examples/Examples.hpp"
#include "report/Markdown.hpp"

namespace dunlin::cli {
namespace {

// Without what only the tests read: how many findings there are.
std::string without_counts(std::string_view text) {
  std::string kept;
  for (const std::string_view line : split_lines(text))
    if (!line.starts_with("-- found: ") && !line.starts_with("-- left: ")) kept += std::string(line) + "\n";
  return kept;
}

void add_example(const lint::Rule& rule, const char* kind, const char* title, model::Document& page) {
  const std::string_view text = lint::find_example(rule.name, kind);
  if (text.empty()) return;
  page.add(model::Heading{2, title});
  page.add(model::CodeBlock{without_counts(text), "sql"});
}

}  // namespace

const char* family_name(char family) {
  switch (family) {
    case 'A': return "Indexes";
    case 'B': return "Constraints";
    case 'C': return "Columns, types, defaults";
    case 'D': return "Drops, renames, what destroys";
    case 'E': return "Transactions, timeouts, order";
    case 'F': return "Rewrites and maintenance";
    case 'G': return "Partitions";
    case 'H': return "Triggers, rules, replication";
    case 'I': return "Security";
    case 'J': return "Design, and the state of a database";
    case 'K': return "Running again";
    default: return "The linter's own";
  }
}

model::Document rule_page(const lint::Rule& rule) {
  model::Document page;
  page.title = rule.name;
  page.subtitle = fmt::format("{} · {} · profile {}", family_name(rule.family),
                              model::to_string(rule.severity), lint::to_string(rule.profile));
  page.add(model::Paragraph{std::string(rule.summary)});
  page.add(model::Heading{2, "Why"}).add(model::Paragraph{std::string(rule.why)});
  page.add(model::Heading{2, "The way out"}).add(model::Paragraph{std::string(rule.advice)});
  add_example(rule, "bad", "Found", page);
  add_example(rule, "fixed", "What --fix makes of it", page);
  add_example(rule, "good", "Not found", page);
  page.add(model::Heading{2, "To allow it"});
  page.add(model::CodeBlock{fmt::format("-- dunlin:allow {}: the reason", rule.name), "sql"});
  return page;
}

std::string rules_index() {
  std::string text =
      "# Rules\n\n`dunlin lint --explain RULE` shows the same pages. Lines `-- file: NAME` in the examples "
      "begin another file; the last is judged.\n";
  char family = 0;
  for (const lint::Rule* rule : lint::all_rules()) {
    if (rule->family != family)
      text += fmt::format("\n## {}\n\n| rule | severity | profile | finds |\n|---|---|---|---|\n",
                          family_name(rule->family));
    family = rule->family;
    text += fmt::format("| [{0}]({0}.md) | {1} | {2} | {3} |\n", rule->name, model::to_string(rule->severity),
                        lint::to_string(rule->profile), report::escape_markdown(rule->summary));
  }
  return text;
}

}  // namespace dunlin::cli
