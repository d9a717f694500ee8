#include "base/Text.hpp"
#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct AutovacuumDisabled {
  static bool is_off(const std::string& value) {
    const std::string word = to_lower(value);
    return word == "false" || word == "off" || word == "0" || word == "no";
  }

  static bool turns(const model::Options& options, bool off) {
    for (const auto& [name, value] : options)
      if ((name == "autovacuum_enabled" || name == "toast.autovacuum_enabled") && is_off(value) == off)
        return true;
    return false;
  }

  // Switched on again further down: a load that vacuum shouldn't disturb.
  static bool is_back_later(const Scene& scene, const model::QualifiedName& table) {
    for (std::size_t i = scene.index() + 1; i < scene.statements().size(); ++i) {
      const auto* alter = std::get_if<model::AlterTable>(&scene.statements()[i].command);
      if (alter == nullptr || scene.catalog().qualified(alter->name) != table) continue;
      for (const model::AlterAction& action : alter->actions) {
        if (action.kind == model::AlterKind::set_options && turns(action.options, false)) return true;
        if (action.kind != model::AlterKind::reset_options) continue;
        for (const auto& option : action.options)
          if (option.first == "autovacuum_enabled" || option.first == "toast.autovacuum_enabled") return true;
      }
    }
    return false;
  }

  static void judge(const Scene& scene, Reporter& report, const model::QualifiedName& table) {
    if (is_back_later(scene, table)) return;
    const std::string name = model::to_string(table);
    report.add(name, "autovacuum is switched off for " + name +
                         ": dead rows stay, and statistics grow old, until someone vacuums it");
  }

  static void statement(const Scene& scene, Reporter& report) {
    if (const auto* made = scene.as<model::CreateTable>()) {
      if (made->persistence != model::Persistence::temporary && turns(made->options, true))
        judge(scene, report, scene.catalog().created(made->name));
      return;
    }
    const auto* alter = scene.as<model::AlterTable>();
    if (alter == nullptr) return;
    for (const model::AlterAction& action : alter->actions)
      if (action.kind == model::AlterKind::set_options && turns(action.options, true))
        judge(scene, report, scene.catalog().qualified(alter->name));
  }
};

}  // namespace

const Rule autovacuum_disabled{
    .name = "autovacuum-disabled",
    .family = 'F',
    .profile = Profile::strict,
    .severity = model::Severity::warning,
    .summary = "Autovacuum_enabled = false, and not switched on again",
    .why =
        "Nothing removes dead rows, so the table and its indexes grow with every UPDATE and DELETE; the "
        "planner's statistics are never renewed either.",
    .advice =
        "ALTER TABLE t RESET (autovacuum_enabled); for a busy table make it run more often: "
        "SET (autovacuum_vacuum_scale_factor = 0.02).",
    .statement = AutovacuumDisabled::statement};

}  // namespace dunlin::lint::rules
