#include <fmt/format.h>

#include "lint/Session.hpp"
#include "lint/rules/Rules.hpp"
#include "sql/Split.hpp"

namespace dunlin::lint::rules {
namespace {

struct CicWaitsOnOldXacts {
  static constexpr std::int64_t k_patient = 30 * 60'000;  // milliseconds

  static bool is_concurrent(const Scene& scene) {
    const model::StatementKind kind = sql::classify(scene.text());
    return kind == model::StatementKind::create_index_concurrently ||
           kind == model::StatementKind::drop_index_concurrently ||
           (kind == model::StatementKind::reindex && scene.as<model::Maintenance>() != nullptr &&
            scene.as<model::Maintenance>()->concurrently) ||
           kind == model::StatementKind::detach_concurrently;
  }

  static void statement(const Scene& scene, Reporter& report) {
    if (scene.settings().managed_timeouts && !scene.file().own_timeouts) return;
    if (!is_concurrent(scene)) return;
    for (const char* name : {"statement_timeout", "lock_timeout"}) {
      const auto limit = time_setting(scene.session(), name);
      if (!limit || *limit == 0 || *limit >= k_patient) continue;
      report.add("", fmt::format("{} is {}: this statement waits for every transaction that is older, and is "
                                 "cancelled when one of them lasts longer",
                                 name, setting(scene.session(), name)));
      return;
    }
  }
};

}  // namespace

const Rule cic_waits_on_old_xacts{
    .name = "cic-waits-on-old-xacts",
    .family = 'A',
    .profile = Profile::strict,
    .severity = model::Severity::warning,
    .summary = "CONCURRENTLY under a short lock_timeout or statement_timeout",
    .why =
        "Concurrent forms wait until all transactions that can still see the old state have ended; that "
        "counts as waiting for a lock. A build that is cancelled leaves an invalid index behind. They "
        "block no traffic while they wait, so a short limit protects nobody.",
    .advice =
        "SET lock_timeout = 0; SET statement_timeout = 0; for this statement, and set them back "
        "afterwards. dunlin does so itself unless the file says own-timeouts.",
    .statement = CicWaitsOnOldXacts::statement};

}  // namespace dunlin::lint::rules
