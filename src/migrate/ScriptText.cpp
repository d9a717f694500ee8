#include "migrate/ScriptText.hpp"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>

#include "base/Error.hpp"
#include "base/Hash.hpp"
#include "base/Text.hpp"
#include "migrate/load/Placeholders.hpp"
#include "sql/Directive.hpp"
#include "sql/PsqlCommand.hpp"
#include "sql/Split.hpp"
#include "sql/StatementDirectives.hpp"

namespace dunlin::migrate {
namespace fs = std::filesystem;
namespace {

constexpr int k_max_include_depth = 16;

void require_text(std::string_view text, const std::string& file) {
  if (const auto bad = find_invalid_utf8(text)) {
    const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(*bad), '\n');
    throw usage_error(fmt::format("{}:{}: not valid UTF-8 (byte {})", printable(file), line, *bad + 1),
                      "save the file as UTF-8");
  }
}

}  // namespace

ScriptText::ScriptText(const model::Script& script, const ScriptOptions& options) {
  Source source{
      .file = script.file, .first_line = script.first_line, .mapped = nullptr, .owned = nullptr, .text = {}};
  if (script.text) {
    source.owned = std::make_unique<std::string>(*script.text);
    source.text = *source.owned;
  } else {
    source.mapped = std::make_unique<MappedFile>(script.file, options.max_file_size);
    const auto bytes = source.mapped->bytes();
    if (script.offset + script.length > bytes.size()) {
      throw refused(fmt::format("{} is shorter than when it was read", printable(script.file)),
                    "run the command again");
    }
    source.text = bytes.substr(script.offset, script.length);
  }
  checksum_ = sha256(source.text);
  ScriptOptions as_it_stands = options;
  if (script.expanded) as_it_stands.placeholders.clear();
  add_source(std::move(source), as_it_stands, 0);
}

void ScriptText::add_source(Source source, const ScriptOptions& options, int depth) {
  if (!options.placeholders.empty()) {
    source.owned = std::make_unique<std::string>(
        expand_placeholders(source.text, options.placeholders, source.file, source.first_line));
    source.text = *source.owned;
  }
  const auto index = static_cast<std::uint32_t>(sources_.size());
  const std::string file = source.file;
  const std::string_view text = source.text;
  const int first_line = source.first_line;
  sources_.push_back(std::move(source));
  for (auto& statement :
       sql::split({.text = text, .file = file, .first_line = first_line, .database = options.database})) {
    if (statement.kind == model::StatementKind::include) {
      include(statement, text.substr(statement.offset, statement.length), file, options, depth);
    } else if (statement.kind != model::StatementKind::ignored) {
      statement.source = index;
      statements_.push_back(statement);
    }
  }
}

void ScriptText::include(const model::Statement& statement, std::string_view command, const std::string& from,
                         const ScriptOptions& options, int depth) {
  const auto [path, relative] = sql::include_path(command);
  const fs::path beside = fs::path(from).parent_path() / path;
  const fs::path in_root = fs::path(options.root) / path;
  const fs::path file = !relative && !options.root.empty() && fs::exists(in_root) ? in_root : beside;
  if (depth == k_max_include_depth) {
    throw usage_error(
        fmt::format("{}:{}: files include each other without end", printable(from), statement.line));
  }
  if (!fs::exists(file)) {
    throw usage_error(
        fmt::format("{}:{}: there is no file {}", printable(from), statement.line, printable(file.string())));
  }
  Source source{.file = file.string(),
                .first_line = 1,
                .mapped = std::make_unique<MappedFile>(file, options.max_file_size),
                .owned = nullptr,
                .text = {}};
  source.text = source.mapped->bytes();
  require_text(source.text, source.file);
  add_source(std::move(source), options, depth + 1);
}

std::string_view ScriptText::text(const model::Statement& statement) const {
  return sources_[statement.source].text.substr(statement.offset, statement.length);
}

std::string_view ScriptText::directives(const model::Statement& statement) const {
  return sources_[statement.source].text.substr(statement.offset - statement.directives_length,
                                                statement.directives_length);
}

std::string_view ScriptText::verify_query(const model::Statement& statement) const {
  return statement.has_verify ? sql::read_statement_directives(directives(statement)).verify : "";
}

sql::BatchDirective ScriptText::batch(const model::Statement& statement) const {
  return sql::parse_batch_directive(sql::read_statement_directives(directives(statement)).batch.value_or(""));
}

std::string_view ScriptText::data(const model::Statement& statement) const {
  return sources_[statement.source].text.substr(statement.data_offset, statement.data_length);
}

std::string_view ScriptText::file_text() const {
  const Source& own = sources_.front();
  return own.mapped != nullptr ? own.mapped->bytes() : own.text;
}

model::SourceSpan ScriptText::span(const model::Statement& statement) const {
  return {.file = sources_[statement.source].file,
          .offset = statement.offset,
          .length = statement.length,
          .line = static_cast<int>(statement.line),
          .column = static_cast<int>(statement.column)};
}

std::string ScriptText::sql_checksum() const {
  Sha256 hash;
  for (const auto& statement : statements_) {
    hash.add(sql::token_checksum(text(statement)));
    if (statement.data_length > 0) hash.add_field(data(statement));
  }
  return hash.finish();
}

model::SourceSpan locate(const model::SourceSpan& statement, std::string_view text, int position) {
  model::SourceSpan span = statement;
  int left = position - 1;
  for (std::size_t i = 0; i < text.size() && left > 0; ++i) {
    const bool starts_next = i + 1 >= text.size() || (static_cast<unsigned char>(text[i + 1]) & 0xC0) != 0x80;
    if (!starts_next) continue;  // inside of a character of several bytes
    --left;
    ++span.column;
    if (text[i] == '\n') {
      ++span.line;
      span.column = 1;
    }
    span.offset = statement.offset + i + 1;
  }
  return span;
}

std::string ScriptText::runnable() const {
  if (sources_.size() == 1) return std::string(sources_.front().text);
  std::string out;
  for (const auto& statement : statements_) {
    const auto before = directives(statement);  // of an assertion they end with its own
    const bool assertion = statement.kind == model::StatementKind::assertion;
    out += fmt::format("{}{}{}{}\n", before, assertion && before.empty() ? "-- dunlin:assert " : "",
                       text(statement), assertion ? "" : ";");
    if (statement.kind == model::StatementKind::copy_from_stdin)
      out += fmt::format("{}\\.\n", data(statement));
  }
  return out;
}

std::string runnable_text(const model::Script& script, const ScriptOptions& options) {
  try {
    return ScriptText(script, options).runnable();
  } catch (const Error&) {
    if (script.text) return *script.text;
    return std::string(
        MappedFile(script.file, options.max_file_size).bytes().substr(script.offset, script.length));
  }
}

bool is_usable_rollback(std::string_view sql) {
  if (!is_empty_script(sql)) return true;
  const auto directives = sql::leading_directives(sql);
  return std::any_of(directives.begin(), directives.end(),
                     [](const auto& directive) { return directive.name == "nothing-to-undo"; });
}

bool is_empty_script(std::string_view sql) {
  return trim(sql::one_line(sql, 80)).find_first_not_of("; ") == std::string_view::npos;
}

}  // namespace dunlin::migrate
