#pragma once

#include <map>
#include <string>
#include <string_view>

#include "model/Finding.hpp"
#include "report/Sources.hpp"

namespace dunlin::report::test {

inline const std::string k_users =
    "BEGIN;\n"
    "ALTER TABLE users\n"
    "  ADD COLUMN né text NOT NULL;\n"
    "\tCREATE INDEX users_email ON users (email);\n";

/// The place of `part` in `text`, as the linter would give it.
inline model::SourceSpan span_of(const std::string& file, std::string_view text, std::string_view part) {
  model::SourceSpan span{file, text.find(part), part.size(), 1, 1};
  for (const char c : text.substr(0, span.offset)) {
    if (c == '\n') {
      ++span.line;
      span.column = 1;
    } else if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) {
      ++span.column;
    }
  }
  return span;
}

inline Sources sources_of(std::map<std::string, std::string> files) {
  return [files = std::move(files)](const std::string& file) -> std::string_view {
    const auto found = files.find(file);
    return found == files.end() ? std::string_view() : std::string_view(found->second);
  };
}

inline model::Finding index_finding() {
  model::Finding finding;
  finding.rule = "index-not-concurrent";
  finding.severity = model::Severity::error;
  finding.message = "building users_email blocks writes to public.users";
  finding.span = span_of("m/007_users.sql", k_users, "CREATE INDEX users_email ON users (email)");
  finding.object = "public.users";
  finding.lock = model::LockLevel::share;
  finding.cost = model::Cost::index_build;
  finding.fix.advice = "build it concurrently:\nCREATE INDEX CONCURRENTLY users_email ON users (email);";
  finding.fix.edits = {{finding.span.offset + 12, 0, " CONCURRENTLY"}};
  return finding;
}

inline model::Finding column_finding() {
  model::Finding finding;
  finding.rule = "add-not-null-no-default";
  finding.message = "fails when public.users has rows";
  finding.span = span_of("m/007_users.sql", k_users, "ALTER TABLE users\n  ADD COLUMN né text NOT NULL");
  finding.object = "public.users.né";
  finding.lock = model::LockLevel::access_exclusive;
  finding.cost = model::Cost::metadata;
  return finding;
}

inline model::Findings sample_findings() {
  model::Findings findings;
  findings.findings = {index_finding(), column_finding()};
  findings.not_analysed = {{span_of("m/007_users.sql", k_users, "BEGIN"), "written as a sample"}};
  findings.suppressed = 4;
  findings.files = 1;
  findings.statements = 3;
  return findings;
}

inline Sources sample_sources() {
  return sources_of({{"m/007_users.sql", k_users}});
}

}  // namespace dunlin::report::test
