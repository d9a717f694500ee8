#pragma once

#include <string>

#include "base/Json.hpp"
#include "lint/audit/AuditReport.hpp"
#include "model/Document.hpp"

namespace dunlin::cli {

/// What an audit was about, for its heading.
struct AuditSubject {
  std::string folder;
  std::string layout;
  std::string date;  ///< "" leaves it out
};

/// The report for people. Sections without a remark are one line at the end.
model::Document audit_document(const lint::audit::AuditReport& report, const AuditSubject& subject);

/// The same as data, with names that stay.
Json audit_json(const lint::audit::AuditReport& report, const AuditSubject& subject);

}  // namespace dunlin::cli
