#include "trial/performance/PlanFacts.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/Error.hpp"
#include "base/Text.hpp"

namespace dunlin::trial {
namespace {

double number(const Json& node, std::string_view name, double otherwise = 0) {
  const Json* member = node.find(name);
  if (member == nullptr) return otherwise;
  if (member->integer() != nullptr) return static_cast<double>(*member->integer());
  const auto* real = std::get_if<double>(&member->value());
  return real != nullptr ? *real : otherwise;
}

std::string text(const Json& node, std::string_view name) {
  const Json* member = node.find(name);
  return member != nullptr && member->string() != nullptr ? *member->string() : "";
}

void look_at(const Json& node, PlanFacts& facts) {
  const std::string index = text(node, "Index Name");
  if (!index.empty() && std::find(facts.indexes.begin(), facts.indexes.end(), index) == facts.indexes.end())
    facts.indexes.push_back(index);
  if (text(node, "Node Type") == "Seq Scan") {
    const double loops = number(node, "Actual Loops", 1);
    facts.seq_scans.push_back(
        {text(node, "Relation Name"),
         loops * (number(node, "Actual Rows") + number(node, "Rows Removed by Filter"))});
  }
  const Json* children = node.find("Plans");
  if (children == nullptr || children->elements() == nullptr) return;
  for (const Json& child : *children->elements()) look_at(child, facts);
}

}  // namespace

PlanFacts facts_of_plan(const Json& explained) {
  const Json* plan = explained.elements() != nullptr && !explained.elements()->empty()
                         ? explained.elements()->front().find("Plan")
                         : nullptr;
  if (plan == nullptr) throw Error(ErrorCode::failed, "EXPLAIN gave no plan");
  PlanFacts facts{.root = text(*plan, "Node Type"),
                  .rows = number(*plan, "Actual Rows") * number(*plan, "Actual Loops", 1),
                  .buffers = number(*plan, "Shared Hit Blocks") + number(*plan, "Shared Read Blocks")};
  look_at(*plan, facts);
  return facts;
}

std::string describe(const PlanFacts& facts) {
  std::vector<std::string> parts;
  for (const auto& index : facts.indexes) parts.push_back("index " + index);
  for (const auto& scan : facts.seq_scans)
    parts.push_back(
        fmt::format("seq scan of {} ({})", scan.table, counted(static_cast<std::size_t>(scan.rows), "row")));
  return parts.empty() ? facts.root : join(parts, ", ");
}

}  // namespace dunlin::trial
