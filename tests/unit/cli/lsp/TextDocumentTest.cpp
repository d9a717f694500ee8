#include <gtest/gtest.h>

#include "cli/lsp/TextDocument.hpp"
#include "cli/lsp/Uri.hpp"

namespace dunlin::cli::lsp {
namespace {

TEST(LspTextDocument, CountsCharactersInUtf16) {
  const TextDocument document("a\nxé😀y\r\nz\rw");
  const std::size_t y = document.text().find('y');
  EXPECT_EQ(document.position_of(y), (Position{1, 4}));  // x, é, and two for the emoji
  EXPECT_EQ(document.offset_of({1, 4}), y);
  EXPECT_EQ(document.offset_of({1, 3}), y - 4);  // in the middle of a pair: before it
  EXPECT_EQ(document.position_of(document.text().find('z')), (Position{2, 0}));
  EXPECT_EQ(document.position_of(document.text().find('w')), (Position{3, 0}));
}

TEST(LspTextDocument, KeepsPlacesWithinTheText) {
  const TextDocument document("ab\r\ncd");
  EXPECT_EQ(document.offset_of({0, 99}), 2U);
  EXPECT_EQ(document.offset_of({9, 0}), 6U);
  EXPECT_EQ(document.offset_of({SIZE_MAX, SIZE_MAX}), 6U);
  EXPECT_EQ(document.position_of(99), (Position{1, 2}));
  EXPECT_EQ(TextDocument("").position_of(0), (Position{0, 0}));
}

TEST(LspTextDocument, ReplacesBetweenPlaces) {
  const TextDocument document("one\ntwo\nthree");
  EXPECT_EQ(document.replaced({0, 3}, {2, 0}, " ").text(), "one three");
  EXPECT_EQ(document.replaced({1, 0}, {1, 0}, "x").text(), "one\nxtwo\nthree");
  EXPECT_EQ(document.replaced({2, 0}, {0, 0}, "x").text(), "one\ntwo\nxthree");  // end before begin
}

TEST(LspTextDocument, FindsEachPlaceAgain) {
  const TextDocument document("a😀\n\n\xE2\x82\xAC\xC3\xA9z\r\nlast");
  for (std::size_t i = 0; i <= document.text().size(); ++i) {
    const bool inside =
        i < document.text().size() && (static_cast<unsigned char>(document.text()[i]) & 0xC0U) == 0x80U;
    const bool line_end =
        i > 0 && i < document.text().size() && document.text()[i] == '\n' && document.text()[i - 1] == '\r';
    if (!inside && !line_end) {
      EXPECT_EQ(document.offset_of(document.position_of(i)), i);
    }
  }
}

TEST(LspUri, NamesPaths) {
  EXPECT_EQ(path_of("file:///a/b%20c/%C3%BC.sql"), "/a/b c/ü.sql");
  EXPECT_EQ(path_of("file://localhost/a%2"), "/a%2");
  EXPECT_EQ(path_of("file://localhost/%zz%2"), "/%zz%2");
  EXPECT_EQ(path_of("file://"), "");
  EXPECT_EQ(path_of("untitled:Untitled-1"), "untitled:Untitled-1");
}

}  // namespace
}  // namespace dunlin::cli::lsp
