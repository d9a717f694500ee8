#include "base/SecretShape.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

model::SourceSpan span_of_secret(const File& file, const SecretShape& secret) {
  model::SourceSpan span{file.path, secret.offset, secret.length, 1, 1};
  for (const char c : file.text.substr(0, secret.offset)) {
    const bool continues = (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
    span.column = c == '\n' ? 1 : span.column + (continues ? 0 : 1);
    if (c == '\n') ++span.line;
  }
  return span;
}

void check_secret_in_file(const Scene& scene, Reporter& report) {
  for (const SecretShape& secret : find_secrets(scene.file().text)) {
    if (secret.kind == "password") continue;  // password-literal
    model::Finding& finding = report.add_at(
        {.file = scene.file().path}, "",
        "this has the shape of a " + std::string(secret.kind) + ", and would stay in the history");
    finding.evidence = model::Evidence::statement;
    finding.span = span_of_secret(scene.file(), secret);
  }
}

}  // namespace

const Rule secret_in_file{
    .name = "secret-in-file",
    .family = 'I',
    .profile = Profile::safe,
    .severity = model::Severity::error,
    .summary = "A token, key or URL with a password in the file",
    .why =
        "A migration is read by everybody who has the repository, for ever; its text is also kept in the "
        "target's ledger. Looked for are the documented shapes of keys (JSON web tokens, AWS, GitHub, "
        "Stripe, "
        "Slack, Supabase, ...), private keys and URLs with a password, in statements and comments. dunlin "
        "shows "
        "none of them.",
    .advice =
        "Revoke the key, and read it at run time: current_setting('app.key'), Supabase Vault, or a "
        "placeholder of the migration.",
    .file = check_secret_in_file};

}  // namespace dunlin::lint::rules
