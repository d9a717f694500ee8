#include <algorithm>
#include <array>
#include <string_view>

#include "lint/DefinedColumns.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct SensitiveColumn {
  static bool is_text(const model::TypeName& type) {
    static constexpr std::array<std::string_view, 6> k_types{"bpchar", "citext", "json",
                                                             "jsonb",  "text",   "varchar"};
    return std::find(k_types.begin(), k_types.end(), type.name) != k_types.end();
  }

  // Words that stand for the thing itself.
  static bool is_secret_word(const std::string& word) {
    static constexpr std::array<std::string_view, 13> k_words{
        "apikey",     "cvc", "cvv",    "iban", "passphrase", "passwd",  "password",
        "privatekey", "pwd", "secret", "ssn",  "totp",       "mnemonic"};
    return std::find(k_words.begin(), k_words.end(), word) != k_words.end();
  }

  // Pairs of words.
  static bool is_secret_pair(const std::string& first, const std::string& second) {
    using Pair = std::pair<std::string_view, std::string_view>;
    static constexpr std::array<Pair, 14> k_pairs{{{"access", "token"},
                                                   {"api", "key"},
                                                   {"api", "token"},
                                                   {"auth", "token"},
                                                   {"bank", "account"},
                                                   {"card", "number"},
                                                   {"credit", "card"},
                                                   {"encryption", "key"},
                                                   {"passport", "number"},
                                                   {"private", "key"},
                                                   {"refresh", "token"},
                                                   {"session", "token"},
                                                   {"social", "security"},
                                                   {"tax", "id"}}};
    return std::find(k_pairs.begin(), k_pairs.end(), Pair{first, second}) != k_pairs.end();
  }

  // What is hashed, encrypted or only refers to it.
  static bool is_harmless_word(const std::string& word) {
    static constexpr std::array<std::string_view, 18> k_words{
        "at",   "digest", "encrypted", "enc",    "expires", "expiry", "fingerprint", "hash", "hashed",
        "hint", "id",     "last4",     "masked", "name",    "prefix", "ref",         "salt", "type"};
    return std::find(k_words.begin(), k_words.end(), word) != k_words.end();
  }

  static bool is_secret(const std::string& name) {
    const std::vector<std::string> words = words_of_name(name);
    bool secret = false;
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (i + 1 < words.size() && is_secret_pair(words[i], words[i + 1])) {
        secret = true;
        ++i;
        continue;
      }
      if (is_harmless_word(words[i])) return false;
      secret = secret || is_secret_word(words[i]);
    }
    return secret;
  }

  static std::string words(const DefinedColumn& column) {
    if (column.column == nullptr || !is_text(column.type) || !is_secret(column.name)) return {};
    return column.name + " of " + column.table + " looks like a secret, and " +
           model::to_string(column.type) + " keeps it as it is: in backups, replicas and logs, too";
  }
};

void check_sensitive_column_plaintext(const Scene& scene, Reporter& report) {
  report_columns(scene, report, SensitiveColumn::words);
}

}  // namespace

const Rule sensitive_column_plaintext{
    .name = "sensitive-column-plaintext",
    .family = 'C',
    .profile = Profile::strict,
    .severity = model::Severity::warning,
    .summary = "A text column whose name says that it holds a password, token, key or identity number",
    .why =
        "Whoever may read the table, a backup or a replica, has it. A policy or a GRANT that is too wide "
        "once is "
        "enough, and a password that leaks opens other doors.",
    .advice =
        "Passwords: a hash (bcrypt, argon2) in a column that is named so: password_hash. Tokens: their "
        "SHA-256. What "
        "must come back as it was: encrypted by the application, in bytea.",
    .statement = check_sensitive_column_plaintext};

}  // namespace dunlin::lint::rules
