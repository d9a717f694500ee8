#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "lint/rules/Rules.hpp"

namespace dunlin::lint::rules {
namespace {

struct LockOrderInversion {
  using Tables = std::pair<std::string, std::string>;

  // Two transactions that both want such a lock on a table can't both have it.
  static bool excludes_itself(model::LockLevel lock) { return lock >= model::LockLevel::share_row_exclusive; }

  static bool same_transaction(const model::Origin& a, const model::Origin& b) {
    return a.file_index == b.file_index && a.file == b.file && a.unit == b.unit;
  }

  static void compare(const std::vector<Touch>& transaction, std::map<Tables, model::Origin>& known,
                      std::set<Tables>& said, Reporter& report) {
    for (std::size_t second = 1; second < transaction.size(); ++second) {
      for (std::size_t first = 0; first < second; ++first) {
        const std::string &a = transaction[first].relation, &b = transaction[second].relation;
        known.try_emplace({a, b}, transaction[second].origin);
        const auto other = known.find({b, a});
        if (other == known.end() || !said.insert(std::minmax(a, b)).second) continue;
        report.add_at(transaction[second].origin, b,
                      "this transaction locks " + a + " and then " + b + "; the one at " +
                          other->second.file + ":" + std::to_string(other->second.line) + " locks " + b +
                          " and then " + a);
      }
    }
  }

  static void catalog(const Scene& scene, Reporter& report) {
    std::map<Tables, model::Origin> known;  // where the second lock of a pair was taken first
    std::set<Tables> said;
    std::vector<Touch> transaction;  // each table once, in the order of the locks
    for (const Touch& touch : scene.touches()) {
      if (!transaction.empty() && !same_transaction(transaction.front().origin, touch.origin)) {
        compare(transaction, known, said, report);
        transaction.clear();
      }
      const bool held = std::any_of(transaction.begin(), transaction.end(),
                                    [&](const Touch& other) { return other.relation == touch.relation; });
      if (!held && excludes_itself(touch.lock)) transaction.push_back(touch);
    }
    compare(transaction, known, said, report);
  }
};

}  // namespace

const Rule lock_order_inversion{
    .name = "lock-order-inversion",
    .family = 'E',
    .profile = Profile::strict,
    .severity = model::Severity::note,
    .summary = "Two transactions lock the same two tables in opposite order",
    .why =
        "When both run at a time each waits for the other, and PostgreSQL cancels one of them (40P01, docs "
        "13.3.4). Two runs of dunlin never do: it takes one lease a database. A second deploy tool, or a "
        "program that uses the tables in one of the orders, does.",
    .advice = "Lock tables in one order everywhere, or give each its own unit: -- dunlin:unit.",
    .catalog = LockOrderInversion::catalog};

}  // namespace dunlin::lint::rules
