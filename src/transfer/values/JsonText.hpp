#pragma once

#include <string_view>

namespace dunlin::transfer {

/// Which of PostgreSQL's two types judges: `json` keeps the text and looks at its grammar only; `jsonb` also
/// turns escapes into characters (\u0000 and half surrogate pairs are refused) and numbers into numeric.
enum class JsonKind : unsigned char { json, jsonb };

/// What PostgreSQL's json or jsonb would have against the text; nullptr when nothing (PostgreSQL docs, 8.14).
/// Nesting beyond 1,000 levels counts as a fault: a server's stack bears about 6,000 with its default
/// settings. The bytes must be valid UTF-8 without NUL (find_text_fault); others are refused where they
/// matter.
const char* find_json_fault(std::string_view text, JsonKind kind);

}  // namespace dunlin::transfer
