#include "transfer/Profile.hpp"

#include <algorithm>

namespace dunlin::transfer {

const Shape* ColumnProfile::shape(Conversion conversion) const {
  const auto found = std::find_if(shapes.begin(), shapes.end(),
                                  [&](const Shape& shape) { return shape.conversion == conversion; });
  return found != shapes.end() ? &*found : nullptr;
}

bool ColumnProfile::all(Conversion conversion, std::int64_t wanted) const {
  const Shape* found = shape(conversion);
  return found != nullptr && wanted > 0 && !found->given_up && found->misfits == 0 && found->fits == wanted;
}

}  // namespace dunlin::transfer
