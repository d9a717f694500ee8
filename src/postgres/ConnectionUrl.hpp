#pragma once

#include <string>

namespace dunlin::postgres {

/// A target, which may be a URL or a keyword string ("host=db dbname=app"), as the URL that applications'
/// drivers read (PostgreSQL docs, 34.1.1.2). A URL stays as it is, and so does what libpq can't read. The
/// folder of a socket is a parameter: as a host name few drivers take it.
std::string connection_url(const std::string& target);

}  // namespace dunlin::postgres
