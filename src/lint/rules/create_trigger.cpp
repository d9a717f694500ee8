#include "base/Text.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct TriggerOnLive {
  static void statement(const Scene& scene, Reporter& report) {
    const auto* trigger = scene.as<model::CreateTrigger>();
    if (trigger == nullptr || !scene.is_live(trigger->table)) return;
    const auto* known = scene.relation(trigger->table);
    if (known != nullptr && known->is_view()) return;
    const std::string name = scene.shown(trigger->table);
    report.add(name, "trigger " + trigger->name + ": writes to " + name +
                         " wait while it is made, and from then on " +
                         (trigger->for_each_row ? "each row of each " : "each ") +
                         to_upper(join(trigger->events, " or ")) + " runs " +
                         model::to_string(trigger->function) + "()");
  }

  static std::string to_upper(std::string text) {
    for (char& c : text)
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return text;
  }
};

}  // namespace

const Rule create_trigger{.name = "create-trigger",
                          .family = 'H',
                          .profile = Profile::strict,
                          .severity = model::Severity::note,
                          .summary = "CREATE TRIGGER on a table in use",
                          .why =
                              "It takes SHARE ROW EXCLUSIVE for a moment, behind every running "
                              "write and before every new one. "
                              "What lasts is the cost: a row trigger runs once for each row, in "
                              "batches and backfills too.",
                          .advice =
                              "Run it under a short lock_timeout (dunlin does). Use WHEN (...) "
                              "and UPDATE OF columns so that it "
                              "fires only where it has something to do.",
                          .statement = TriggerOnLive::statement};

}  // namespace dunlin::lint::rules
