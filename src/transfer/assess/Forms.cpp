#include "transfer/assess/Forms.hpp"

#include <algorithm>
#include <vector>

#include "transfer/values/Moment.hpp"

namespace dunlin::transfer {
namespace {

MomentForm without_fraction(MomentForm form) {
  form.fraction = MomentForm::Fraction::none;
  form.digits = 0;
  return form;
}

// What spells forms that differ in their fractions only: some have none and the others one length (left out
// when zero), or all lengths (zeros at the end left out).
MomentForm with_fractions_of(const std::vector<MomentForm>& forms) {
  MomentForm out = forms.front();
  std::vector<int> lengths;
  for (const auto& form : forms) {
    const int digits = form.fraction == MomentForm::Fraction::none ? 0 : form.digits;
    if (std::find(lengths.begin(), lengths.end(), digits) == lengths.end()) lengths.push_back(digits);
  }
  std::sort(lengths.begin(), lengths.end());
  if (lengths.size() == 1) return out;
  const bool optional = lengths.size() == 2 && lengths.front() == 0;
  out.fraction = optional ? MomentForm::Fraction::optional : MomentForm::Fraction::trimmed;
  out.digits = optional ? static_cast<std::uint8_t>(lengths.back()) : 0;
  return out;
}

}  // namespace

std::string usual_or(const std::string& form, const std::string& usual) {
  return form == usual ? "" : form;
}

std::string unified_form(const Shape& shape) {
  if (shape.forms.empty()) return "";
  const auto most = std::max_element(shape.forms.begin(), shape.forms.end(),
                                     [](const auto& a, const auto& b) { return a.second < b.second; });
  const auto leading = parse_moment_form(most->first);
  if (!leading) return most->first;
  std::vector<MomentForm> alike;
  for (const auto& [text, count] : shape.forms) {
    const auto form = parse_moment_form(text);
    if (form && without_fraction(*form) == without_fraction(*leading)) alike.push_back(*form);
  }
  return to_string(with_fractions_of(alike));
}

std::string moment_form(const ColumnProfile& profile) {
  const Shape* best = nullptr;
  for (const Conversion conversion :
       {Conversion::timestamp_text, Conversion::timestamptz_text, Conversion::date_text}) {
    const Shape* shape = profile.shape(conversion);
    if (shape != nullptr && (best == nullptr || shape->fits > best->fits)) best = shape;
  }
  return best != nullptr ? unified_form(*best) : "";
}

}  // namespace dunlin::transfer
