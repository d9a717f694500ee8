#include <gtest/gtest.h>
#include <string>
#include <utility>
#include <vector>

#include "base/Secret.hpp"

namespace dunlin {
namespace {

TEST(Secret, IsTakenOutOfConnectionStrings) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"postgresql://u:pw@h:5432/d", "postgresql://u:***@h:5432/d"},
      {"postgresql://u:p@w@h/d", "postgresql://u:***@h/d"},
      {"postgresql://u@h/d", "postgresql://u@h/d"},
      {"postgresql://u@h:5432/d", "postgresql://u@h:5432/d"},
      {"postgresql://h:5432/d", "postgresql://h:5432/d"},
      {"postgresql://h:5432,[::1]:5433/d?x=a:b", "postgresql://h:5432,[::1]:5433/d?x=a:b"},
      {"postgresql://[::1]/d", "postgresql://[::1]/d"},
      {"postgresql://u@h/d?password=pw&sslmode=require", "postgresql://u@h/d?password=***&sslmode=require"},
      {"postgresql://h/d?sslpassword=pw", "postgresql://h/d?sslpassword=***"},
      {"host=h password=pw user=u", "host=h password=*** user=u"},
      {"host=h PASSWORD = 'p w\\'x' user=u", "host=h PASSWORD = *** user=u"},
      {"passfile=/p user=u", "passfile=/p user=u"},
      {"host=/run/a:b user=me@x", "host=/run/a:b user=me@x"},
      {"dbname=d", "dbname=d"},
      {"postgresql://u@h:5599/d?application_name=me@x", "postgresql://u@h:5599/d?application_name=me@x"},
      {"postgresql://u:pw@h:5599/d?application_name=me@x",
       "postgresql://u:***@h:5599/d?application_name=me@x"},
      {"postgres://h:1/d?user=me@x&password=p@w", "postgres://h:1/d?user=me@x&password=***"},
      {"postgresql://h:1/d?sslcert=/home/a@b/x:y", "postgresql://h:1/d?sslcert=/home/a@b/x:y"},
      {"postgresql://u:pw@/d?host=/run/a@b", "postgresql://u:***@/d?host=/run/a@b"},
      {"postgresql://u:pw@a:1,[::1]:2/?user=a@b", "postgresql://u:***@a:1,[::1]:2/?user=a@b"},
      {"postgresql://u:12?user=x@h/d", "postgresql://u:***@h/d"},
      {"host=h password=it's user=u", "host=h password=*** user=u"},
      {"", ""},
  };
  for (const auto& [text, shown] : cases) EXPECT_EQ(redact_connection_string(text), shown);
}

TEST(Secret, IsTakenOutOfBadlyWrittenConnectionStrings) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"postgresql://u:SEK/RET@h:1/d", "postgresql://u:***@h:1/d"},
      {"postgresql://u:SEK?RET@h:1/d", "postgresql://u:***@h:1/d"},
      {"postgresql://u:S@K/R?T#@h/d", "postgresql://u:***@h/d"},
      {"postgresql://u:SEK@RET/6?@h/d?user=a", "postgresql://u:***@h/d?user=a"},
      {"postgresql://u:S@K/R?T=#@h/d", "postgresql://u:***@h/d"},
      {"postgresql://u:12/RET@h/d", "postgresql://u:***@h/d"},
      {"postgresql://h:1?user=me@x&password=SEK", "postgresql://h:***@x&password=***"},
      {"postgresql://me@server:SEKRET@h/d", "postgresql://me@server:***@h/d"},
      {"postgresql://postgres:SEKRET", "postgresql://postgres:***"},
      {"postgresql://postgres:123456/d", "postgresql://postgres:***"},
      {"postgresql://postgres:SEK,RET", "postgresql://postgres:***"},
      {"postgres//u:SEKRET@h/db", "postgres//u:***@h/db"},
      {"u:SEKRET@h/db", "u:***@h/db"},
      {"postgresql:/u:SEK=RET@h/db", "postgresql:***@h/db"},
      {"postgres:SEKRET", "postgres:***"},
      {"host=h password=SEK RET user=u", "host=h password=*** user=u"},
      {"host=h password=SEK RET", "host=h password=***"},
      {"host=h password=SEK&R=ET", "host=h password=***"},
      {"host=h password=SEK RET=9 port=5", "host=h password=*** port=5"},
      {"host=h password='SEK'RET user=u", "host=h password=*** user=u"},
      {"postgresql://h/d?password=SEK&RET&sslmode=off", "postgresql://h/d?password=***&sslmode=off"},
      {"host=h password=", "host=h password=***"},
  };
  for (const auto& [text, shown] : cases) EXPECT_EQ(redact_connection_string(text), shown);
}

TEST(Secret, IsTakenOutOfWhatLibpqAnswers) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"postgresql://u:SEK%RET@h/d", "invalid percent-encoded token: \"SEK%RET\""},
      {"postgresql://u:SEK@RET@h/d", "could not translate host name \"RET@h\" to address: no such name"},
      {"postgresql://u:SEK/RET@h/d", "invalid port number: \"SEK\"\ndatabase \"RET@h/d\" does not exist"},
      {"postgresql://postgres:SEKRET", "invalid port number: \"SEKRET\""},
      {"postgres//u:SEKRET@h/db",
       "missing \"=\" after \"postgres//u:SEKRET@h/db\" in connection info string"},
      {"host=h password=SEK RET", "missing \"=\" after \"RET\" in connection info string"},
      {"host=h password=SEK RET=9 ", "invalid connection option \"RET\""},
      {"host=h password='SEK'RET' user=u", "missing \"=\" after \"RET'\" in connection info string"},
      {"postgresql://h:1?user=me@x&password=SEKRET", "could not translate host name \"x&password=SEKRET\""},
      {"postgresql://postgres:SEKRET", "not quoted: SEKRET"},
  };
  for (const auto& [target, answer] : cases) {
    const std::string shown = redact_answer(answer, target);
    EXPECT_EQ(shown.find("SEK"), std::string::npos) << shown;
    EXPECT_EQ(shown.find("RET"), std::string::npos) << shown;
  }
}

TEST(Secret, ThatWasReadAsOneIsNoneOfItsWords) {
  const std::string answer =
      "connection to server at \"localhost\" (::1), port 5599 failed: FATAL: database \"app\" does not exist";
  for (const auto* target :
       {"postgresql://app:app@localhost/app", "postgresql://u:host@h/d", "postgresql://u:e@h/d",
        "postgresql://u:server@h/d", "host=h password=it's", "host=h password='database'",
        "postgresql://u:app@localhost/d?application_name=me@x", "postgresql://h/d?password=server&user=a@b"})
    EXPECT_EQ(redact_answer(answer, target), answer);
  EXPECT_EQ(
      redact_answer("invalid integer value \"5a\" for option \"port\"", "host=h port=5a password='a b'"),
      "invalid integer value \"5a\" for option \"port\"");
}

TEST(Secret, OnlyWhatIsCutElsewhereIsAmbiguous) {
  for (const auto* target :
       {"postgresql://u:p?w#x y&z@h/d", "postgresql://u:p%40w@h/d", "postgresql://h/d?password=a/b@c",
        "host=h password='p w'", "host=h password=it's", "host=h password='it\\'s' user=u",
        "postgresql://u:pw@h:1/d?user=a@b", "host=h password=p@w/x", "postgresql://h:5432/d",
        "postgresql://u@h/d", ""})
    EXPECT_FALSE(has_ambiguous_password(target)) << target;
  for (const auto* target :
       {"postgresql://u:p@w@h/d", "postgresql://u:p/w@h/d", "postgresql://u:p%w@h/d",
        "postgresql://u:p%00@h/d", "postgresql://h/d?password=a&b&sslmode=off", "host=h password=p w",
        "host=h password=p\\w", "host=h password='p'w'", "host=h password='p",
        "postgresql://h:1?user=a@x&password=word", "postgresql://postgres:word", "postgres//u:word@h/d"})
    EXPECT_TRUE(has_ambiguous_password(target)) << target;
}

TEST(Secret, IsTakenOutOfWhatOtherProgramsSay) {
  EXPECT_EQ(redact_mentions("tried postgresql://u:p%40w@h/d with p@w", "postgresql://u:p%40w@h/d"),
            "tried postgresql://u:***@h/d with ***");
  EXPECT_EQ(redact_mentions("a SEKRETs and SEK%52ETs", "postgresql://u:SEK%52ET@h/d"), "a ***s and ***s");
  EXPECT_EQ(redact_mentions("no connection: u:e@h", "postgresql://u:e@h/d"), "no connection: u:***@h");
  EXPECT_EQ(redact_mentions("said it's so long", "host=h password='it\\'s so'"), "said *** long");
  EXPECT_EQ(redact_mentions("nothing to hide", "postgresql://u@h/d"), "nothing to hide");
}

}  // namespace
}  // namespace dunlin
