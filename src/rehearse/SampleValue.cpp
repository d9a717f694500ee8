#include "rehearse/SampleValue.hpp"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <functional>
#include <map>
#include <set>

namespace dunlin::rehearse {
namespace {

constexpr int k_header = 4;  // of variable-length types: a modifier is what was declared plus this

// The number comes first, so that a short varchar still tells values apart.
std::string word(std::uint32_t n) {
  switch (n % 8) {
    case 5: return fmt::format("{} it's \"quoted\" \\ back", n);
    case 6: return fmt::format("{} Ünïcode ☃", n);
    default: return fmt::format("{} words of text", n);
  }
}

std::string shorten(std::string text, std::size_t characters) {
  std::size_t at = 0;
  for (std::size_t seen = 0; at < text.size(); ++at) {
    const bool begins = (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
    if (begins && seen++ == characters) break;
  }
  text.resize(at);
  return text;
}

std::string date(std::uint32_t n) {
  const std::chrono::year_month_day day{std::chrono::sys_days{std::chrono::year{2024} / 1 / 1} +
                                        std::chrono::days{n % 20000}};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                     static_cast<unsigned>(day.day()));
}

std::string clock(std::uint32_t n) {
  return fmt::format("{:02}:{:02}:{:02}", n % 24, n * 7 % 60, n * 13 % 60);
}

// numeric(p,s) holds p - s digits before the point (PostgreSQL source, numeric.c: ((p << 16) | s) + 4).
std::string numeric(int modifier, std::uint32_t n) {
  if (modifier < k_header) return fmt::format("{}.{:02}", n + 1, n % 100);
  const int precision = ((modifier - k_header) >> 16) & 0xFFFF, scale = (modifier - k_header) & 0x7FF;
  std::uint64_t limit = 1, fraction = 1;
  for (int i = scale; i < precision && i < scale + 9; ++i) limit *= 10;
  for (int i = 0; i < scale && i < 9; ++i) fraction *= 10;
  if (precision <= scale) return fmt::format("0.{:0{}}", n % fraction, std::min(scale, 9));
  const auto whole = (n + 1) % limit;
  return scale == 0 ? fmt::format("{}", whole)
                    : fmt::format("{}.{:0{}}", whole, n * 37 % fraction, std::min(scale, 9));
}

std::string bits(int length, std::uint32_t n) {
  std::string out;
  for (int i = (length > 0 ? length : 8) - 1; i >= 0; --i) out += i < 32 && ((n >> i) & 1U) != 0 ? '1' : '0';
  return out;
}

std::string vector_of(int dimensions, std::uint32_t n) {
  std::string out = "[";
  for (int i = 0; i < std::max(dimensions, 3); ++i)
    out += fmt::format("{}{}", i == 0 ? "" : ",", (n + static_cast<std::uint32_t>(i)) % 100);
  return out + "]";
}

using Maker = std::string (*)(int modifier, std::uint32_t n);

const std::map<std::string, Maker, std::less<>>& makers() {
  static const std::map<std::string, Maker, std::less<>> table{
      {"bool", [](int, std::uint32_t n) -> std::string { return n % 2 == 0 ? "t" : "f"; }},
      {"int2", [](int, std::uint32_t n) { return std::to_string(n % 32000 + 1); }},
      {"int4", [](int, std::uint32_t n) { return std::to_string(n + 1); }},
      {"int8", [](int, std::uint32_t n) { return std::to_string(n + 1); }},
      {"oid", [](int, std::uint32_t n) { return std::to_string(n + 1); }},
      {"float4", [](int, std::uint32_t n) { return fmt::format("{}.5", n + 1); }},
      {"float8", [](int, std::uint32_t n) { return fmt::format("{}.5", n + 1); }},
      {"numeric", numeric},
      {"money", [](int, std::uint32_t n) { return fmt::format("{}.50", n + 1); }},
      {"text", [](int, std::uint32_t n) { return word(n); }},
      {"citext", [](int, std::uint32_t n) { return word(n); }},
      {"name", [](int, std::uint32_t n) { return word(n); }},
      {"char", [](int, std::uint32_t n) { return std::string(1, static_cast<char>('a' + n % 26)); }},
      {"varchar",
       [](int m, std::uint32_t n) {
         return m < k_header ? word(n) : shorten(word(n), static_cast<std::size_t>(m - k_header));
       }},
      {"bpchar",
       [](int m, std::uint32_t n) {
         return m < k_header ? word(n) : shorten(word(n), static_cast<std::size_t>(m - k_header));
       }},
      {"uuid",
       [](int, std::uint32_t n) { return fmt::format("{:08x}-1234-4abc-8def-{:012x}", n * 2654435761U, n); }},
      {"date", [](int, std::uint32_t n) { return date(n); }},
      {"time", [](int, std::uint32_t n) { return clock(n); }},
      {"timetz", [](int, std::uint32_t n) { return clock(n) + "+00"; }},
      {"timestamp", [](int, std::uint32_t n) { return fmt::format("{} {}", date(n), clock(n)); }},
      {"timestamptz", [](int, std::uint32_t n) { return fmt::format("{} {}+00", date(n), clock(n)); }},
      {"interval", [](int, std::uint32_t n) { return fmt::format("{} minutes", n + 1); }},
      {"json", [](int, std::uint32_t n) { return fmt::format(R"({{"n": {}, "name": "it's {}"}})", n, n); }},
      {"jsonb", [](int, std::uint32_t n) { return fmt::format(R"({{"n": {}, "name": "it's {}"}})", n, n); }},
      {"jsonpath", [](int, std::uint32_t n) { return fmt::format("$.\"k{}\"", n); }},
      {"xml", [](int, std::uint32_t n) { return fmt::format("<n>{}</n>", n); }},
      {"bytea", [](int, std::uint32_t n) { return fmt::format("\\x{:08x}", n); }},
      {"inet", [](int, std::uint32_t n) { return fmt::format("10.0.{}.{}", n / 256 % 256, n % 256); }},
      {"cidr", [](int, std::uint32_t n) { return fmt::format("10.{}.{}.0/24", n / 256 % 256, n % 256); }},
      {"macaddr",
       [](int, std::uint32_t n) { return fmt::format("08:00:2b:00:{:02x}:{:02x}", n / 256 % 256, n % 256); }},
      {"macaddr8",
       [](int, std::uint32_t n) {
         return fmt::format("08:00:2b:00:00:00:{:02x}:{:02x}", n / 256 % 256, n % 256);
       }},
      {"bit", bits},
      {"varbit", bits},
      {"tsvector", [](int, std::uint32_t n) { return fmt::format("word w{}", n); }},
      {"tsquery", [](int, std::uint32_t n) { return fmt::format("w{}", n); }},
      {"point", [](int, std::uint32_t n) { return fmt::format("({},{})", n, n + 1); }},
      {"line", [](int, std::uint32_t n) { return fmt::format("{{1,2,{}}}", n); }},
      {"lseg", [](int, std::uint32_t n) { return fmt::format("[(0,0),({},1)]", n); }},
      {"box", [](int, std::uint32_t n) { return fmt::format("({},1),({},0)", n + 1, n); }},
      {"path", [](int, std::uint32_t n) { return fmt::format("[(0,0),({},1)]", n); }},
      {"polygon", [](int, std::uint32_t n) { return fmt::format("((0,0),({},1),(1,1))", n); }},
      {"circle", [](int, std::uint32_t n) { return fmt::format("<(0,0),{}>", n + 1); }},
      {"pg_lsn", [](int, std::uint32_t n) { return fmt::format("0/{:X}", n + 1); }},
      {"regclass", [](int, std::uint32_t) -> std::string { return "pg_catalog.pg_class"; }},
      {"regtype", [](int, std::uint32_t) -> std::string { return "pg_catalog.int4"; }},
      {"hstore", [](int, std::uint32_t n) { return fmt::format(R"("n"=>"{}")", n); }},
      {"ltree", [](int, std::uint32_t n) { return fmt::format("top.n{}", n); }},
      {"vector", vector_of},
      {"halfvec", vector_of},
      {"geometry", [](int, std::uint32_t n) { return fmt::format("POINT({} 1)", n % 90); }},
      {"geography", [](int, std::uint32_t n) { return fmt::format("POINT({} 1)", n % 90); }},
  };
  return table;
}

// A part of an array or composite literal, quoted as both read it (PostgreSQL docs, 8.15.6 and 8.16.6).
std::string quote_part(const std::string& value) {
  std::string out = "\"";
  for (const char c : value) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::optional<std::string> array_value(const Types& types, const TypeShape& type, int modifier,
                                       std::uint32_t n) {
  std::string out = "{";
  for (std::uint32_t i = 0; i < n % 4; ++i) {
    const auto part = sample_value(types, type.element, modifier, n + i);
    if (!part) return std::nullopt;
    out += (i == 0 ? "" : ",") + quote_part(*part);
  }
  return out + "}";
}

std::optional<std::string> composite_value(const Types& types, const TypeShape& type, std::uint32_t n) {
  std::string out = "(";
  for (std::size_t i = 0; i < type.attributes.size(); ++i) {
    const auto part = sample_value(types, type.attributes[i].first, type.attributes[i].second, n);
    if (!part) return std::nullopt;
    out += (i == 0 ? "" : ",") + quote_part(*part);
  }
  return out + ")";
}

std::optional<std::string> range_value(const Types& types, const TypeShape& type, std::uint32_t n) {
  const auto low = sample_value(types, type.element, -1, n);
  const auto high = sample_value(types, type.element, -1, n + 1);
  if (!low || !high) return std::nullopt;
  return fmt::format("[{},{})", quote_part(*low), quote_part(*high));
}

// The string literals of an expression.
std::vector<std::string> literals_of(std::string_view sql) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < sql.size(); ++i) {
    if (sql[i] != '\'') continue;
    std::string text;
    for (++i; i < sql.size(); ++i) {
      if (sql[i] == '\'' && (i + 1 == sql.size() || sql[i + 1] != '\'')) break;
      if (sql[i] == '\'') ++i;
      text += sql[i];
    }
    out.push_back(std::move(text));
  }
  return out;
}

std::set<long long> numbers_of(std::string_view sql) {
  std::set<long long> out;
  for (std::size_t i = 0; i < sql.size(); ++i) {
    if (sql[i] < '0' || sql[i] > '9') continue;
    long long value = 0;
    for (; i < sql.size() && sql[i] >= '0' && sql[i] <= '9'; ++i)
      value = value < 1'000'000'000'000 ? value * 10 + (sql[i] - '0') : value;
    out.insert(value);
  }
  return out;
}

void add_text_forms(std::uint32_t n, std::vector<std::string>& out) {
  const std::string code{static_cast<char>('A' + n % 26), static_cast<char>('A' + n / 26 % 26), 'X'};
  out.push_back(fmt::format("user{}@example.com", n));
  out.push_back(fmt::format("item-{}", n));
  out.push_back(fmt::format("item_{}", n));
  out.push_back(std::to_string(n + 1));
  out.push_back(code);
  out.push_back(code.substr(0, 2));
  out.push_back(date(n));
  out.push_back(fmt::format("https://example.com/{}", n));
  out.push_back(fmt::format("+1555{:07}", n));
  out.push_back(fmt::format("#{:06x}", n));
  out.push_back(fmt::format("{:08x}-1234-4abc-8def-{:012x}", n, n));
  out.push_back(fmt::format(R"({{"n": {}}})", n));
  out.push_back(n % 2 == 0 ? "true" : "false");
}

bool is_text(std::string_view name) {
  return name == "text" || name == "varchar" || name == "bpchar" || name == "citext";
}

bool is_number(std::string_view name) {
  return name.starts_with("int") || name.starts_with("float") || name == "numeric" || name == "money";
}

}  // namespace

Oid base_type(const Types& types, Oid type) {
  for (auto found = types.find(type); found != types.end() && found->second.kind == 'd';
       found = types.find(type))
    type = found->second.element;
  return type;
}

std::optional<std::string> sample_value(const Types& types, Oid oid, int modifier, std::uint32_t n) {
  const auto found = types.find(oid);
  if (found == types.end()) return std::nullopt;
  const auto& type = found->second;
  switch (type.kind) {
    case 'd': return sample_value(types, type.element, type.modifier, n);
    case 'e':
      if (type.labels.empty()) return std::nullopt;
      return type.labels[n % type.labels.size()];
    case 'r': return range_value(types, type, n);
    case 'm': {
      const auto range = sample_value(types, type.element, -1, n);
      return range ? std::optional("{" + *range + "}") : std::nullopt;
    }
    case 'c': return composite_value(types, type, n);
    default: break;
  }
  if (type.array) return array_value(types, type, modifier, n);
  const auto maker = makers().find(type.name);
  return maker == makers().end() ? std::nullopt : std::optional(maker->second(modifier, n));
}

std::vector<std::string> candidate_values(const Types& types, Oid type, int modifier, std::string_view checks,
                                          std::uint32_t count, std::uint32_t forms) {
  auto out = literals_of(checks);
  const auto numbers = numbers_of(checks);
  const auto found = types.find(base_type(types, type));
  const std::string name = found == types.end() ? "" : found->second.name;
  if (is_number(name)) {
    for (const auto number : numbers)
      for (const long long step : {-1LL, 0LL, 1LL, 2LL, 5LL, 10LL, 100LL})
        out.push_back(std::to_string(number + step));
  }
  if (is_text(name)) {
    for (const auto number : numbers) {
      if (number <= 0 || number > 10'000) continue;
      out.emplace_back(static_cast<std::size_t>(number), 'x');
      out.emplace_back(static_cast<std::size_t>(number), '7');
    }
    for (std::uint32_t n = 0; n < forms; ++n) add_text_forms(n, out);
  }
  if (name == "bytea") {
    for (const auto number : numbers)
      for (std::uint32_t n = 0; n < forms && number >= 4 && number <= 10'000; ++n)
        out.push_back(fmt::format("\\x{:08x}", n) +
                      std::string(2 * static_cast<std::size_t>(number - 4), '0'));
  }
  for (std::uint32_t n = 0; n < count; ++n)
    if (auto value = sample_value(types, type, modifier, n)) out.push_back(std::move(*value));
  std::set<std::string> seen;
  std::erase_if(out, [&](const auto& value) { return !seen.insert(value).second; });
  return out;
}

}  // namespace dunlin::rehearse
