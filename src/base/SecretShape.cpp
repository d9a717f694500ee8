#include "base/SecretShape.hpp"

#include <algorithm>
#include <array>

#include "base/Text.hpp"

namespace dunlin {
namespace {

struct KnownPrefix {
  std::string_view prefix;
  std::size_t least;  // characters of the whole key
  std::string_view kind;
};

// As their issuers document them. JSON web tokens begin with {" in base64url.
constexpr std::array<KnownPrefix, 22> k_prefixes{{
    {"AKIA", 20, "AWS access key"},
    {"ASIA", 20, "AWS access key"},
    {"AIza", 39, "Google API key"},
    {"ghp_", 36, "GitHub token"},
    {"gho_", 36, "GitHub token"},
    {"ghs_", 36, "GitHub token"},
    {"github_pat_", 40, "GitHub token"},
    {"glpat-", 26, "GitLab token"},
    {"xoxb-", 24, "Slack token"},
    {"xoxp-", 24, "Slack token"},
    {"sk_live_", 24, "Stripe key"},
    {"rk_live_", 24, "Stripe key"},
    {"whsec_", 32, "webhook secret"},
    {"sk-proj-", 32, "OpenAI key"},
    {"sk-ant-", 32, "Anthropic key"},
    {"sb_secret_", 24, "Supabase secret key"},
    {"sbp_", 36, "Supabase access token"},
    {"npm_", 36, "npm token"},
    {"dop_v1_", 60, "DigitalOcean token"},
    {"hf_", 34, "Hugging Face token"},
    {"SK", 34, "Twilio key"},
    {"shpat_", 36, "Shopify token"},
}};

bool is_key_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// %s, %L, %1$s: what format() and printf put in; %24 is a character of a URL.
bool is_conversion(std::string_view value) {
  const auto is_hex = [](char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); };
  if (value.front() != '%' || value.size() > 4) return false;
  return value.size() < 3 || !is_hex(value[1]) || !is_hex(value[2]);
}

// ****, xxxx, [YOUR-PASSWORD]
bool is_masked(std::string_view value) {
  const bool one_character = value.find_first_not_of(value.front()) == std::string_view::npos;
  return (one_character && std::string_view("*xX.?").find(value.front()) != std::string_view::npos) ||
         (value.front() == '[' && value.back() == ']');
}

bool is_placeholder(std::string_view value) {
  return value.empty() || value.front() == '$' || value.front() == '<' || value.front() == '{' ||
         value.starts_with("%(") || value.starts_with("SCRAM-SHA-256$") || is_conversion(value) ||
         is_masked(value);
}

// Letters and digits mixed in one of its parts: in sk_live_customer_accounts_2024_archive none is.
bool looks_random(std::string_view key) {
  const auto breaks = std::count_if(key.begin(), key.end(), [](char c) { return c == '_' || c == '-'; });
  if (breaks * 6 > static_cast<std::ptrdiff_t>(key.size())) return false;
  while (!key.empty()) {
    const std::string_view part = key.substr(0, key.find_first_of("_-"));
    const auto digits = std::count_if(part.begin(), part.end(), is_digit);
    if (digits > 0 && digits < static_cast<std::ptrdiff_t>(part.size())) return true;
    key.remove_prefix(std::min(part.size() + 1, key.size()));
  }
  return false;
}

class Search {
 public:
  explicit Search(std::string_view text) : text_(text) {}

  std::vector<SecretShape> run() {
    for (std::size_t i = 0; i < text_.size();) {
      if (text_[i] == ':' && text_.substr(i, 3) == "://") password_in_url(i + 3);
      if (!is_key_character(text_[i])) {
        ++i;
        continue;
      }
      std::size_t end = i + 1;
      while (end < text_.size() && is_key_character(text_[end])) ++end;
      i = run_of_key_characters(i, end);
    }
    return std::move(found_);
  }

 private:
  void add(std::size_t begin, std::size_t end, std::string_view kind) {
    found_.push_back({begin, end - begin, kind});
  }

  // Where to go on.
  std::size_t run_of_key_characters(std::size_t begin, std::size_t end) {
    const std::string_view run = text_.substr(begin, end - begin);
    if (run.size() == 8 && equal_ignoring_case(run, "password"))
      return is_quoted(begin, end) ? end : password_literal(end);
    if (run.starts_with("-----BEGIN")) return private_key(begin, end);
    if (run == "SG") return dotted_key(begin, end);
    if (run == "services" && text_.substr(0, begin).ends_with("hooks.slack.com/")) return webhook(end);
    if (run.starts_with("eyJ") && run.size() >= 12 && end < text_.size() && text_[end] == '.')
      return web_token(begin, end);
    for (const KnownPrefix& known : k_prefixes)
      if (run.size() >= known.least && run.size() <= 200 && run.starts_with(known.prefix) &&
          looks_random(run.substr(known.prefix.size()))) {
        if (known.prefix == "SK" && run.size() != 34) continue;
        add(begin, end, known.kind);
      }
    return end;
  }

  // header.payload.signature
  std::size_t web_token(std::size_t begin, std::size_t end) {
    for (int part = 0; part < 2; ++part) {
      const std::size_t first = end + 1;
      if (end >= text_.size() || text_[end] != '.') return end;
      for (end = first; end < text_.size() && is_key_character(text_[end]);) ++end;
      if (end - first < 10) return end;
    }
    add(begin, end, "JSON web token");
    return end;
  }

  // SG.22 characters.43 characters
  std::size_t dotted_key(std::size_t begin, std::size_t end) {
    std::size_t last = end;
    for (const std::size_t length : {22U, 43U}) {
      if (last >= text_.size() || text_[last] != '.') return end;
      const std::size_t first = ++last;
      while (last < text_.size() && is_key_character(text_[last])) ++last;
      if (last - first != length) return end;
    }
    add(begin, last, "SendGrid key");
    return last;
  }

  // hooks.slack.com/services/T.../B.../...: whoever has the address may write.
  std::size_t webhook(std::size_t end) {
    std::size_t last = end;
    while (last < text_.size() && (is_key_character(text_[last]) || text_[last] == '/')) ++last;
    if (last - end < 36 || text_.substr(end, 2) != "/T") return end;
    add(end + 1, last, "Slack webhook");
    return last;
  }

  std::size_t private_key(std::size_t begin, std::size_t end) {
    const std::size_t line = text_.find('\n', begin);
    const std::string_view head = text_.substr(begin, line == std::string_view::npos ? line : line - begin);
    if (head.find("PRIVATE KEY") == std::string_view::npos) return end;
    const std::size_t last = text_.find("-----END", end);
    if (last == std::string_view::npos) return end;
    add(begin, last, "private key");
    return last + 8;
  }

  // 'password', 'name': a word of a list, with nothing behind it that is given to it.
  bool is_quoted(std::size_t begin, std::size_t end) const {
    return begin > 0 && end < text_.size() && text_[begin - 1] == '\'' && text_[end] == '\'';
  }

  // PASSWORD '...', and password=... inside of a string.
  std::size_t password_literal(std::size_t end) {
    std::size_t i = end;
    while (i < text_.size() && (text_[i] == ' ' || text_[i] == '\t' || text_[i] == '\n' || text_[i] == '\r'))
      ++i;
    if (i > end && i + 1 < text_.size() && (text_[i] == 'E' || text_[i] == 'e') && text_[i + 1] == '\'') ++i;
    const bool assigned = i == end && i < text_.size() && text_[i] == '=';
    if (i >= text_.size() || (text_[i] != '\'' && !assigned)) return end;
    const std::size_t first = i + 1;
    const std::size_t last =
        assigned ? end_of_value(first) : end_of_string(first, text_[i - 1] == 'E' || text_[i - 1] == 'e');
    if (!is_placeholder(text_.substr(first, last - first))) add(first, last, "password");
    return last;
  }

  std::size_t end_of_value(std::size_t i) const {
    while (i < text_.size() && std::string_view(" '\"&\n").find(text_[i]) == std::string_view::npos) ++i;
    return i;
  }

  // The quote that ends it: not a doubled one, nor one behind a backslash of E''.
  std::size_t end_of_string(std::size_t i, bool escapes) const {
    for (; i < text_.size(); ++i) {
      const bool pair = text_[i] == '\'' && i + 1 < text_.size() && text_[i + 1] == '\'';
      if (pair || (escapes && text_[i] == '\\'))
        ++i;
      else if (text_[i] == '\'')
        return i;
    }
    return text_.size();
  }

  // scheme://user:password@host
  void password_in_url(std::size_t begin) {
    std::size_t colon = std::string_view::npos;
    for (std::size_t i = begin; i < text_.size() && i < begin + 300; ++i) {
      const char c = text_[i];
      if (c == ':' && colon == std::string_view::npos) colon = i;
      if (c == '@') {
        if (colon != std::string_view::npos && !is_placeholder(text_.substr(colon + 1, i - colon - 1)))
          add(colon + 1, i, "password in a URL");
        return;
      }
      if (c == '/' || c == '\'' || c == '"' || static_cast<unsigned char>(c) <= ' ') return;
    }
  }

  std::string_view text_;
  std::vector<SecretShape> found_;
};

}  // namespace

std::vector<SecretShape> find_secrets(std::string_view text) {
  return Search(text).run();
}

}  // namespace dunlin
