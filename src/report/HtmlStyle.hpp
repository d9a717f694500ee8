#pragma once

#include <string_view>

namespace dunlin::report {

/// The style sheet of HTML reports.
inline constexpr std::string_view k_html_style = R"css(
:root {
  color-scheme: light dark;
  --page: #f6f7f9; --card: #ffffff; --text: #1c2430; --soft: #5d6878; --line: #e0e4ea; --shade: #f1f3f6; --chip: #e8ecf2;
  --accent: #2458c5; --good: #17784a; --note: #2463ae; --warning: #925600; --bad: #b3261e;
  --good-shade: #e3f4ea; --note-shade: #e6f0fb; --warning-shade: #fdf1da; --bad-shade: #fce8e6;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #11151b; --card: #191f27; --text: #e2e7ee; --soft: #97a3b3; --line: #2c3541; --shade: #212934; --chip: #283240;
    --accent: #86adff; --good: #6fd09a; --note: #85b8f5; --warning: #f0bd63; --bad: #ff9389;
    --good-shade: #16301f; --note-shade: #172c43; --warning-shade: #36290f; --bad-shade: #3d1c1a;
  }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; }
body {
  margin: 0; background: var(--page); color: var(--text); overflow-wrap: break-word;
  font: 16px/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif;
}
main { max-width: 66rem; margin: 0 auto; padding: 3rem 1.5rem 5rem; }
header { margin-bottom: 2rem; }
h1 { font-size: 2rem; line-height: 1.2; letter-spacing: -0.02em; margin: 0 0 .4rem; }
header p { color: var(--soft); margin: 0; }
h2 { font-size: 1.35rem; line-height: 1.3; letter-spacing: -0.01em; margin: 3rem 0 .9rem;
     padding-bottom: .4rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1.08rem; margin: 2rem 0 .5rem; }
h4, h5, h6 { font-size: 1rem; margin: 1.5rem 0 .4rem; }
p { margin: .7rem 0; max-width: 48rem; }
ul, ol { padding-left: 1.4rem; max-width: 48rem; }
li { margin: .25rem 0; }
a { color: var(--accent); text-decoration: none; }
a:hover { text-decoration: underline; }
code, pre { font-family: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
code { font-size: .87em; background: var(--chip); border-radius: 4px; padding: .12em .36em; }
pre { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: .9rem 1.1rem;
      overflow-x: auto; line-height: 1.5; margin: .9rem 0; }
pre code { background: none; padding: 0; font-size: .84rem; }
.added, .removed { display: inline-block; min-width: 100%; }
.added { color: var(--good); background: var(--good-shade); }
.removed { color: var(--bad); background: var(--bad-shade); }
.hunk { color: var(--soft); }
nav { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1rem 1.3rem; margin: 2rem 0; }
nav p { font-size: .78rem; text-transform: uppercase; letter-spacing: .07em; color: var(--soft); margin: 0 0 .5rem; }
nav ol { columns: 18rem; column-gap: 2rem; list-style: none; margin: 0; padding: 0; max-width: none; }
nav li { margin: 0; padding: .12rem 0; break-inside: avoid; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .8rem; margin: 1.4rem 0; }
.figure { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: .9rem 1.1rem; }
.figure b { display: block; font-size: 1.8rem; line-height: 1.25; font-weight: 650; letter-spacing: -0.02em;
            font-variant-numeric: tabular-nums; }
.figure span { color: var(--soft); font-size: .9rem; line-height: 1.4; display: block; }
.table { overflow-x: auto; margin: 1rem 0; background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; line-height: 1.5; }
th, td { text-align: left; vertical-align: top; padding: .5rem .95rem; border-bottom: 1px solid var(--line); }
th { font-size: .8rem; color: var(--soft); font-weight: 600; background: var(--shade); white-space: nowrap; }
tr:last-child td { border-bottom: 0; }
td code { background: var(--shade); overflow-wrap: anywhere; }
td:has(code) { min-width: 9rem; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.aside { border-left: 4px solid var(--line); border-radius: 0 8px 8px 0; padding: .7rem 1.1rem; margin: 1.1rem 0; max-width: none; }
.label { font-size: .82em; font-weight: 600; border-radius: 999px; padding: .12em .65em; white-space: nowrap; }
.good { color: var(--good); } .note { color: var(--note); } .warning { color: var(--warning); } .bad { color: var(--bad); }
.label.good, .aside.good { background: var(--good-shade); }
.label.note, .aside.note { background: var(--note-shade); }
.label.warning, .aside.warning { background: var(--warning-shade); }
.label.bad, .aside.bad { background: var(--bad-shade); }
.aside { color: var(--text); }
.aside.good { border-color: var(--good); } .aside.note { border-color: var(--note); }
.aside.warning { border-color: var(--warning); } .aside.bad { border-color: var(--bad); }
footer { margin-top: 4rem; color: var(--soft); font-size: .85rem; }
@media (max-width: 40rem) { main { padding: 1.5rem 1rem 3rem; } h1 { font-size: 1.6rem; } }
@media print {
  :root { --page: #fff; --card: #fff; --text: #000; --soft: #444; --line: #bbb; --shade: #f2f2f2; --chip: #f2f2f2; --accent: #000;
          --good: #17784a; --note: #2463ae; --warning: #925600; --bad: #b3261e;
          --good-shade: #fff; --note-shade: #fff; --warning-shade: #fff; --bad-shade: #fff; }
  body { font-size: 10.5pt; }
  main { max-width: none; padding: 0; }
  nav { display: none; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; }
  .table { overflow: visible; }
  h2, h3 { break-after: avoid; }
  tr, .figure, .aside { break-inside: avoid; }
  thead { display: table-header-group; }
}
)css";

}  // namespace dunlin::report
