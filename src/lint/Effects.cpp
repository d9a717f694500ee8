#include "lint/Effects.hpp"

#include <algorithm>
#include <map>

#include "lint/effects/Forms.hpp"
#include "lint/truth/FormTruth.hpp"

namespace dunlin::lint {
namespace {

std::string reason_of(const std::string& role) {
  static const std::map<std::string, std::string> k_words{{"referenced", "referenced by a foreign key"},
                                                          {"referencing", "has a foreign key to it"},
                                                          {"partition", "partition"},
                                                          {"default_partition", "default partition"},
                                                          {"parent", "partitioned table"},
                                                          {"attached", "attached partition"},
                                                          {"child", "inherits from it"},
                                                          {"other_child", "becomes a child"},
                                                          {"view", "view"},
                                                          {"matview", "materialized view"},
                                                          {"using_domain", "uses the domain"}};
  const auto found = k_words.find(role);
  return found == k_words.end() ? std::string() : found->second;
}

void merge(Effect effect, std::vector<Effect>& effects) {
  const auto same = std::find_if(effects.begin(), effects.end(),
                                 [&](const Effect& other) { return other.relation == effect.relation; });
  if (same == effects.end()) {
    effects.push_back(std::move(effect));
    return;
  }
  same->lock = std::max(same->lock, effect.lock);
  same->cost = std::max(same->cost, effect.cost);
  same->known = same->known && effect.known;
  if (effect.reason.empty()) same->reason.clear();
}

// A partition without a role of its own in the form that was measured plays the partitions' one.
model::LockLevel lock_of(const FormTruth& truth, const std::string& role) {
  const model::LockLevel lock = truth.lock_on(role);
  return lock == model::LockLevel::none && role == "default_partition" ? truth.lock_on("partition") : lock;
}

model::Cost cost_of(const FormTruth& truth, const std::string& role) {
  // ANALYZE reads a sample of at most 300 rows for each unit of the statistics target (PostgreSQL docs,
  // ANALYZE); of the small table that was measured, that is all.
  if (truth.form.starts_with("analyze")) return model::Cost::rows;
  const model::Cost cost = truth.cost_on(role);
  return cost == model::Cost::metadata && role == "default_partition" ? truth.cost_on("partition") : cost;
}

void add_effects(const FormUse& use, const FormContext& context, std::vector<Effect>& effects) {
  const FormTruth* truth = form_truth(context.major, use.form);
  for (const auto& [role, relation] : use.roles) {
    Effect effect{model::to_string(context.catalog.qualified(relation)), model::LockLevel::none,
                  model::Cost::metadata, truth != nullptr, reason_of(role)};
    if (truth == nullptr) {
      if (role != "table") continue;
      effect.lock = model::LockLevel::access_exclusive;
    } else {
      effect.lock = lock_of(*truth, role);
      effect.cost = cost_of(*truth, role);
    }
    if (effect.lock != model::LockLevel::none) merge(std::move(effect), effects);
  }
}

}  // namespace

std::vector<Effect> effects_of(const model::Command& command, const model::Catalog& catalog, int major,
                               bool utc) {
  const FormContext context{catalog, major, utc};
  std::vector<Effect> effects;
  for (const FormUse& use : forms_of(command, context)) add_effects(use, context, effects);
  std::stable_sort(effects.begin(), effects.end(),
                   [](const Effect& a, const Effect& b) { return a.lock > b.lock; });
  return effects;
}

const Effect* find_effect(const std::vector<Effect>& effects, const std::string& relation) {
  const auto found = std::find_if(effects.begin(), effects.end(),
                                  [&](const Effect& effect) { return effect.relation == relation; });
  return found == effects.end() ? nullptr : &*found;
}

}  // namespace dunlin::lint
