#include "transfer/PlanFile.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <utility>

#include "base/Error.hpp"
#include "base/File.hpp"
#include "base/Hash.hpp"
#include "base/Text.hpp"
#include "transfer/values/Field.hpp"
#include "transfer/values/TargetType.hpp"

namespace dunlin::transfer {
namespace {

constexpr std::int64_t k_format = 1;
constexpr const char* k_enumeration = "enum";  // `from` of columns whose type is an enum of the migration
constexpr std::array<std::pair<model::MisfitPolicy, const char*>, 5> k_policies{
    {{model::MisfitPolicy::refuse, "refuse"},
     {model::MisfitPolicy::reject, "reject"},
     {model::MisfitPolicy::null, "null"},
     {model::MisfitPolicy::text, "text"},
     {model::MisfitPolicy::latin1, "latin1"}}};

const char* to_word(model::MisfitPolicy policy) {
  const auto* found =
      std::find_if(k_policies.begin(), k_policies.end(), [&](const auto& p) { return p.first == policy; });
  return found->second;
}

Json texts(const std::vector<std::string>& values) {
  Json out = Json::array();
  for (const auto& value : values) out.add(value);
  return out;
}

Json column_json(const ColumnMapping& column) {
  Json out = Json::object();
  out.set("source", column.source).set("declared", column.declared).set("target", column.target);
  out.set("type", column.type);
  if (!column.affinity.empty()) out.set("affinity", column.affinity);
  if (!column.collation.empty()) out.set("collation", column.collation);
  out.set("from", column.conversion == Conversion::enumeration ? k_enumeration : from_of(column.conversion));
  out.set("form", column.form).set("misfit", to_word(column.misfit)).set("not_null", column.not_null);
  out.set("reversible", column.reversible).set("reason", column.reason);
  out.set("suggestions", texts(column.suggestions));
  return out;
}

constexpr std::array<std::pair<Partitioning::By, const char*>, 3> k_partitions{
    {{Partitioning::By::hash, "hash"}, {Partitioning::By::range, "range"}, {Partitioning::By::list, "list"}}};

Json partitioning_json(const Partitioning& partitioning) {
  Json out = Json::object();
  for (const auto& [by, word] : k_partitions) {
    if (by == partitioning.by) out.set("by", word);
  }
  out.set("columns", texts(partitioning.columns)).set("partitions", partitioning.partitions);
  out.set("bounds", texts(partitioning.bounds)).set("widen_keys", partitioning.widen_keys);
  return out;
}

Json distribution_json(const Distribution& distribution) {
  Json out = Json::object();
  out.set("column", distribution.column).set("colocate_with", distribution.colocate_with);
  out.set("widen_keys", distribution.widen_keys);
  return out;
}

Json table_json(const TableMapping& table) {
  Json columns = Json::array();
  for (const auto& column : table.columns) columns.add(column_json(column));
  Json out = Json::object();
  out.set("source", table.source).set("target", table.target);
  out.set("ranges", table.kind == KeyKind::rowid ? "rowid" : "none");
  out.set("key", texts(table.key)).set("rowid_name", table.rowid_name);
  out.set("unvalidated", texts(table.unvalidated));
  out.set("left_out", texts(table.left_out));
  if (table.partitioning) out.set("partitioning", partitioning_json(*table.partitioning));
  if (table.distribution) out.set("distribution", distribution_json(*table.distribution));
  out.set("rows", table.rows).set("bytes", table.bytes).set("rejected", table.rejected);
  out.set("columns", std::move(columns));
  return out;
}

// One object of the plan, with its place for messages.
class Part {
 public:
  Part(const Json& json, std::string place) : json_(&json), place_(std::move(place)) {
    if (json.members() == nullptr) throw wrong("must be an object");
  }

  std::string text(const char* name) const {
    const auto* value = need(name).string();
    if (value == nullptr) throw wrong(fmt::format("{} must be a text", name));
    return *value;
  }
  std::int64_t number(const char* name) const {
    const auto* value = need(name).integer();
    if (value == nullptr) throw wrong(fmt::format("{} must be a whole number", name));
    return *value;
  }
  bool flag(const char* name) const {
    const auto* value = std::get_if<bool>(&need(name).value());
    if (value == nullptr) throw wrong(fmt::format("{} must be true or false", name));
    return *value;
  }
  const Json::Array& list(const char* name) const {
    const auto* value = need(name).elements();
    if (value == nullptr) throw wrong(fmt::format("{} must be a list", name));
    return *value;
  }
  std::string text_or_nothing(const char* name) const {
    return json_->find(name) != nullptr ? text(name) : std::string();
  }
  std::vector<std::string> texts(const char* name) const {
    std::vector<std::string> out;
    for (const auto& element : list(name)) {
      if (element.string() == nullptr) throw wrong(fmt::format("{} must be a list of texts", name));
      out.push_back(*element.string());
    }
    return out;
  }
  Error wrong(const std::string& what) const {
    return usage_error(
        fmt::format("the plan can't be used: {}{}{}", place_, place_.empty() ? "" : ": ", what),
        "dunlin transfer prepare writes a new one");
  }

 private:
  const Json& need(const char* name) const {
    const Json* value = json_->find(name);
    if (value == nullptr) throw wrong(fmt::format("{} is missing", name));
    return *value;
  }

  const Json* json_;
  std::string place_;
};

model::MisfitPolicy policy_of(const Part& part) {
  const std::string word = part.text("misfit");
  for (const auto& [policy, name] : k_policies) {
    if (word == name) return policy;
  }
  throw part.wrong(fmt::format("misfit '{}' isn't refuse, reject, null, text or latin1", printable(word)));
}

// The conversion follows from type and from, so that editing the type is enough.
void read_type(const Part& part, ColumnMapping& column) {
  column.type = part.text("type");
  const std::string from = part.text("from");
  column.form = part.text("form");
  if (from == k_enumeration) {
    column.conversion = Conversion::enumeration;
    return;
  }
  try {
    column.conversion = conversion_for(column.type, from);
    const TargetType type = parse_target_type(column.type);
    if (column.conversion == Conversion::numeric && type.first) column.scale = type.second.value_or(0);
    make_field(column);
  } catch (const Error& error) {
    Error placed = part.wrong(error.message());
    placed.set_hint(error.hint());
    throw placed;
  }
}

ColumnMapping parse_column(const Json& json, const std::string& table) {
  const auto* name = json.find("source");
  const Part part(json, name != nullptr && name->string() != nullptr
                            ? fmt::format("{}.{}", printable(table), printable(*name->string()))
                            : fmt::format("a column of {}", printable(table)));
  ColumnMapping column;
  column.source = part.text("source");
  column.declared = part.text("declared");
  column.target = part.text("target");
  read_type(part, column);
  column.affinity = part.text_or_nothing("affinity");
  column.collation = part.text_or_nothing("collation");
  if (!column.collation.empty() && column.collation != k_folding_collation)
    throw part.wrong(fmt::format("collation can only be {}, or left out", k_folding_collation));
  column.misfit = policy_of(part);
  column.not_null = part.flag("not_null");
  column.reversible = part.flag("reversible");
  column.reason = part.text("reason");
  column.suggestions = part.texts("suggestions");
  return column;
}

Partitioning parse_partitioning(const Part& part) {
  Partitioning out{.columns = part.texts("columns"),
                   .partitions = static_cast<int>(part.number("partitions")),
                   .bounds = part.texts("bounds"),
                   .widen_keys = part.flag("widen_keys")};
  const std::string word = part.text("by");
  for (const auto& [by, name] : k_partitions) {
    if (word != name) continue;
    out.by = by;
    return out;
  }
  throw part.wrong(fmt::format("'{}' isn't hash, range or list", printable(word)));
}

TableMapping parse_table(const Json& json) {
  const Part part(json, "a table");
  TableMapping table;
  table.source = part.text("source");
  table.target = part.text("target");
  table.kind = part.text("ranges") == "rowid" ? KeyKind::rowid : KeyKind::primary_key;
  table.key = part.texts("key");
  table.rowid_name = part.text("rowid_name");
  table.unvalidated = part.texts("unvalidated");
  table.left_out = part.texts("left_out");
  if (const Json* found = json.find("partitioning"))
    table.partitioning = parse_partitioning(Part(*found, printable(table.source) + ": partitioning"));
  if (const Json* found = json.find("distribution")) {
    const Part placed(*found, printable(table.source) + ": distribution");
    table.distribution = {.column = placed.text("column"),
                          .colocate_with = placed.text("colocate_with"),
                          .widen_keys = placed.flag("widen_keys")};
  }
  table.rows = part.number("rows");
  table.bytes = part.number("bytes");
  table.rejected = part.number("rejected");
  for (const auto& column : part.list("columns")) table.columns.push_back(parse_column(column, table.source));
  return table;
}

Json without_digest(const Mapping& mapping) {
  Json tables = Json::array();
  for (const auto& table : mapping.tables) tables.add(table_json(table));
  Json out = Json::object();
  out.set("format", k_format).set("source_sha256", mapping.source_sha256);
  out.set("schema_hash", mapping.schema_hash).set("target_schema", mapping.target_schema);
  out.set("tables", std::move(tables));
  return out;
}

// Of what the plan says, not of how it is spelled: white space may change.
std::string digest_of(const Mapping& mapping) {
  return sha256(without_digest(mapping).dump(-1));
}

Json parse_file(const std::filesystem::path& file) {
  return Json::parse(read_file(file));
}

}  // namespace

Json plan_json(const Mapping& mapping) {
  Json out = without_digest(mapping);
  return out.set("digest", digest_of(mapping));
}

Mapping parse_plan(const Json& plan) {
  const Part part(plan, "");
  if (part.number("format") > k_format)
    throw usage_error("the plan was written by a newer dunlin",
                      "use that version, or prepare anew with this one");
  Mapping mapping;
  mapping.source_sha256 = part.text("source_sha256");
  mapping.schema_hash = part.text("schema_hash");
  mapping.target_schema = part.text("target_schema");
  for (const auto& table : part.list("tables")) mapping.tables.push_back(parse_table(table));
  return mapping;
}

bool is_edited(const std::filesystem::path& file) {
  const Json plan = parse_file(file);
  const Json* digest = plan.find("digest");
  return digest == nullptr || digest->string() == nullptr || *digest->string() != digest_of(read_plan(file));
}

std::vector<model::TransferRule> rules_of(const Mapping& mapping) {
  std::vector<model::TransferRule> out;
  for (const auto& table : mapping.tables) {
    for (const auto& column : table.columns) {
      if (column.conversion == Conversion::enumeration) continue;
      model::TransferRule rule;
      rule.match = table.source + "." + column.source;
      rule.to = column.type;
      if (const auto from = from_of(column.conversion); !from.empty()) rule.from = from;
      if (column.form.starts_with("hex") || column.form.starts_with("HEX")) rule.from = "hex";
      rule.misfit = column.misfit;
      rule.rename = column.target;
      if (column.conversion == Conversion::text)
        rule.nocase = folding_of(column) == Folding::icu ? "icu" : "index";
      out.push_back(std::move(rule));
    }
  }
  return out;
}

void write_plan(const std::filesystem::path& file, const Mapping& mapping) {
  write_file(file, plan_json(mapping).dump() + "\n");
}

Mapping read_plan(const std::filesystem::path& file) {
  try {
    return parse_plan(parse_file(file));
  } catch (Error& error) {
    error.set_fact("file", file.string());
    throw;
  }
}

}  // namespace dunlin::transfer
