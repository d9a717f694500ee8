#include "base/Secret.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "base/Text.hpp"

namespace dunlin {
namespace {

constexpr std::string_view k_mask = "***";

// Where a password stands in a connection string: from `begin` up to `end`.
struct Place {
  std::size_t begin = 0, end = 0;
};

bool is_port(std::string_view text) {
  return text.size() <= 5 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// "[::1]:5432" and "db:5432" up to what follows the host.
std::size_t colon_after_host(std::string_view piece) {
  const auto bracket = piece.starts_with('[') ? piece.find(']') : 0;
  return bracket == std::string_view::npos ? bracket : piece.find(':', bracket);
}

// Without an @, what follows a colon is a port, or the password of somebody who forgot the host.
std::vector<Place> place_without_host(std::string_view text, std::size_t begin) {
  const auto end = std::min(text.find_first_of("/?", begin), text.size());
  for (std::size_t at = begin; at <= end;) {
    const auto comma = std::min(text.find(',', at), end);
    const auto piece = text.substr(at, comma - at);
    const auto colon = colon_after_host(piece);
    if (colon != std::string_view::npos && !is_port(piece.substr(colon + 1)))
      return {{at + colon + 1, text.size()}};
    at = comma + 1;
  }
  return {};
}

bool is_word(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
}

// "host=... dbname=...". What isn't is taken for a URL, also where that lost a character of its ://.
bool is_keyword_string(std::string_view text) {
  const auto equals = text.find('=');
  return equals != std::string_view::npos && is_word(trim(text.substr(0, equals)));
}

// As libpq's words begin (PostgreSQL docs, 34.1.2): what else stands behind a blank or an & may be the
// rest of a password that somebody forgot to quote.
bool is_parameter_name(std::string_view word) {
  static constexpr std::array<std::string_view, 24> k_beginnings{
      "host",  "port",       "dbname",  "user", "pass",    "channel_", "connect_", "client_",
      "opti",  "applicatio", "fallbac", "keep", "tcp_",    "replicat", "gss",      "ssl",
      "requi", "krb",        "service", "targ", "load_ba", "min_prot", "max_prot", "scram_"};
  return std::any_of(k_beginnings.begin(), k_beginnings.end(),
                     [&](std::string_view beginning) { return word.starts_with(beginning); });
}

// Where libpq begins to read the hosts of a URL: behind the first @ that comes before a / (a ? is nothing to
// it there), else behind the ://. npos for what it doesn't take for a URL.
std::size_t begin_of_hosts(std::string_view text) {
  for (const std::string_view scheme : {"postgresql://", "postgres://"}) {
    if (!text.starts_with(scheme)) continue;
    const auto at = text.find_first_of("@/", scheme.size());
    return at != std::string_view::npos && text[at] == '@' ? at + 1 : scheme.size();
  }
  return std::string_view::npos;
}

// "db", "db:5432", "[::1]", "".
bool is_host(std::string_view piece) {
  const auto colon = std::min(colon_after_host(piece), piece.size());
  const auto host = piece.substr(0, colon);
  const bool in_brackets = host.starts_with('[');
  const bool plain = std::all_of(host.begin(), host.end(), [](char c) {
    return is_word({&c, 1}) || c == '.' || c == '-' || c == '%' || static_cast<unsigned char>(c) >= 128;
  });
  return (in_brackets ? host.ends_with(']') && host.find('@') == host.npos : plain) &&
         (colon == piece.size() || is_port(piece.substr(colon + 1)));
}

// "sslmode=off".
bool is_parameter(std::string_view piece) {
  const auto equals = piece.find('=');
  return equals != std::string_view::npos && is_parameter_name(piece.substr(0, equals));
}

bool all_pieces(std::string_view text, char separator, bool (*is_good)(std::string_view)) {
  for (std::size_t at = 0; at <= text.size();) {
    const auto end = std::min(text.find(separator, at), text.size());
    if (!is_good(text.substr(at, end - at))) return false;
    at = end + 1;
  }
  return true;
}

// Whether a URL is what libpq makes of it: hosts, a database without an @, and parameters that it knows.
// Only in their values an @ is one of many characters.
bool is_well_formed(std::string_view text) {
  const auto begin = begin_of_hosts(text);
  if (begin == std::string_view::npos) return false;
  const auto path = std::min(text.find_first_of("/?", begin), text.size());
  const auto query = std::min(text.find('?', path), text.size());
  return all_pieces(text.substr(begin, path - begin), ',', is_host) &&
         text.substr(path, query - path).find('@') == std::string_view::npos &&
         (query + 1 >= text.size() || all_pieces(text.substr(query + 1), '&', is_parameter));
}

// user:password@ of a URL, as libpq cuts it. Where that leaves no URL: up to the last @ there is: a password
// may hold @, / and ? when somebody forgot to escape them.
std::vector<Place> place_in_user_part(std::string_view text) {
  if (is_keyword_string(text)) return {};
  const auto slashes = text.find("//");
  const std::size_t begin = slashes == std::string_view::npos ? 0 : slashes + 2;
  const bool well_formed = is_well_formed(text);
  const auto hosts = well_formed ? begin_of_hosts(text) : 0;
  if (well_formed && hosts == begin) return {};
  const auto at = well_formed ? hosts - 1 : text.rfind('@');
  if (at == std::string_view::npos || at < begin) return place_without_host(text, begin);
  const auto colon = text.find(':', begin);
  if (colon == std::string_view::npos || colon > at) return {};
  const bool only_host = text.find('@', begin) < colon && text.find('@', colon) == std::string_view::npos;
  return only_host ? std::vector<Place>{} : std::vector<Place>{{colon + 1, at}};
}

// True when a parameter begins here: "&sslmode=" of a URL, " user =" of a keyword string.
bool begins_parameter(std::string_view text, std::size_t at, bool is_url) {
  const auto word = text.find_first_not_of(is_url ? "&" : " \t\r\n", at);
  if (word == std::string_view::npos || word == at) return false;
  const auto end = text.find_first_of("& \t=", word);
  const auto equals = text.find_first_not_of(" \t", end);
  if (equals == std::string_view::npos || text[equals] != '=' || end == word) return false;
  return is_url || is_parameter_name(text.substr(word, end - word));
}

// The end of a value that begins at `from`: a '...' string, or up to the next parameter.
std::size_t end_of_value(std::string_view text, std::size_t from, bool is_url) {
  std::size_t at = from;
  if (from < text.size() && text[from] == '\'') {
    for (++at; at < text.size() && text[at] != '\''; ++at)
      if (text[at] == '\\') ++at;
    at = std::min(at + 1, text.size());
  }
  while (at < text.size() && !begins_parameter(text, at, is_url)) ++at;
  return at;
}

// password=..., sslpassword=...
std::vector<Place> places_of_parameters(std::string_view text) {
  constexpr std::string_view k_word = "password";
  const std::string lower = to_lower(text);
  std::vector<Place> places;
  for (auto at = lower.find(k_word); at != std::string::npos; at = lower.find(k_word, at)) {
    at += k_word.size();
    const auto equals = text.find_first_not_of(" \t", at);
    if (equals == std::string_view::npos || text[equals] != '=') continue;
    const auto value = std::min(text.find_first_not_of(" \t", equals + 1), text.size());
    at = end_of_value(text, value, !is_keyword_string(text));
    places.push_back({value, at});
  }
  return places;
}

// In their order, and apart from each other.
std::vector<Place> places_of_secrets(std::string_view text) {
  std::vector<Place> places = place_in_user_part(text);
  for (const Place place : places_of_parameters(text)) {
    if (!places.empty() && place.begin < places.back().end)
      places.back().end = std::max(places.back().end, place.end);
    else
      places.push_back(place);
  }
  return places;
}

int digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// %XX decoded, as libpq does.
std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape =
        text[i] == '%' && i + 2 < text.size() && digit_of(text[i + 1]) >= 0 && digit_of(text[i + 2]) >= 0;
    out += escape ? static_cast<char>(digit_of(text[i + 1]) * 16 + digit_of(text[i + 2])) : text[i];
    if (escape) i += 2;
  }
  return out;
}

// 'it\'s' without its quotes.
std::string unquoted(std::string_view value) {
  if (!value.starts_with('\'')) return std::string(value);
  std::string out;
  for (std::size_t i = 1; i < value.size() && value[i] != '\''; ++i) {
    if (value[i] == '\\' && i + 1 < value.size()) ++i;
    out += value[i];
  }
  return out;
}

// Up to here a password may well be part of another word.
constexpr std::size_t k_short = 5;

bool stands_alone(std::string_view text, std::size_t at, std::size_t length) {
  const auto joined = [&](std::size_t left) {
    return left + 1 < text.size() && is_word(text.substr(left, 1)) && is_word(text.substr(left + 1, 1));
  };
  return !(at > 0 && joined(at - 1)) && !joined(at + length - 1);
}

enum class Masked { words, pieces };

void mask_all(std::string& text, const std::string& what, Masked masked) {
  if (what.empty()) return;
  for (auto at = text.find(what); at != std::string::npos;) {
    const bool hit = masked == Masked::pieces || stands_alone(text, at, what.size());
    if (hit) text.replace(at, what.size(), k_mask);
    at = text.find(what, at + (hit ? k_mask.size() : 1));
  }
}

// As it was written, and as its reader got it.
std::vector<std::string> spellings(std::string_view secret) {
  return {std::string(secret), decoded(secret), unquoted(secret)};
}

bool has_bad_escape(std::string_view text) {
  for (auto at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1)) {
    const bool good = at + 2 < text.size() && digit_of(text[at + 1]) >= 0 && digit_of(text[at + 2]) >= 0;
    if (!good || text.substr(at, 3) == "%00") return true;
  }
  return false;
}

// A '...' string that ends where it should, or a value without blanks: there a ' in its middle is a '.
bool is_whole_value(std::string_view value) {
  if (!value.starts_with('\'')) return value.find_first_of(" \t\r\n\\") == value.npos;
  std::size_t at = 1;
  while (at < value.size() && value[at] != '\'') at += value[at] == '\\' ? 2 : 1;
  return at + 1 == value.size();
}

// True when libpq takes this for the password that it is: up to the first @ of a URL that comes before a /,
// up to the & of its parameters, up to the blank of a keyword string. Else pieces are taken for a host, a
// port or an option.
bool is_read_whole(std::string_view target, Place place) {
  const auto secret = target.substr(place.begin, place.end - place.begin);
  if (is_keyword_string(target)) return is_whole_value(secret);
  const auto hosts = begin_of_hosts(target);
  if (hosts == std::string_view::npos || has_bad_escape(secret)) return false;
  if (target[place.begin - 1] == '=')
    return target.find('?', hosts) < place.begin && secret.find('&') == std::string_view::npos;
  return place.end < target.size() && secret.find_first_of("@/") == std::string_view::npos;
}

// What stands in quotes on each line.
void mask_quoted(std::string& text) {
  for (std::size_t line = 0; line < text.size();) {
    const auto end = std::min(text.find('\n', line), text.size());
    const auto first = text.find('"', line);
    const auto last = text.rfind('"', end);
    if (first < end && last != std::string::npos && last > first) {
      text.replace(first + 1, last - first - 1, k_mask);
      line = text.find('\n', first);
    } else {
      line = end;
    }
    line = line == std::string::npos ? text.size() : line + 1;
  }
}

}  // namespace

std::string redact_connection_string(std::string_view text) {
  std::string out(text);
  const auto places = places_of_secrets(text);
  for (auto place = places.rbegin(); place != places.rend(); ++place)
    out.replace(place->begin, place->end - place->begin, k_mask);
  return out;
}

std::string redact_mentions(std::string_view text, std::string_view target) {
  std::string out(text);
  for (const Place place : places_of_secrets(target))
    for (const std::string& one : spellings(target.substr(place.begin, place.end - place.begin)))
      mask_all(out, one, one.size() <= k_short ? Masked::words : Masked::pieces);
  return out;
}

std::string redact_answer(std::string_view answer, std::string_view target) {
  std::string out(answer);
  if (!has_ambiguous_password(target)) return out;
  mask_quoted(out);
  const std::string shown = redact_connection_string(target);
  for (const Place place : places_of_secrets(target))
    for (const std::string& one : spellings(target.substr(place.begin, place.end - place.begin)))
      if (one.size() > k_short && shown.find(one) == std::string::npos) mask_all(out, one, Masked::words);
  return out;
}

bool has_ambiguous_password(std::string_view target) {
  const auto places = places_of_secrets(target);
  return std::any_of(places.begin(), places.end(),
                     [&](const Place& place) { return !is_read_whole(target, place); });
}

}  // namespace dunlin
