#include "audit/Verdict.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace dunlin::audit {
namespace {

std::string ids_of(const std::vector<std::int64_t>& ids, std::int64_t count) {
  const std::string listed = fmt::format("{}", fmt::join(ids, ", "));
  const auto more = count - static_cast<std::int64_t>(ids.size());
  return more > 0 ? fmt::format("{} and {} more", listed, more) : listed;
}

void judge_rows(const Seal& seal, const RowsDiffer& rows, std::vector<Trouble>& troubles) {
  const auto say = [&](const char* kind, std::int64_t count, const std::vector<std::int64_t>& ids,
                       const char* what) {
    if (count == 0) return;
    troubles.push_back({kind, seal.number, ids,
                        fmt::format("seal {}: {} {} {}: id {}", seal.number, count,
                                    count == 1 ? "row was" : "rows were", what, ids_of(ids, count))});
  };
  say("row_deleted", rows.deleted, rows.deleted_ids, "deleted");
  say("row_changed", rows.changed, rows.changed_ids, "changed");
  say("row_added", rows.added, rows.added_ids, "added behind the seal");
}

/// The chain in the database: numbers without gaps, each seal over the one before, each hash over its
/// contents.
void judge_chain(const Observation& seen, const std::optional<Anchor>& anchor,
                 std::vector<Trouble>& troubles) {
  std::int64_t expected = 1;
  std::string previous;
  for (const Seal& seal : seen.seals) {
    for (; expected < seal.number; ++expected) {
      troubles.push_back({"seal_deleted", expected, {}, fmt::format("seal {} was deleted", expected)});
    }
    const bool follows =
        seal.previous == previous || (!troubles.empty() && troubles.back().seal == seal.number - 1);
    if (hash_of(seal) != seal.hash || !follows) {
      const auto now = seen.leaves_now.find(seal.number);
      const Seal* outside = nullptr;
      if (anchor) {
        for (const Seal& kept : anchor->seals)
          if (kept.number == seal.number) outside = &kept;
      }
      const bool rows_agree =
          outside != nullptr && now != seen.leaves_now.end() && now->second == outside->leaves;
      troubles.push_back({"seal_changed",
                          seal.number,
                          {},
                          fmt::format("seal {} was changed{}", seal.number,
                                      rows_agree ? "; its rows are as the anchor has them" : "")});
    }
    previous = seal.hash;
    expected = seal.number + 1;
  }
}

void judge_anchor(const Observation& seen, const Anchor& anchor, std::vector<Trouble>& troubles) {
  if (anchor.broken_line) {
    troubles.push_back(
        {"anchor_broken",
         0,
         {},
         fmt::format("line {} of the anchor isn't whole: it was cut off or edited", *anchor.broken_line)});
  }
  std::int64_t last = 0;
  std::string previous;
  for (const Seal& kept : anchor.seals) {
    if (kept.number != last + 1 || kept.previous != previous || hash_of(kept) != kept.hash) {
      troubles.push_back(
          {"anchor_changed",
           kept.number,
           {},
           fmt::format(
               "the anchor's line of seal {} doesn't follow from the one before: the anchor was edited",
               kept.number)});
    }
    last = kept.number;
    previous = kept.hash;
    const auto same = std::find_if(seen.seals.begin(), seen.seals.end(),
                                   [&](const Seal& seal) { return seal.number == kept.number; });
    if (same == seen.seals.end()) {
      troubles.push_back(
          {"seal_deleted",
           kept.number,
           {},
           fmt::format("seal {} is in the anchor, and not in the database any more", kept.number)});
    } else if (*same != kept && hash_of(*same) == same->hash) {
      troubles.push_back({"seal_forged",
                          kept.number,
                          {},
                          fmt::format("seal {} isn't the one in the anchor: it was made anew", kept.number)});
    }
  }
  if (anchor.id.empty() && !anchor.broken_line) {
    troubles.push_back({"anchor_broken", 0, {}, "the anchor is empty"});
    return;
  }
  const auto written = seen.anchored.find(anchor.id);
  if (written == seen.anchored.end()) {
    if (!anchor.seals.empty() || anchor.broken_line) {
      troubles.push_back(
          {"anchor_unknown",
           0,
           {},
           "the database doesn't know this anchor: it is another's, or its records were deleted"});
    }
    return;
  }
  const std::int64_t newest = written->second.empty() ? 0 : *written->second.rbegin();
  if (newest > last) {
    troubles.push_back(
        {"anchor_cut_off",
         last + 1,
         {},
         fmt::format("the anchor ends at seal {}, and seals up to {} were written to it: it was cut off",
                     last, newest)});
  }
}

}  // namespace

std::vector<Trouble> judge(const Observation& seen, const std::optional<Anchor>& anchor) {
  std::vector<Trouble> troubles;
  judge_chain(seen, anchor, troubles);
  for (const Seal& seal : seen.seals) {
    const auto rows = seen.rows_differ.find(seal.number);
    if (rows != seen.rows_differ.end()) judge_rows(seal, rows->second, troubles);
  }
  for (const std::string& month : seen.purged_without_record) {
    troubles.push_back(
        {"purge_without_record",
         0,
         {},
         fmt::format("rows of {} are marked as purged, and the log has no event that says so", month)});
  }
  for (const std::string& month : seen.purged_and_there) {
    troubles.push_back({"purge_forged",
                        0,
                        {},
                        fmt::format("{} is on the record as purged, and still has rows from before that: "
                                    "what is missing of it was deleted",
                                    month)});
  }
  if (anchor) judge_anchor(seen, *anchor, troubles);
  // The same seal is named once: what the chain says of a missing one, the anchor says too.
  std::vector<Trouble> once;
  for (Trouble& trouble : troubles) {
    const bool known = std::any_of(once.begin(), once.end(), [&](const Trouble& other) {
      return other.kind == trouble.kind && other.seal == trouble.seal && other.kind == "seal_deleted";
    });
    if (!known) once.push_back(std::move(trouble));
  }
  return once;
}

}  // namespace dunlin::audit
