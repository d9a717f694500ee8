#include <gtest/gtest.h>
#include <random>

#include "base/Error.hpp"
#include "cli/lsp/Framing.hpp"
#include "cli/lsp/Server.hpp"

namespace dunlin::cli::lsp {
namespace {

// Finds the word "bad" wherever it is, and would make it "good".
model::Findings find_bad(const std::string& path, std::string_view text) {
  if (text.find("refuse") != std::string_view::npos) {
    Error error = refused("no such thing");
    error.set_fact("file", path);
    error.set_fact("line", text.starts_with("ok") ? "2" : "1");
    throw error;
  }
  model::Findings findings;
  for (auto at = text.find("bad"); at != std::string_view::npos; at = text.find("bad", at + 1)) {
    model::Finding finding;
    finding.rule = "no-bad";
    finding.severity = model::Severity::error;
    finding.message = "bad here";
    finding.span = {path, at, 3, 0, 0};
    finding.lock = model::LockLevel::access_exclusive;
    finding.object = "public.t";
    finding.fix = {"say good", {{at, 3, "good"}}};
    findings.findings.push_back(finding);
  }
  findings.findings.push_back(
      {"elsewhere", model::Severity::note, "m", {"/other.sql", 0, 1, 1, 1}, "", {}, {}, {}, {}});
  return findings;
}

std::optional<std::string> say_offset(const std::string&, std::string_view text, std::size_t offset) {
  if (offset >= text.size()) return std::nullopt;
  return "at " + std::to_string(offset);
}

class LspServer : public ::testing::Test {
 protected:
  std::string send(const std::string& content) {
    std::string out;
    for (const auto& message : server.handle(content)) out += message.dump(-1);
    return out;
  }
  std::string request(const std::string& method, const std::string& params = "{}") {
    return send(R"({"jsonrpc":"2.0","id":7,"method":")" + method + R"(","params":)" + params + "}");
  }
  std::string notify(const std::string& method, const std::string& params = "{}") {
    return send(R"({"jsonrpc":"2.0","method":")" + method + R"(","params":)" + params + "}");
  }
  void open(const std::string& text, const std::string& uri = "file:///a.sql") {
    EXPECT_EQ(notify("textDocument/didOpen", R"({"textDocument":{"uri":")" + uri +
                                                 R"(","languageId":"sql","version":1,"text":)" +
                                                 Json(text).dump(-1) + "}}"),
              "");
  }
  std::string published() {
    std::string out;
    for (const auto& message : server.publish()) out += message.dump(-1) + "\n";
    return out;
  }
  static bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  }
  void start() { EXPECT_TRUE(has(request("initialize"), R"("positionEncoding":"utf-16")")); }

  std::string entered;
  int forgotten = 0;
  Server server{{find_bad, say_offset, [this](const std::string& folder) { entered = folder; },
                 [this] { ++forgotten; }},
                "1.2.3"};
};

TEST_F(LspServer, WantsInitializeFirstAndOnce) {
  EXPECT_TRUE(has(request("textDocument/hover"), "-32002"));
  notify("textDocument/didOpen", R"({"textDocument":{"uri":"file:///a.sql","text":"bad"}})");
  start();
  EXPECT_EQ(published(), "");  // what came before was dropped
  EXPECT_TRUE(has(request("initialize"), "-32600"));
}

TEST_F(LspServer, EndsAsTheProtocolSays) {
  start();
  EXPECT_EQ(request("shutdown"), R"({"jsonrpc":"2.0","id":7,"result":null})");
  EXPECT_TRUE(has(request("textDocument/hover"), "-32600"));
  EXPECT_FALSE(server.exit_code());
  notify("exit");
  EXPECT_EQ(server.exit_code(), 0);
}

TEST_F(LspServer, ExitWithoutShutdownIsAFailure) {
  start();
  notify("exit");
  EXPECT_EQ(server.exit_code(), 1);
}

TEST_F(LspServer, PublishesFindingsOfTheFileWithTheirPlaces) {
  start();
  open("ok\n😀 bad");
  EXPECT_TRUE(server.has_work());
  const auto text = published();
  EXPECT_TRUE(has(
      text,
      R"("uri":"file:///a.sql","version":1,"diagnostics":[{"range":{"start":{"line":1,"character":3},)"
      R"("end":{"line":1,"character":6}},"severity":1,"code":"no-bad","source":"dunlin",)"
      R"("message":"bad here\ntakes AccessExclusiveLock on public.t: blocks reads and writes\nfix: say good"}])"))
      << text;
  EXPECT_FALSE(server.has_work());
  EXPECT_EQ(published(), "");
}

TEST_F(LspServer, FollowsChanges) {
  start();
  open("good\ngood");
  notify("textDocument/didChange",
         R"({"textDocument":{"uri":"file:///a.sql","version":2},"contentChanges":[)"
         R"({"range":{"start":{"line":1,"character":0},"end":{"line":1,"character":4}},"text":"bad"},)"
         R"({"range":{"start":{"line":0,"character":0},"end":{"line":0,"character":0}},"text":"\n"}]})");
  auto text = published();
  EXPECT_TRUE(has(text, R"("version":2)")) << text;
  EXPECT_TRUE(has(text, R"("start":{"line":2,"character":0})")) << text;
  notify("textDocument/didChange",
         R"({"textDocument":{"uri":"file:///a.sql","version":3},"contentChanges":[{"text":"all new"}]})");
  text = published();
  EXPECT_TRUE(has(text, R"("version":3,"diagnostics":[])")) << text;
}

TEST_F(LspServer, TakesDiagnosticsAwayWhenAFileIsClosed) {
  start();
  open("bad");
  published();
  notify("textDocument/didClose", R"({"textDocument":{"uri":"file:///a.sql"}})");
  EXPECT_EQ(published(),
            "{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/publishDiagnostics\",\"params\":"
            "{\"uri\":\"file:///a.sql\",\"diagnostics\":[]}}\n");
}

TEST_F(LspServer, JudgesAllOpenFilesAgainAfterASave) {
  start();
  open("bad");
  open("bad", "file:///b.sql");
  published();
  notify("textDocument/didSave", R"({"textDocument":{"uri":"file:///a.sql"}})");
  const auto text = published();
  EXPECT_TRUE(has(text, "a.sql") && has(text, "b.sql")) << text;
}

TEST_F(LspServer, SaysWhyAFileCantBeJudged) {
  start();
  open("refuse");
  EXPECT_TRUE(has(published(), "dunlin can't judge this file: no such thing"));
  open("ok\nrefuse");
  const auto text = published();
  EXPECT_TRUE(has(text, R"("start":{"line":1,"character":0},"end":{"line":1,"character":6})")) << text;
}

TEST_F(LspServer, EntersTheFolderOfTheEditorAndLooksAgainAtWhatChanged) {
  request("initialize", R"({"rootUri":"file:///srv/shop"})");
  EXPECT_EQ(entered, "/srv/shop");
  open("bad");
  EXPECT_EQ(forgotten, 1);
  published();
  notify("workspace/didChangeWatchedFiles", R"({"changes":[]})");
  EXPECT_EQ(forgotten, 2);
  EXPECT_TRUE(server.has_work());
}

TEST_F(LspServer, AnswersHover) {
  start();
  open("é bad");
  EXPECT_TRUE(has(request("textDocument/hover",
                          R"({"textDocument":{"uri":"file:///a.sql"},"position":{"line":0,"character":2}})"),
                  R"("contents":{"kind":"markdown","value":"at 3"})"));
  EXPECT_TRUE(has(request("textDocument/hover",
                          R"({"textDocument":{"uri":"file:///a.sql"},"position":{"line":8,"character":0}})"),
                  R"("result":null)"));
}

TEST_F(LspServer, OffersFixesWhereTheCursorIsAndForTheFile) {
  start();
  open("bad bad");
  const std::string place =
      R"({"textDocument":{"uri":"file:///a.sql"},"range":{"start":{"line":0,"character":5},)"
      R"("end":{"line":0,"character":5}})";
  const auto text = request("textDocument/codeAction", place + R"(,"context":{"diagnostics":[]}})");
  const auto answer = Json::parse(text);
  const auto& actions = *answer.find("result")->elements();
  ASSERT_EQ(actions.size(), 2U) << text;
  EXPECT_EQ(*actions[0].find("kind")->string(), "quickfix");
  EXPECT_EQ(actions[0].find("edit")->dump(-1),
            R"({"changes":{"file:///a.sql":[{"range":{"start":{"line":0,"character":4},)"
            R"("end":{"line":0,"character":7}},"newText":"good"}]}})");
  EXPECT_EQ(actions[1].find("edit")->find("changes")->find("file:///a.sql")->elements()->size(), 2U);
  EXPECT_TRUE(server.has_work());  // asking for actions publishes nothing by itself
  EXPECT_TRUE(has(request("textDocument/codeAction", place + R"(,"context":{"only":["source"]}})"),
                  R"([{"title":"dunlin: fix all in this file")"));
  EXPECT_TRUE(has(request("textDocument/codeAction", place + R"(,"context":{"only":["refactor"]}})"),
                  R"("result":[])"));
}

TEST_F(LspServer, AnswersWhatIsNoProperMessage) {
  start();
  EXPECT_TRUE(has(send("{"), R"("id":null,"error":{"code":-32700)"));
  EXPECT_TRUE(has(send("[]"), "-32600"));
  EXPECT_TRUE(has(send(R"({"id":1,"method":"shutdown"})"), R"("id":1,"error":{"code":-32600)"));
  EXPECT_TRUE(has(send(R"({"jsonrpc":"2.0","id":{},"method":"shutdown"})"), "-32600"));
  EXPECT_TRUE(
      has(send(R"({"jsonrpc":"2.0","id":"x","method":"no/such"})"), R"("id":"x","error":{"code":-32601)"));
  EXPECT_TRUE(has(request("textDocument/hover", "[]"), "-32602"));
  EXPECT_TRUE(
      has(request("textDocument/hover",
                  R"({"textDocument":{"uri":"file:///none.sql"},"position":{"line":0,"character":0}})"),
          "-32602"));
  EXPECT_EQ(notify("textDocument/didChange", "3"), "");
  EXPECT_EQ(notify("$/cancelRequest", R"({"id":1})"), "");
  EXPECT_EQ(send(R"({"jsonrpc":"2.0","id":1,"result":null})"), "");
  EXPECT_TRUE(has(server.refuse("no length").front().dump(-1), "-32700"));
}

TEST_F(LspServer, StandsRandomDamage) {
  const std::string talk =
      framed(R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{}})") +
      framed(
          R"({"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"file:///a.sql","version":1,"text":"bad 1"}}})") +
      framed(
          R"({"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":{"uri":"file:///a.sql"},"contentChanges":[{"range":{"start":{"line":0,"character":1},"end":{"line":0,"character":2}},"text":"x"}]}})") +
      framed(
          R"({"jsonrpc":"2.0","id":2,"method":"textDocument/codeAction","params":{"textDocument":{"uri":"file:///a.sql"},"range":{"start":{"line":0,"character":0},"end":{"line":0,"character":9}},"context":{"only":[]}}})") +
      framed(
          R"({"jsonrpc":"2.0","id":3,"method":"textDocument/hover","params":{"textDocument":{"uri":"file:///a.sql"},"position":{"line":0,"character":0}}})");
  std::mt19937 random(7);
  std::size_t answers = 0;
  for (int round = 0; round < 2000; ++round) {
    std::string damaged = talk;
    for (int i = 0; i < 4; ++i) {
      const auto at = random() % damaged.size();
      if (round % 2 == 0) {
        damaged[at] = static_cast<char>(random());
      } else {
        damaged.erase(at, 1);
      }
    }
    Server fresh({find_bad, say_offset, [](const std::string&) {}, [] {}}, "1");
    Framing framing;
    framing.feed(damaged);
    while (const auto frame = framing.next())
      answers +=
          (frame->problem.empty() ? fresh.handle(frame->content) : fresh.refuse(frame->problem)).size();
    answers += fresh.publish().size();
  }
  EXPECT_GT(answers, 2000U);
}

}  // namespace
}  // namespace dunlin::cli::lsp
