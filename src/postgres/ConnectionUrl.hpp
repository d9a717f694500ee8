#pragma once

#include <string>

namespace dunlin::postgres {

/// A target, which may be a URL or a keyword string ("host=db dbname=app"), as the URL that applications'
/// drivers read (PostgreSQL docs, 34.1.1.2). Of a URL, characters that mean something to shells and
/// configuration files (quotes, $, `, \, #, blanks) become %XX; what libpq can't read stays as it is. The
/// folder of a socket is a parameter: as a host name few drivers take it.
std::string connection_url(const std::string& target);

}  // namespace dunlin::postgres
