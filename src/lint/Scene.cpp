#include "lint/Scene.hpp"

#include "base/Text.hpp"

namespace dunlin::lint {
namespace {

// A table that is small enough for a scan to pass unnoticed, and one where nothing does (rows, bytes).
constexpr std::int64_t k_small_rows = 10'000;
constexpr std::int64_t k_small_bytes = std::int64_t{8} << 20;
constexpr std::int64_t k_large_bytes = std::int64_t{1} << 30;

bool is_small(const model::TableStatistics& statistics) {
  return statistics.rows >= 0 && statistics.rows <= k_small_rows && statistics.bytes <= k_small_bytes;
}

// Lock x cost x size: what takes long on a large table passes on a small one.
model::Severity graded(model::Severity severity, const model::CatalogRelation* relation,
                       std::optional<model::Cost> cost) {
  if (relation == nullptr || !relation->statistics || !cost || *cost == model::Cost::metadata)
    return severity;
  if (is_small(*relation->statistics)) return model::Severity::note;
  if (relation->statistics->bytes >= k_large_bytes) return model::Severity::error;
  return severity;
}

std::string size_words(const model::TableStatistics& statistics) {
  if (statistics.rows < 0) return "never analysed, so its size isn't known";
  return counted(static_cast<std::size_t>(statistics.rows), "row") + ", " +
         with_thousands(statistics.bytes >> 20) + " MB";
}

}  // namespace

bool Scene::made_in_unit(const model::Origin& origin) const {
  return made_in_file(origin) && origin.unit == statement().unit;
}

bool Scene::made_behind(const model::SourceSpan& place, const model::Origin& origin) const {
  if (origin.file == place.file) return origin.line > place.line;
  for (std::size_t i = 0; i < files_->size(); ++i)
    if ((*files_)[i].path == place.file) return origin.file_index > files_before_ + i + 1;
  return false;
}

bool Scene::made_in_file(const model::Origin& origin) const {
  return origin.file_index != 0 && origin.file_index == file_index_;
}

bool Scene::is_live(const model::QualifiedName& table) const {
  const model::CatalogRelation* found = relation(table);
  if (found == nullptr) return true;
  if (found->persistence == model::Persistence::temporary || found->kind == model::RelationKind::view)
    return false;
  return !made_in_file(found->origin);
}

model::Finding& Reporter::add(std::string object, std::string message) {
  return add(std::move(object), std::move(message), {0, scene_.text().size()});
}

model::Finding& Reporter::add(std::string object, std::string message, model::Range place) {
  model::Finding finding;
  finding.rule = rule_.name;
  finding.severity = rule_.severity;
  finding.fix.advice = rule_.advice;
  finding.span = place_of(scene_.statement().source, place);
  finding.evidence = scene_.settings().live ? model::Evidence::catalog : model::Evidence::statement;
  if (const Effect* effect = find_effect(scene_.effects(), object)) {
    finding.lock = effect->lock;
    finding.cost = effect->cost;
  }
  const auto relation = scene_.catalog().relations.find(split_shown(object));
  if (relation != scene_.catalog().relations.end()) {
    finding.severity = graded(rule_.severity, &relation->second, finding.cost);
    if (relation->second.statistics) message += " (" + size_words(*relation->second.statistics) + ")";
  }
  finding.message = std::move(message);
  finding.object = std::move(object);
  findings_.push_back(std::move(finding));
  return findings_.back();
}

model::Finding& Reporter::add_at(const model::Origin& origin, std::string object, std::string message) {
  model::Finding finding;
  finding.rule = rule_.name;
  finding.severity = rule_.severity;
  finding.fix.advice = rule_.advice;
  finding.span.file = origin.file;
  finding.span.line = origin.line;
  finding.span.column = origin.line == 0 ? 0 : 1;
  finding.evidence = origin.in_database() ? model::Evidence::catalog : model::Evidence::statement;
  finding.message = std::move(message);
  finding.object = std::move(object);
  findings_.push_back(std::move(finding));
  return findings_.back();
}

model::SourceSpan place_of(const SourceStatement& statement, model::Range piece) {
  model::SourceSpan span = statement.span;
  if (!statement.exact) return span;
  const std::string_view before = statement.text.substr(0, piece.offset);
  for (const char c : before) {
    if (c == '\n') {
      ++span.line;
      span.column = 1;
    } else if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) {
      ++span.column;
    }
  }
  span.offset += piece.offset;
  span.length = piece.length;
  return span;
}

model::QualifiedName split_shown(const std::string& object) {
  const std::size_t dot = object.find('.');
  if (dot == std::string::npos) return {"", object};
  const std::size_t second = object.find('.', dot + 1);
  return {object.substr(0, dot),
          object.substr(dot + 1, second == std::string::npos ? second : second - dot - 1)};
}

}  // namespace dunlin::lint
