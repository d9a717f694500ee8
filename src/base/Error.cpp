#include "base/Error.hpp"

#include <algorithm>

namespace dunlin {

std::string_view to_string(ErrorCode code) {
  switch (code) {
    case ErrorCode::failed: return "failed";
    case ErrorCode::usage: return "usage";
    case ErrorCode::findings: return "findings";
    case ErrorCode::lock_timeout: return "lock_timeout";
    case ErrorCode::refused: return "refused";
    case ErrorCode::unreachable: return "unreachable";
    case ErrorCode::interrupted: return "interrupted";
  }
  return "failed";
}

Error::Error(ErrorCode code, std::string message, std::string hint)
    : code_(code), message_(std::move(message)), hint_(std::move(hint)) {}

std::string_view Error::fact(std::string_view name) const {
  for (const auto& [key, value] : context_) {
    if (key == name) return value;
  }
  return {};
}

void Error::set_fact(std::string_view name, std::string value) {
  std::erase_if(context_, [&](const auto& fact) { return fact.first == name; });
  if (!value.empty()) context_.emplace_back(name, std::move(value));
}

Error refused(std::string message, std::string hint) {
  return Error(ErrorCode::refused, std::move(message), std::move(hint));
}

Error usage_error(std::string message, std::string hint) {
  return Error(ErrorCode::usage, std::move(message), std::move(hint));
}

}  // namespace dunlin
