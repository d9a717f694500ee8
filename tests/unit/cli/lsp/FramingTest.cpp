#include <gtest/gtest.h>

#include "cli/lsp/Framing.hpp"

namespace dunlin::cli::lsp {
namespace {

TEST(LspFraming, ReadsMessagesThatArriveInPieces) {
  Framing framing;
  std::string got;
  for (const char c : framed("{\"a\":1}") + framed("") + framed("ü")) {
    framing.feed({&c, 1});
    while (const auto frame = framing.next()) got += "<" + frame->content + frame->problem + ">";
  }
  EXPECT_EQ(got, "<{\"a\":1}><><ü>");
}

TEST(LspFraming, TakesOtherHeadersAndAnySpelling) {
  Framing framing;
  framing.feed("content-type: application/vscode-jsonrpc; charset=utf-8\r\ncontent-LENGTH:  2\r\n\r\n{}");
  EXPECT_EQ(framing.next()->content, "{}");
}

TEST(LspFraming, GoesOnBehindAHeaderWithoutALength) {
  Framing framing;
  framing.feed("Content-Length: x\r\n\r\nContent-Length: -1\r\n\r\nnonsense\r\n\r\n" + framed("{}"));
  for (int i = 0; i < 3; ++i) EXPECT_NE(framing.next()->problem, "") << i;
  EXPECT_EQ(framing.next()->content, "{}");
  EXPECT_FALSE(framing.next());
}

TEST(LspFraming, SkipsWhatIsTooLarge) {
  Framing framing;
  framing.feed("Content-Length: 70000000\r\n\r\n");
  EXPECT_NE(framing.next()->problem, "");
  for (int i = 0; i < 70; ++i) {
    framing.feed(std::string(1'000'000, 'x'));
    EXPECT_FALSE(framing.next());
  }
  framing.feed(framed("{}"));
  EXPECT_EQ(framing.next()->content, "{}");
}

TEST(LspFraming, GivesUpOnAnEndlessHeader) {
  Framing framing;
  framing.feed(std::string(100'000, 'x'));
  EXPECT_NE(framing.next()->problem, "");
  framing.feed(framed("{}"));
  EXPECT_EQ(framing.next()->content, "{}");
}

}  // namespace
}  // namespace dunlin::cli::lsp
