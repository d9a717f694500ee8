#pragma once

#include <cstddef>
#include <functional>

namespace dunlin {

/// Calls work(0), ..., work(count - 1), each once, on as many threads as there are processors, and waits for
/// all. Few calls stay on the thread that asks. An error stops what hasn't begun yet; of several errors the
/// one with the smallest index is thrown, as one call after the other would have.
void for_each_index(std::size_t count, const std::function<void(std::size_t)>& work);

}  // namespace dunlin
