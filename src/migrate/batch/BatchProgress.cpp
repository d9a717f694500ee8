#include "migrate/batch/BatchProgress.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/Text.hpp"

namespace dunlin::migrate {
namespace {

Json texts(const std::vector<std::string>& values) {
  Json out = Json::array();
  for (const auto& value : values) out.add(value);
  return out;
}

Json key_json(const std::optional<BatchProgress::Key>& key) {
  return key ? texts(*key) : Json();
}

std::string text_of(const Json& json, std::string_view name) {
  const auto* value = json.find(name);
  return value != nullptr && value->string() != nullptr ? *value->string() : "";
}

std::int64_t number_of(const Json& json, std::string_view name) {
  const auto* value = json.find(name);
  const auto* number = value == nullptr ? nullptr : std::get_if<std::int64_t>(&value->value());
  return number == nullptr ? 0 : *number;
}

std::optional<std::vector<std::string>> texts_of(const Json& json, std::string_view name) {
  const auto* value = json.find(name);
  if (value == nullptr || value->elements() == nullptr) return std::nullopt;
  std::vector<std::string> texts;
  for (const auto& element : *value->elements()) {
    if (element.string() != nullptr) texts.push_back(*element.string());
  }
  return texts;
}

}  // namespace

Json to_json(const BatchProgress& progress) {
  return Json::object()
      .set("directive", progress.directive)
      .set("table", progress.table)
      .set("key", texts(progress.columns))
      .set("upper", key_json(progress.upper))
      .set("last", key_json(progress.last))
      .set("batches", progress.batches)
      .set("rows", progress.rows)
      .set("seen", progress.seen)
      .set("estimate", progress.estimate);
}

BatchProgress parse_batch_progress(const std::string& text) {
  const Json json = text.empty() ? Json::object() : Json::parse(text);
  return {.directive = text_of(json, "directive"),
          .table = text_of(json, "table"),
          .columns = texts_of(json, "key").value_or(std::vector<std::string>{}),
          .upper = texts_of(json, "upper"),
          .last = texts_of(json, "last"),
          .batches = number_of(json, "batches"),
          .rows = number_of(json, "rows"),
          .seen = number_of(json, "seen"),
          .estimate = number_of(json, "estimate")};
}

std::optional<BatchProgress> batch_progress(const std::string& kind, const std::string& intent) {
  if (kind != model::to_string(model::StatementKind::batch)) return std::nullopt;
  return parse_batch_progress(intent);
}

std::string describe(const BatchProgress& progress) {
  std::string text =
      fmt::format("{} row{} in {}", with_thousands(progress.rows), progress.rows == 1 ? "" : "s",
                  progress.batches == 1 ? "1 batch" : with_thousands(progress.batches) + " batches");
  if (!progress.finished() && progress.estimate > 0) {
    text += fmt::format(", about {} % of the table",
                        std::min<std::int64_t>(99, 100 * progress.seen / progress.estimate));
  }
  return text;
}

}  // namespace dunlin::migrate
