#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/Lock.hpp"
#include "model/SourceSpan.hpp"

namespace dunlin::model {

enum class Severity : std::uint8_t { note, warning, error };
/// The word used in JSON and for --fail-on: "note", "warning", "error".
std::string_view to_string(Severity severity);
std::optional<Severity> parse_severity(std::string_view word);

/// What a finding was concluded from, weak to strong.
enum class Evidence : std::uint8_t {
  statement,  ///< "static": the SQL alone, or files replayed before it
  catalog,    ///< the database's own catalog and sizes
  measured,   ///< seen when it ran on a scratch server
};
/// The word used in JSON: "static", "catalog", "measured".
std::string_view to_string(Evidence evidence);

/// Replaces `length` bytes at `offset` of a file by `text`. Offsets are those of the file before any edit.
struct TextEdit {
  std::size_t offset = 0;
  std::size_t length = 0;
  std::string text;
  friend bool operator==(const TextEdit&, const TextEdit&) = default;
};

/// The way out of a finding: words for people, and edits where dunlin can make them itself.
struct Fix {
  std::string advice;           ///< the recipe in a sentence or two, with SQL where that helps
  std::vector<TextEdit> edits;  ///< of the finding's file, ascending, not overlapping; empty: by hand
  friend bool operator==(const Fix&, const Fix&) = default;
};

/// One hazard in one place.
struct Finding {
  std::string rule;  ///< "index-not-concurrent"
  Severity severity = Severity::warning;
  std::string message;               ///< what happens, with names and sizes
  SourceSpan span;                   ///< the statement, or the part of it that matters
  std::string object;                ///< "public.users", "public.users.email"; "" for none
  LockLevel lock = LockLevel::none;  ///< strongest lock it is about; none when it isn't about a lock
  std::optional<Cost> cost;
  Evidence evidence = Evidence::statement;
  Fix fix;
  std::string part;  ///< of the object, which a later statement may take away: a policy, a constraint; or ""
  friend bool operator==(const Finding&, const Finding&) = default;
};

/// Something that could not be looked into, so that it is not called clean.
struct NotAnalysed {
  SourceSpan span;
  std::string reason;
  friend bool operator==(const NotAnalysed&, const NotAnalysed&) = default;
};

/// What a lint run says.
struct Findings {
  std::vector<Finding> findings;
  std::vector<NotAnalysed> not_analysed;
  std::size_t suppressed = 0;  ///< by -- dunlin:allow or the baseline
  std::size_t files = 0;
  std::size_t statements = 0;
  friend bool operator==(const Findings&, const Findings&) = default;
};

/// One that stays the same when lines move: SHA-256 over rule, file, object and the statement's
/// text without its layout, in hex, the first 16 bytes. For baselines, SARIF and GitLab.
std::string fingerprint(const Finding& finding, std::string_view statement_text);

}  // namespace dunlin::model
