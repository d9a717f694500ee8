# Raw results of bench/run -> Markdown tables. Columns: part round tool action wall cpu peak trips connections
BEGIN { FS = "\t" }
{
  key = $1 SUBSEP $3 SUBSEP $4
  n = ++count[key]
  wall[key, n] = $5; cpu[key, n] = $6; peak[key, n] = $7; trips[key] = $8
  if ($4 == "apply") {
    if ($3 == "psql") floor[$1, $2] = $5
    if (($1, $2) in floor) { ratio[key, ++ratios[key]] = $5 / floor[$1, $2] }
  }
  if (!(($1, $3) in seen)) { seen[$1, $3] = 1; tools[$1] = tools[$1] " " $3 }
}

function sorted(values, key, total,    i, j, swap) {
  for (i = 1; i <= total; ++i) list[i] = values[key, i] + 0
  for (i = 2; i <= total; ++i)
    for (j = i; j > 1 && list[j - 1] > list[j]; --j) { swap = list[j]; list[j] = list[j - 1]; list[j - 1] = swap }
}
function median(values, key, total) {
  sorted(values, key, total)
  return total % 2 ? list[(total + 1) / 2] : (list[total / 2] + list[total / 2 + 1]) / 2
}
function seconds(values, part, tool, action,    key) {
  key = part SUBSEP tool SUBSEP action
  return count[key] ? sprintf("%.2f", median(values, key, count[key])) : ""
}
function milliseconds(part, tool, action,    key) {
  key = part SUBSEP tool SUBSEP action
  return count[key] ? sprintf("%.0f", 1000 * median(wall, key, count[key])) : ""
}
function ratio_with_range(part, tool,    key, middle) {
  key = part SUBSEP tool SUBSEP "apply"
  if (!ratios[key]) return ""
  middle = median(ratio, key, ratios[key])
  return sprintf("%.2fx (%.2f-%.2f)", middle, list[1], list[ratios[key]])
}
function megabytes(part, tool, action,    key) {
  key = part SUBSEP tool SUBSEP action
  return count[key] ? sprintf("%.0f", median(peak, key, count[key])) : ""
}
function name(tool) { return tool == "dunlin-window" ? "dunlin --window 16" : tool }

function table(part, title,    list_of, total, i, tool, remote) {
  remote = part == "remote"
  printf "\n%s\n\n| tool | apply s | of psql (range) | client CPU s | peak MB | no-op ms | status ms |%s\n", title,
         remote ? " round trips: apply | no-op | status |" : ""
  printf "|---|---|---|---|---|---|---|%s\n", remote ? "---|---|---|" : ""
  total = split(tools[part], list_of, " ")
  for (i = 1; i <= total; ++i) {
    tool = list_of[i]
    printf "| %s | %s | %s | %s | %s | %s | %s |", name(tool), seconds(wall, part, tool, "apply"),
           ratio_with_range(part, tool), seconds(cpu, part, tool, "apply"), megabytes(part, tool, "apply"),
           milliseconds(part, tool, "noop"), milliseconds(part, tool, "status")
    if (remote)
      printf " %s | %s | %s |", trips[part, tool, "apply"], trips[part, tool, "noop"], trips[part, tool, "status"]
    print ""
  }
}

END {
  if ("local" in tools) table("local", "Local server:")
  if ("remote" in tools) table("remote", "Over a round trip of 5 ms:")
  if ("status10k" in tools)
    printf "\n10,000 applied files: status %s s (%s MB), no-op %s s; applied with --window 16 in %s s (%s MB)\n",
           seconds(wall, "status10k", "dunlin", "status"), megabytes("status10k", "dunlin", "status"),
           seconds(wall, "status10k", "dunlin", "noop"), seconds(wall, "status10k", "dunlin-window", "apply"),
           megabytes("status10k", "dunlin-window", "apply")
  if ("dump-dump" in tools) table("dump-dump", "A file of 50 MB, one COPY:")
  if ("dump-inserts" in tools) table("dump-inserts", "A file of 50 MB, 296,716 INSERTs:")
}
