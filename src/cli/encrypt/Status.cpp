#include "encrypt/Status.hpp"

#include <cstdint>
#include <fmt/format.h>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/Text.hpp"
#include "cli/encrypt/Verbs.hpp"
#include "encrypt/Documents.hpp"
#include "encrypt/MissingKeys.hpp"

namespace dunlin::cli {
namespace {

Json show_column(Screen& screen, const encrypt::EncryptedColumn& column, const encrypt::Coverage& coverage) {
  Json keys = Json::object();
  std::string shown;
  for (const auto& [kid, rows] : coverage.keys) {
    keys.set(std::to_string(kid), rows);
    shown += fmt::format("{}key {}: {}", shown.empty() ? "" : ", ", kid, with_thousands(rows));
  }
  Json index_keys = Json::object();
  for (const auto& [kid, rows] : coverage.index_keys) {
    index_keys.set(std::to_string(kid), rows);
    if (coverage.index_keys.size() > 1)
      shown += fmt::format(", indexed under key {}: {}", kid, with_thousands(rows));
  }
  screen.line(fmt::format(
      "  {}  {} {} of {} encrypted{}{}", column.name(), encrypt::to_string(column.format),
      with_thousands(coverage.encrypted), with_thousands(coverage.encrypted + coverage.plaintext_left),
      shown.empty() ? "" : ", " + shown,
      coverage.no_envelope > 0
          ? fmt::format(", {} aren't encrypted values", with_thousands(coverage.no_envelope))
          : ""));
  return Json::object()
      .set("column", column.name())
      .set("purpose", column.purpose)
      .set("format", encrypt::to_string(column.format))
      .set("rows", coverage.rows)
      .set("encrypted", coverage.encrypted)
      .set("plaintext_left", coverage.plaintext_left)
      .set("not_an_envelope", coverage.no_envelope)
      .set("keys", keys)
      .set("index_keys", index_keys);
}

Json show_documents(Screen& screen, const encrypt::DocumentCoverage& coverage) {
  Json keys = Json::object();
  std::string shown;
  for (const auto& [kid, documents] : coverage.keys) {
    keys.set(std::to_string(kid), documents);
    shown += fmt::format(", key {}: {}", kid, with_thousands(documents));
  }
  if (coverage.documents > 0)
    screen.line(
        fmt::format("  {}{}{}", counted(static_cast<std::size_t>(coverage.documents), "document"), shown,
                    coverage.incomplete > 0
                        ? fmt::format(", {} without all of their pieces", with_thousands(coverage.incomplete))
                        : ""));
  return Json::object()
      .set("documents", coverage.documents)
      .set("incomplete", coverage.incomplete)
      .set("keys", keys);
}

// What exit code 3 of --check is about.
struct ToDo {
  std::string what;
  std::string way_out;
};

class ToDoList {
 public:
  explicit ToDoList(const std::vector<encrypt::KeyRecord>& keys) : keys_(keys) {}

  void look_at(const encrypt::EncryptedColumn& column, const encrypt::Coverage& coverage) {
    if (coverage.plaintext_left > 0)
      add(fmt::format("{} of {} in the clear", values(coverage.plaintext_left), column.name()),
          "dunlin encrypt backfill");
    if (coverage.no_envelope > 0)
      add(fmt::format("{} of {} without the form of an encrypted one", values(coverage.no_envelope),
                      column.name()),
          "dunlin encrypt verify names the rows");
    look_for_keys(column.name(), coverage.keys);
  }

  void look_at(const encrypt::DocumentCoverage& coverage) {
    if (coverage.incomplete > 0)
      add(fmt::format("{} without all of their pieces",
                      counted(static_cast<std::size_t>(coverage.incomplete), "document")),
          "dunlin encrypt verify names them");
    look_for_keys("documents", coverage.keys);
  }

  void look_at(const encrypt::KeyRecord& key) {
    const auto rotation = encrypt::rotation_of(key);
    if (rotation == "due" || rotation == "overdue")
      add(fmt::format("rotation of key {} is {}", key.kid, rotation),
          "dunlin encrypt rotate --purpose " + key.purpose);
  }

  void look_at(const encrypt::Leak& leak) {
    if (leak.stored) add(leak.what, leak.way_out);
  }

  /// The list, with where missing keys may be had from.
  std::vector<ToDo> finish(postgres::Connection& connection) && {
    if (!missing_.empty()) {
      const auto way_out = encrypt::way_out(connection, missing_);
      for (const auto& one : missing_) add(encrypt::describe(one), way_out);
    }
    return std::move(list_);
  }

 private:
  static std::string values(std::int64_t count) { return counted(static_cast<std::size_t>(count), "value"); }
  void add(std::string what, std::string way_out) { list_.push_back({std::move(what), std::move(way_out)}); }
  void look_for_keys(const std::string& where, const std::map<int, std::int64_t>& used) {
    for (auto& one : encrypt::missing_keys(where, used, keys_)) missing_.push_back(std::move(one));
  }

  const std::vector<encrypt::KeyRecord>& keys_;
  std::vector<encrypt::MissingKey> missing_;
  std::vector<ToDo> list_;
};

Json show_key(Screen& screen, const encrypt::KeyRecord& key) {
  const auto rotation = encrypt::rotation_of(key);
  screen.line(
      fmt::format("  {} {} {}, {} of {} old{}", key.kid, printable(key.purpose), key.state, key.age_days,
                  counted(static_cast<std::size_t>(key.rotate_every_days), "day"),
                  rotation == "due" || rotation == "overdue" ? fmt::format(": rotation {}", rotation) : ""));
  return Json::object()
      .set("kid", key.kid)
      .set("purpose", key.purpose)
      .set("state", key.state)
      .set("kek", key.kek_id)
      .set("created_at", key.created_at)
      .set("age_days", key.age_days)
      .set("rotate_every_days", key.rotate_every_days)
      .set("rotation", rotation);
}

Json show_to_do(Screen& screen, const std::vector<ToDo>& list) {
  Json out = Json::array();
  if (!list.empty()) screen.line("to do");
  for (const auto& one : list) {
    screen.line(fmt::format("  {}\n    {}", printable(one.what), printable(one.way_out)));
    out.add(Json::object().set("what", one.what).set("way_out", one.way_out));
  }
  return out;
}

}  // namespace

int encrypt_status(const EncryptRequest& request, Screen& screen) {
  const Target target(request.config);
  auto connection = target.connect();
  const auto keys = encrypt::read_keys(connection);
  const auto leaks = encrypt::find_leaks(encrypt::read_logging(connection));
  ToDoList to_do(keys);
  Json column_list = Json::array(), key_list = Json::array();
  screen.line("columns");
  for (const auto& column : asked_columns(connection, request.arguments)) {
    const auto coverage = encrypt::read_coverage(connection, column, keys);
    to_do.look_at(column, coverage);
    column_list.add(show_column(screen, column, coverage));
  }
  Json documents;
  if (request.arguments.empty()) {
    const auto coverage = encrypt::read_document_coverage(connection);
    to_do.look_at(coverage);
    documents = show_documents(screen, coverage);
  }
  screen.line("keys");
  for (const auto& key : keys) {
    to_do.look_at(key);
    key_list.add(show_key(screen, key));
  }
  if (!leaks.empty()) screen.line("leaks");
  for (const auto& leak : leaks) {
    to_do.look_at(leak);
    screen.line(fmt::format("  {}\n    {}", leak.what, leak.way_out));
  }
  const auto list = std::move(to_do).finish(connection);
  screen.json(Json::object()
                  .set("columns", column_list)
                  .set("documents", documents)
                  .set("keys", key_list)
                  .set("leaks", leaks_json(leaks))
                  .set("to_do", show_to_do(screen, list)));
  return request.invocation.check && !list.empty() ? 3 : 0;
}

}  // namespace dunlin::cli
