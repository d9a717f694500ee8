#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <gtest/gtest.h>

#include "base/Error.hpp"
#include "base/File.hpp"
#include "encrypt/KeySource.hpp"
#include "unit/TempFolder.hpp"
#include "unit/encrypt/Known.hpp"

namespace dunlin::encrypt {
namespace {

namespace fs = std::filesystem;
constexpr char k_digits[] = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

class EncryptKeySource : public ::testing::Test {
 protected:
  std::string key_file(fs::perms mode, const std::string& text = k_digits) const {
    const auto path = folder_.file("kek");
    write_file(path, text);
    fs::permissions(path, mode);
    return path;
  }
  static Error error_of(const std::string& source) {
    try {
      read_key(source);
    } catch (const Error& error) {
      return error;
    }
    ADD_FAILURE() << "nothing was thrown for " << source;
    return Error(ErrorCode::failed, "");
  }

  dunlin::test::TempFolder folder_;
  const Key key_{test::counting_bytes()};
};

constexpr auto k_mine = fs::perms::owner_read | fs::perms::owner_write;

TEST_F(EncryptKeySource, Environment) {
  ::setenv("DUNLIN_TEST_KEK", k_digits, 1);
  EXPECT_EQ(read_key("env:DUNLIN_TEST_KEK"), key_);
  ::unsetenv("DUNLIN_TEST_KEK");
  EXPECT_NE(error_of("env:DUNLIN_TEST_KEK").message().find("DUNLIN_TEST_KEK isn't set"), std::string::npos);
}

TEST_F(EncryptKeySource, FileOfOurOwn) {
  EXPECT_EQ(read_key("file:" + key_file(k_mine)), key_);
}

TEST_F(EncryptKeySource, FileThatOthersMayRead) {
  const auto error = error_of("file:" + key_file(k_mine | fs::perms::group_read));
  EXPECT_EQ(error.code(), ErrorCode::refused);
  EXPECT_NE(error.message().find("mode 0640"), std::string::npos) << error.message();
  EXPECT_NE(error.hint().find("chmod 600"), std::string::npos) << error.hint();
}

TEST_F(EncryptKeySource, FolderAndMissingFile) {
  EXPECT_EQ(error_of("file:" + folder_.path().string()).code(), ErrorCode::usage);
  EXPECT_EQ(error_of("file:" + folder_.file("none")).code(), ErrorCode::usage);
}

TEST_F(EncryptKeySource, Command) {
  EXPECT_EQ(read_key(std::string("cmd:echo a warning >&2; echo ") + k_digits), key_);
  const auto error = error_of("cmd:echo secret-in-the-output; exit 3");
  EXPECT_NE(error.message().find("ended with 3"), std::string::npos);
  EXPECT_EQ((error.message() + error.hint()).find("secret-in-the-output"), std::string::npos);
}

TEST_F(EncryptKeySource, ACommandThatHangsIsEnded) {
  const auto began = std::chrono::steady_clock::now();
  for (const char* source :
       {"cmd:sleep 600", "cmd:echo half-of-a-secret; sleep 600", "cmd:exec >&-; sleep 600"}) {
    try {
      read_key(source, std::chrono::milliseconds(200));
      ADD_FAILURE() << source;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::failed);
      EXPECT_NE(error.message().find("did not end within 200 ms"), std::string::npos) << error.message();
    }
  }
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(300));
}

TEST_F(EncryptKeySource, ACommandThatPrintsWithoutEnd) {
  const auto error = error_of("cmd:yes secret-without-end");
  EXPECT_EQ(error.code(), ErrorCode::usage);
  EXPECT_NE(error.message().find("4096 bytes and more"), std::string::npos) << error.message();
  EXPECT_EQ((error.message() + error.hint()).find("secret-without"), std::string::npos);
}

TEST_F(EncryptKeySource, WhatACommandSaysIsNotShown) {
  for (const char* source : {"cmd:echo hidden-word >&2; exit 4", "cmd:echo hidden-word",
                             "cmd:echo hidden-word >&2", "cmd:hidden_word_program"}) {
    const auto error = error_of(source);
    EXPECT_EQ((error.message() + error.hint()).find("hidden"), std::string::npos) << error.message();
  }
}

TEST_F(EncryptKeySource, Descriptor) {
  const int fd = ::open(key_file(k_mine).c_str(), O_RDONLY);
  ASSERT_GE(fd, 0);
  EXPECT_EQ(read_key("fd:" + std::to_string(fd)), key_);
  EXPECT_EQ(error_of("fd:many").code(), ErrorCode::usage);
}

TEST_F(EncryptKeySource, AKeyOnTheCommandLineIsNotRepeated) {
  for (const auto& typed :
       {std::string(k_digits), "hex:" + std::string(k_digits), std::string("file:"), std::string()}) {
    const auto error = error_of(typed);
    EXPECT_EQ(error.code(), ErrorCode::usage);
    EXPECT_EQ((error.message() + error.hint()).find("0001020304"), std::string::npos);
  }
}

TEST_F(EncryptKeySource, APlaceThatIsNoneIsSaidToBeNone) {
  EXPECT_EQ(error_of("file:").message(), "file: names no key");
  EXPECT_EQ(error_of("env:").message(), "env: names no key");
  EXPECT_EQ(error_of("foo:x").message(), "the place of the key begins with none of env:, file:, cmd:, fd:");
  EXPECT_EQ(error_of(k_digits).message(), "a key is never written on the command line");
}

TEST_F(EncryptKeySource, WhatIsNoKeyIsNotShown) {
  const auto error = error_of("file:" + key_file(k_mine, "password-of-somebody"));
  EXPECT_NE(error.message().find("isn't a key (20 bytes)"), std::string::npos) << error.message();
  EXPECT_EQ((error.message() + error.hint()).find("password-of"), std::string::npos);
}

TEST_F(EncryptKeySource, ANewFileIsOursAlone) {
  const auto path = folder_.file("new");
  const Key made = create_key_file(path);
  EXPECT_EQ(fs::status(path).permissions(), k_mine);
  EXPECT_EQ(read_key("file:" + path), made);
  EXPECT_THROW(create_key_file(path), Error);
  EXPECT_EQ(read_key("file:" + path), made);
}

}  // namespace
}  // namespace dunlin::encrypt
