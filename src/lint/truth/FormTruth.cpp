#include "lint/truth/FormTruth.hpp"

#include <algorithm>
#include <map>
#include <mutex>

#include "lint/truth/TruthFiles.hpp"

namespace dunlin::lint {
namespace {

// Takes the text before the next `end` off the front of `rest`.
std::string_view take(std::string_view& rest, char end) {
  const auto at = rest.find(end);
  const auto head = rest.substr(0, at);
  rest.remove_prefix(at == std::string_view::npos ? rest.size() : at + 1);
  return head;
}

std::string_view or_empty(std::string_view column) {
  return column == "-" ? std::string_view{} : column;
}

// "table=ShareLock index=AccessExclusiveLock"
std::vector<RoleLock> read_locks(std::string_view column) {
  std::vector<RoleLock> locks;
  while (!column.empty()) {
    std::string_view pair = take(column, ' ');
    const auto role = take(pair, '=');
    locks.push_back({role, model::parse_lock_level(pair).value_or(model::LockLevel::none)});
  }
  return locks;
}

std::vector<RoleCost> read_costs(std::string_view column) {
  std::vector<RoleCost> costs;
  while (!column.empty()) {
    std::string_view pair = take(column, ' ');
    const auto role = take(pair, '=');
    costs.push_back({role, model::parse_cost(pair).value_or(model::Cost::metadata)});
  }
  return costs;
}

FormTruth read_line(std::string_view line) {
  FormTruth truth{.form = take(line, '\t')};
  truth.alone = take(line, '\t') == "alone";
  truth.sqlstate = or_empty(take(line, '\t'));
  truth.cost = model::parse_cost(take(line, '\t')).value_or(model::Cost::metadata);
  truth.locks = read_locks(or_empty(take(line, '\t')));
  truth.costs = read_costs(or_empty(take(line, '\t')));
  truth.reasons = or_empty(line);
  return truth;
}

std::vector<FormTruth> read_forms(int major) {
  std::vector<FormTruth> forms;
  std::string_view text = truth_text(major, "forms");
  while (!text.empty()) {
    const auto line = take(text, '\n');
    if (!line.empty() && line.front() != '#') forms.push_back(read_line(line));
  }
  std::sort(forms.begin(), forms.end(), [](const auto& a, const auto& b) { return a.form < b.form; });
  return forms;
}

}  // namespace

model::LockLevel FormTruth::lock_on(std::string_view role) const {
  for (const auto& entry : locks)
    if (entry.role == role) return entry.lock;
  return model::LockLevel::none;
}

model::Cost FormTruth::cost_on(std::string_view role) const {
  for (const auto& entry : costs)
    if (entry.role == role) return entry.cost;
  return model::Cost::metadata;
}

const std::vector<FormTruth>& all_forms(int major) {
  static std::mutex mutex;
  static std::map<int, std::vector<FormTruth>> by_major;  // read at first use: a run asks for one version
  const std::scoped_lock lock(mutex);
  const int nearest = nearest_major(major);
  const auto known = by_major.find(nearest);
  return known != by_major.end() ? known->second
                                 : by_major.emplace(nearest, read_forms(nearest)).first->second;
}

const FormTruth* form_truth(int major, std::string_view form) {
  const auto& forms = all_forms(major);
  const auto at =
      std::lower_bound(forms.begin(), forms.end(), form,
                       [](const FormTruth& truth, std::string_view name) { return truth.form < name; });
  return at != forms.end() && at->form == form ? &*at : nullptr;
}

}  // namespace dunlin::lint
