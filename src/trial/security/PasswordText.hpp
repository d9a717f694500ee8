#pragma once

#include <string_view>

namespace dunlin::trial {

/// A word that stands for a password in documentation: secret, changeme, xxxx.
bool is_word_for_password(std::string_view value);

/// Words without a digit, of which one says that it is no secret: only-for-this-test, example_password.
bool says_that_it_is_none(std::string_view value);

/// What a program works out or reads: ${PW}, read(), <password>, process.env.PASSWORD.
bool is_computed(std::string_view value);

/// The word and a quote behind it are in every text about passwords: this is one that looks like one, long
/// enough, with a digit and without blanks.
bool looks_like_password(std::string_view value);

/// A line of a program, a setting or a Dockerfile that gives a name of a password a literal:
/// POSTGRES_PASSWORD: ..., ENV PGPASSWORD=..., password = "...".
bool assigns_password(std::string_view line);

/// A line of a .pgpass: host:port:database:user:password.
bool is_pgpass_line(std::string_view line);
bool is_pgpass(std::string_view path);

}  // namespace dunlin::trial
