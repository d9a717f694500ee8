#include <gtest/gtest.h>

#include "model/Document.hpp"
#include "report/Html.hpp"
#include "report/Markdown.hpp"
#include "report/Text.hpp"

namespace dunlin::report {
namespace {

using model::Document;
using model::Inline;
using model::Tone;

const std::string k_hostile = "<script>alert('1')</script> & \"x\" | \\| `a` *b* _c_ [d](http://e.f) \x1b[2J";

Document report() {
  Document document{"Migration audit", "shop, 3 files", {}};
  document.add(model::KeyFigures{{{"12", "tables", Tone::good}, {"3", "defined twice", Tone::bad}}})
      .add(model::Heading{2, "Tables"})
      .add(model::Paragraph{Inline("What is said of ").code("users").add(" here.")})
      .add(model::Table{{{"table"}, {"times", true}},
                        {{model::code("users"), "2"}, {Inline("a|b"), Inline("10")}, {"short"}}})
      .add(model::List{{"one", "two"}, true})
      .add(model::CodeBlock{"SELECT 1;\nSELECT 2;", "sql"});
  return document;
}

TEST(DocumentText, LooksLikeThis) {
  EXPECT_EQ(write_text(report()), R"(Migration audit
===============
shop, 3 files

  12  tables
   3  defined twice

Tables
------

What is said of `users` here.

  table  times
  -----  -----
  users      2
  a|b       10
  short

  1. one
  2. two

    SELECT 1;
    SELECT 2;
)");
}

TEST(DocumentText, BreaksParagraphsAndIndentsListItems) {
  Document document{"T", "", {}};
  document.add(model::List{{"aaaaaaa bbbbbbb ccccccc ddddddd eeeeeee"}, false});
  EXPECT_EQ(write_text(document, {.width = 30}),
            "T\n=\n\n  - aaaaaaa bbbbbbb ccccccc\n    ddddddd eeeeeee\n");
}

TEST(DocumentText, LetsNoControlCharacterThrough) {
  Document document{k_hostile, k_hostile, {}};
  document.add(model::Heading{2, k_hostile})
      .add(model::Paragraph{k_hostile})
      .add(model::List{{k_hostile}, false})
      .add(model::Table{{{k_hostile}}, {{model::code(k_hostile)}}})
      .add(model::CodeBlock{k_hostile + "\r\n\x07", "sql"})
      .add(model::KeyFigures{{{k_hostile, k_hostile, Tone::bad}}});
  for (const auto& text : {write_text(document), write_markdown(document), write_html(document)}) {
    for (const char c : text) EXPECT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= 0x20) << int(c);
  }
}

TEST(DocumentMarkdown, LooksLikeThis) {
  EXPECT_EQ(write_markdown(report()), R"(# Migration audit

shop, 3 files

- **12** tables
- **3** defined twice

## Tables

What is said of `users` here.

| table | times |
|---|---:|
| `users` | 2 |
| a\|b | 10 |
| short | |

1. one
2. two

```sql
SELECT 1;
SELECT 2;
```
)");
}

TEST(DocumentMarkdown, EscapesWhatWouldBeMarkup) {
  EXPECT_EQ(escape_markdown("<b> & *x* `y` [z](u) a|b c\\d ~e~ $f$"),
            "&lt;b&gt; &amp; \\*x\\* \\`y\\` \\[z\\](u) a\\|b c\\\\d \\~e\\~ \\$f\\$");
  EXPECT_EQ(escape_markdown("user_id and _x_"), "user_id and \\_x\\_");
  EXPECT_EQ(escape_markdown("# no\nheading"), "\\# no heading");
  EXPECT_EQ(escape_markdown("- a"), "\\- a");
  EXPECT_EQ(escape_markdown("12. a - b"), "12\\. a - b");
  EXPECT_EQ(escape_markdown("see https://a.b and www.c.d"), "see https\\://a.b and www\\.c.d");
}

TEST(DocumentMarkdown, KeepsCodeAsItIs) {
  EXPECT_EQ(code_span("a_b*c"), "`a_b*c`");
  EXPECT_EQ(code_span("a`b"), "``a`b``");
  EXPECT_EQ(code_span("`a``b`"), "``` `a``b` ```");
  EXPECT_EQ(code_span("a|b"), "`a|b`");
  EXPECT_EQ(code_span("a|b", true), "`a\\|b`");
  EXPECT_EQ(code_span("a\\|b", true), "<code>a\\\\\\|b</code>");
  EXPECT_EQ(fenced("a\n````\nb", "sql\nx"), "`````sqlx\na\n````\nb\n`````\n");
}

TEST(DocumentHtml, EscapesContentEverywhere) {
  Document document{k_hostile, k_hostile, {}};
  document.add(model::Heading{2, k_hostile})
      .add(model::Paragraph{Inline(k_hostile).code(k_hostile).label(k_hostile, Tone::bad), Tone::warning})
      .add(model::List{{k_hostile}, false})
      .add(model::Table{{{k_hostile}}, {{k_hostile}}})
      .add(model::CodeBlock{k_hostile, "diff"})
      .add(model::CodeBlock{k_hostile, "\"><script>"})
      .add(model::KeyFigures{{{k_hostile, k_hostile, Tone::bad}}});
  const auto html = write_html(document);
  EXPECT_EQ(html.find("<script"), std::string::npos);
  EXPECT_EQ(html.find("alert('"), std::string::npos);
  EXPECT_NE(html.find("<td>&lt;script&gt;alert(&#39;1&#39;)"), std::string::npos);
}

TEST(DocumentHtml, NeedsNothingFromElsewhere) {
  const auto html = write_html(report());
  for (const auto* forbidden : {"http:", "https:", "url(", "@import", "<script", "<link", "<img", " src="})
    EXPECT_EQ(html.find(forbidden), std::string::npos) << forbidden;
  EXPECT_NE(html.find("default-src 'none'"), std::string::npos);
}

TEST(DocumentHtml, MarksTheLinesOfADiff) {
  Document document{"T", "", {}};
  document.add(model::CodeBlock{"@@ 1 @@\n-a<b\n+c\n d", "diff"});
  EXPECT_NE(write_html(document).find("<span class=\"hunk\">@@ 1 @@</span>\n"
                                      "<span class=\"removed\">-a&lt;b</span>\n"
                                      "<span class=\"added\">+c</span>\n d\n"),
            std::string::npos);
}

TEST(DocumentHtml, ListsItsSectionsWhenThereAreMany) {
  Document document{"T", "", {}};
  for (const auto* name : {"A", "B", "C"}) document.add(model::Heading{2, name});
  EXPECT_EQ(write_html(document).find("<nav"), std::string::npos);
  document.add(model::Heading{3, "inner"}).add(model::Heading{2, Inline().code("D")});
  const auto html = write_html(document);
  EXPECT_NE(html.find("<a href=\"#section-4\">D</a>"), std::string::npos);
  EXPECT_NE(html.find("<h2 id=\"section-4\"><code>D</code></h2>"), std::string::npos);
}

}  // namespace
}  // namespace dunlin::report
