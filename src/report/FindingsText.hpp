#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "model/Finding.hpp"
#include "report/Sources.hpp"

namespace dunlin::report {

struct FindingsTextOptions {
  bool color = false;
  std::size_t width = 100;  ///< columns; source lines are cut to fit
};

/// Findings for people, file by file: place, severity, rule and message on a line that terminals make
/// clickable; the source with the span marked; lock and cost in words; the way out; and a summary line.
std::string write_findings_text(const model::Findings& findings, const Sources& sources,
                                const FindingsTextOptions& options = {});

/// One finding of it, without colour.
std::string finding_text(const model::Finding& finding, const Sources& sources);

/// The last line of it: "3 files, 12 statements: 1 error, ...".
std::string summary_line(const model::Findings& findings);

/// A cost as people say it: "metadata only", "index build".
std::string_view cost_in_words(model::Cost cost);

/// Lock and cost in words: "takes AccessExclusiveLock on public.users: blocks reads and writes; cost:
/// rewrite"; "" when the finding is about neither.
std::string lock_and_cost(const model::Finding& finding);

}  // namespace dunlin::report
