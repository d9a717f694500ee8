#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <optional>

#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

/// typlen and typalign of pg_type.
struct StoredType {
  int size = 0;
  int alignment = 1;
};

struct ColumnAlignment {
  static constexpr int k_worth_saying = 8;  // a row is rounded up to this anyway

  static std::optional<StoredType> stored(const Scene& scene, const model::TypeName& type) {
    static const std::map<std::string, StoredType> k_types{
        {"bool", {1, 1}},     {"char", {1, 1}},      {"int2", {2, 2}},      {"serial2", {2, 2}},
        {"int4", {4, 4}},     {"serial4", {4, 4}},   {"float4", {4, 4}},    {"date", {4, 4}},
        {"oid", {4, 4}},      {"int8", {8, 8}},      {"serial8", {8, 8}},   {"float8", {8, 8}},
        {"money", {8, 8}},    {"time", {8, 8}},      {"timestamp", {8, 8}}, {"timestamptz", {8, 8}},
        {"timetz", {12, 8}},  {"interval", {16, 8}}, {"uuid", {16, 1}},     {"macaddr", {6, 4}},
        {"macaddr8", {8, 4}}, {"name", {64, 1}}};
    if (type.array) return std::nullopt;
    const auto known = k_types.find(type.name);
    if (known != k_types.end()) return known->second;
    const auto* own = scene.catalog().find_type({type.schema, type.name});
    if (own != nullptr && !own->domain && own->kind == model::TypeKind::enumeration) return StoredType{4, 4};
    return std::nullopt;  // of varying length
  }

  static int padding(const std::vector<StoredType>& types) {
    int at = 0, padding = 0;
    for (const StoredType& type : types) {
      const int gap = (type.alignment - at % type.alignment) % type.alignment;
      padding += gap;
      at += gap + type.size;
    }
    return padding;
  }

  // Of the columns of fixed size in front of the first one of varying length: behind it, where a column
  // stands differs from row to row.
  static void statement(const Scene& scene, Reporter& report) {
    const auto* create = scene.as<model::CreateTable>();
    if (create == nullptr || create->persistence == model::Persistence::temporary) return;
    std::vector<StoredType> types;
    for (const model::Column& column : create->columns) {
      const auto type = stored(scene, column.type);
      if (!type) break;
      types.push_back(*type);
    }
    const int now = padding(types);
    std::stable_sort(types.begin(), types.end(),
                     [](const StoredType& a, const StoredType& b) { return a.alignment > b.alignment; });
    const int saved = now - padding(types);
    const std::string table = model::to_string(scene.catalog().created(create->name));
    if (saved >= k_worth_saying)
      report.add(table,
                 fmt::format("the order of its columns costs {} {} bytes a row of padding", table, saved));
  }
};

}  // namespace

const Rule column_alignment_padding{
    .name = "column-alignment-padding",
    .family = 'C',
    .profile = Profile::all,
    .severity = model::Severity::note,
    .summary = "CREATE TABLE whose order of columns leaves gaps in each row",
    .why =
        "Values of 8 bytes begin at multiples of 8, those of 4 at multiples of 4 (docs, Database Page "
        "Layout): a boolean before a "
        "bigint takes 8 bytes. In a table of a billion rows 8 bytes are 8 GB, in memory too.",
    .advice =
        "Columns of 8 bytes first (bigint, timestamptz, double precision), then of 4 (integer, date, real), "
        "of 2 and "
        "1, and those of varying length (text, numeric, jsonb) last. The order can't be changed later.",
    .statement = ColumnAlignment::statement};

}  // namespace dunlin::lint::rules
