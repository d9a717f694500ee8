#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>

namespace dunlin::transfer {

/// Where the image of a row grows: numbers in network byte order, as PostgreSQL's binary formats have them.
/// `ensure` makes room once a value; what follows writes without asking.
class ImageWriter {
 public:
  ImageWriter() : data_(std::make_unique_for_overwrite<char[]>(k_first)), capacity_(k_first) {}

  void clear() { size_ = 0; }
  void truncate(std::size_t size) { size_ = size; }
  std::size_t size() const { return size_; }
  std::string_view view() const { return {data_.get(), size_}; }

  void ensure(std::size_t more) {
    if (capacity_ - size_ < more) grow(more);
  }

  void int8(std::uint8_t value) { data_[size_++] = static_cast<char>(value); }
  void int16(std::uint16_t value) { put(__builtin_bswap16(value)); }
  void int32(std::uint32_t value) { put(__builtin_bswap32(value)); }
  void int64(std::uint64_t value) { put(__builtin_bswap64(value)); }
  void bytes(std::string_view value) {
    if (value.empty()) return;
    std::memcpy(data_.get() + size_, value.data(), value.size());
    size_ += value.size();
  }

  /// A field of a fixed width, with the length before it.
  void field16(std::uint16_t value) {
    ensure(6);
    int32(2);
    int16(value);
  }
  void field32(std::uint32_t value) {
    ensure(8);
    int32(4);
    int32(value);
  }
  void field64(std::uint64_t value) {
    ensure(12);
    int32(8);
    int64(value);
  }
  void field_bytes(std::string_view value) {
    ensure(4 + value.size());
    int32(static_cast<std::uint32_t>(value.size()));
    bytes(value);
  }
  void null() {
    ensure(4);
    int32(0xffffffffU);
  }

 private:
  static constexpr std::size_t k_first = 4096;
  static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the writer swaps bytes");

  template <class T>
  void put(T swapped) {
    std::memcpy(data_.get() + size_, &swapped, sizeof swapped);
    size_ += sizeof swapped;
  }

  void grow(std::size_t more) {
    std::size_t wanted = capacity_ * 2;
    if (wanted < size_ + more) wanted = size_ + more;
    auto larger = std::make_unique_for_overwrite<char[]>(wanted);
    std::memcpy(larger.get(), data_.get(), size_);
    data_ = std::move(larger);
    capacity_ = wanted;
  }

  std::unique_ptr<char[]> data_;
  std::size_t capacity_ = 0;
  std::size_t size_ = 0;
};

}  // namespace dunlin::transfer
