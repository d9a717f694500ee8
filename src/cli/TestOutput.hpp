#pragma once

#include <string_view>

#include "cli/Invocation.hpp"
#include "cli/Screen.hpp"
#include "report/TestFormat.hpp"

namespace dunlin::cli {

/// Whether what a test found is written to standard output as text, or as --format says: with --output the
/// format is that of the file.
bool shows_text(const Invocation& invocation);

/// Writes what a test found to standard output: text, as --format says, or JSON with --json.
void show_test_report(const report::TestReport& report, const Invocation& invocation, Screen& screen);

/// A line beside that: on standard output with text, else on standard error, so that a document stays one.
void note_beside_report(std::string_view text, const Invocation& invocation, Screen& screen);

/// Writes it into the file of --output too, if there is one: as --format says, else as the file is called.
void keep_test_report(const report::TestReport& report, const Invocation& invocation, Screen& screen);

}  // namespace dunlin::cli
