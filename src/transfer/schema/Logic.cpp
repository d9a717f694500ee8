#include "transfer/schema/Logic.hpp"

namespace dunlin::transfer {

void add_logic(const sqlite::Schema& schema, const Mapping& /*mapping*/,
               const model::TransferConfig& /*config*/, ScriptWriter& script,
               std::vector<Problem>& problems) {
  for (const auto& view : schema.views) {
    problems.push_back({.rule = "view-not-translated",
                        .weight = Weight::changed,
                        .object = "view " + view.name,
                        .message = "the view isn't in the target",
                        .hint = "its text is in the third migration, as a comment"});
    script.comment(view.sql);
  }
  for (const auto& trigger : schema.triggers) {
    problems.push_back({.rule = "trigger-not-translated",
                        .weight = Weight::changed,
                        .object = "trigger " + trigger.name,
                        .message = "the trigger isn't in the target",
                        .hint = "its text is in the third migration, as a comment"});
    script.comment(trigger.sql);
  }
}

}  // namespace dunlin::transfer
