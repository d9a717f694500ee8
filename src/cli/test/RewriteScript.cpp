#include "cli/test/RewriteScript.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/Text.hpp"

namespace dunlin::cli {

std::vector<trial::Rewrite> forms_to_take(const std::vector<trial::Rewrite>& rewrites) {
  std::vector<trial::Rewrite> taken;
  for (const auto& rewrite : rewrites) {
    if (!rewrite.worth_it()) continue;
    const auto same = std::find_if(taken.begin(), taken.end(),
                                   [&](const auto& one) { return one.policy == rewrite.policy; });
    if (same == taken.end()) {
      taken.push_back(rewrite);
    } else if (rewrite.after_ms < same->after_ms) {
      *same = rewrite;
    }
  }
  return taken;
}

std::string rewrite_script(const std::vector<trial::Rewrite>& taken) {
  std::string up, down;
  for (const auto& one : taken) {
    up += fmt::format("\n-- {}, {}: {:.3f} ms before, {:.3f} ms after\n{};\n", one.form.kind,
                      printable(one.timed), one.before_ms, one.after_ms, join(one.form.statements, ";\n"));
    down.insert(0, join(one.form.undo, ";\n") + ";\n");
  }
  return "-- Description: faster forms of policies, proven equal by dunlin test rls\n" + up +
         "\n-- dunlin:down\n" + down;
}

}  // namespace dunlin::cli
