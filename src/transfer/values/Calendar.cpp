#include "transfer/values/Calendar.hpp"

namespace dunlin::transfer {
namespace {

constexpr std::int64_t k_days_of_era = 146'097;              // 400 years
constexpr std::int64_t k_days_0000_03_01_to_1970 = 719'468;  // where an era begins

bool is_leap(std::int64_t year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int days_in(std::int64_t year, int month) {
  if (month == 2) return is_leap(year) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

}  // namespace

// Both ways count years from March, so that the leap day is the last of its year.
std::int64_t days_of(const Day& day) {
  const std::int64_t year = day.month <= 2 ? day.year - 1 : day.year;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t month = day.month > 2 ? day.month - 3 : day.month + 9;
  const std::int64_t day_of_year = (153 * month + 2) / 5 + day.day - 1;
  const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * k_days_of_era + day_of_era - k_days_0000_03_01_to_1970 - k_days_to_2000;
}

Day day_of(std::int64_t days) {
  const std::int64_t z = days + k_days_to_2000 + k_days_0000_03_01_to_1970;
  const std::int64_t era = (z >= 0 ? z : z - k_days_of_era + 1) / k_days_of_era;
  const std::int64_t day_of_era = z - era * k_days_of_era;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t month = (5 * day_of_year + 2) / 153;
  Day out;
  out.day = static_cast<int>(day_of_year - (153 * month + 2) / 5 + 1);
  out.month = static_cast<int>(month < 10 ? month + 3 : month - 9);
  out.year = year_of_era + era * 400 + (out.month <= 2 ? 1 : 0);
  return out;
}

bool is_day(const Day& day) {
  return day.month >= 1 && day.month <= 12 && day.day >= 1 && day.day <= days_in(day.year, day.month);
}

}  // namespace dunlin::transfer
