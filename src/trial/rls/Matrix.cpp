#include "trial/rls/Matrix.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <map>

#include "base/Error.hpp"
#include "base/Text.hpp"

namespace dunlin::trial {
namespace {

constexpr const char* k_format = "dunlin rls matrix 1";

std::string_view word(Observed::Kind kind) {
  if (kind == Observed::Kind::rows) return "rows";
  return kind == Observed::Kind::denied ? "denied" : "error";
}

Json list(const std::vector<std::string>& values) {
  Json array = Json::array();
  for (const auto& value : values) array.add(value);
  return array;
}

Error not_a_matrix() {
  return usage_error("this isn't a matrix that dunlin saved", "dunlin test rls --save FILE writes one");
}

std::vector<std::string> strings(const Json* array) {
  if (array == nullptr || array->elements() == nullptr) throw not_a_matrix();
  std::vector<std::string> values;
  for (const Json& element : *array->elements()) {
    if (element.string() == nullptr) throw not_a_matrix();
    values.push_back(*element.string());
  }
  return values;
}

std::string text_of(const Json& object, std::string_view name) {
  const Json* member = object.find(name);
  if (member == nullptr || member->string() == nullptr) throw not_a_matrix();
  return *member->string();
}

Snapshot::Entry entry_of(const Json& object) {
  const Json* affected = object.find("affected");
  if (affected == nullptr || affected->integer() == nullptr) throw not_a_matrix();
  Snapshot::Entry entry{.label = text_of(object, "cell"),
                        .outcome = text_of(object, "outcome"),
                        .keys = strings(object.find("keys")),
                        .affected = *affected->integer()};
  std::sort(entry.keys.begin(), entry.keys.end());
  return entry;
}

std::vector<std::string> minus(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  std::vector<std::string> out;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
  return out;
}

std::string reach(const Snapshot::Entry& entry) {
  if (entry.outcome != "rows") return entry.outcome;
  const auto rows = entry.keys.empty() ? static_cast<std::size_t>(entry.affected) : entry.keys.size();
  return counted(rows, "row");
}

// A command that is denied reaches nothing, but being let in to see nothing is more than that.
int rank(const Snapshot::Entry& entry) {
  if (entry.outcome != "rows") return 0;
  return entry.keys.empty() && entry.affected == 0 ? 1 : 2;
}

MatrixChange change_of(const Snapshot::Entry& before, const Snapshot::Entry& now) {
  MatrixChange change{.label = now.label,
                      .gained = minus(now.keys, before.keys),
                      .lost = minus(before.keys, now.keys),
                      .message = fmt::format("{} before, {} now", reach(before), reach(now))};
  change.widened = !change.gained.empty() || rank(now) > rank(before);
  return change;
}

bool differ(const Snapshot::Entry& a, const Snapshot::Entry& b) {
  return a.outcome != b.outcome || a.keys != b.keys || rank(a) != rank(b);
}

}  // namespace

Snapshot snapshot_of(const std::vector<CellResult>& results, const std::vector<Policy>& policies) {
  Snapshot snapshot;
  for (const CellResult& result : results)
    snapshot.entries.push_back({result.label, std::string(word(result.observed.kind)), result.observed.keys,
                                result.observed.affected});
  for (const Policy& policy : policies) snapshot.policies.push_back(describe(policy));
  std::sort(snapshot.policies.begin(), snapshot.policies.end());
  return snapshot;
}

Json to_json(const Snapshot& snapshot) {
  Json cells = Json::array();
  for (const auto& entry : snapshot.entries)
    cells.add(Json::object()
                  .set("cell", entry.label)
                  .set("outcome", entry.outcome)
                  .set("affected", entry.affected)
                  .set("keys", list(entry.keys)));
  return Json::object()
      .set("format", k_format)
      .set("cells", std::move(cells))
      .set("policies", list(snapshot.policies));
}

Snapshot parse_snapshot(std::string_view text) {
  const Json json = Json::parse(text);
  if (json.find("format") == nullptr || text_of(json, "format") != k_format) throw not_a_matrix();
  const Json* cells = json.find("cells");
  if (cells == nullptr || cells->elements() == nullptr) throw not_a_matrix();
  Snapshot snapshot;
  for (const Json& cell : *cells->elements()) snapshot.entries.push_back(entry_of(cell));
  snapshot.policies = strings(json.find("policies"));
  std::sort(snapshot.policies.begin(), snapshot.policies.end());
  return snapshot;
}

bool MatrixDiff::widened() const {
  return std::any_of(changes.begin(), changes.end(), [](const auto& change) { return change.widened; });
}

MatrixDiff compare(const Snapshot& before, const Snapshot& now) {
  std::map<std::string, const Snapshot::Entry*> old;
  for (const auto& entry : before.entries) old.emplace(entry.label, &entry);
  MatrixDiff diff;
  for (const auto& entry : now.entries) {
    const auto found = old.find(entry.label);
    if (found == old.end()) {
      diff.only_now.push_back(entry.label);
      continue;
    }
    if (differ(*found->second, entry)) diff.changes.push_back(change_of(*found->second, entry));
    old.erase(found);
  }
  for (const auto& [label, entry] : old) diff.only_before.push_back(label);
  diff.policies_removed = minus(before.policies, now.policies);
  diff.policies_added = minus(now.policies, before.policies);
  return diff;
}

std::string describe(const Policy& policy) {
  static const std::map<char, std::string_view> k_commands{
      {'*', "ALL"}, {'r', "SELECT"}, {'a', "INSERT"}, {'w', "UPDATE"}, {'d', "DELETE"}};
  return fmt::format("{}.{} {} {} FOR {} TO {}{}{}", policy.schema, policy.table, policy.name,
                     policy.permissive ? "PERMISSIVE" : "RESTRICTIVE", k_commands.at(policy.command),
                     policy.roles, policy.using_sql.empty() ? "" : " USING (" + policy.using_sql + ")",
                     policy.check_sql.empty() ? "" : " WITH CHECK (" + policy.check_sql + ")");
}

}  // namespace dunlin::trial
