// How many connections come from each address, and who leaves first when no place is left: an
// address must not be able to shut the others out. An address is a block (network.h).
#pragma once

#include <mutex>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "net/network.h"

namespace chuangyou {

class Crowd {
 public:
  explicit Crowd(std::size_t an_address_max) : an_address_max_(an_address_max) {}  // 0: no limit

  // A connection's place among those of its address, given back with it. False: there is none.
  class Place {
   public:
    Place(Crowd& crowd, AddressBlock block);
    Place(Place&& other) noexcept
        : block(other.block), crowd_(std::exchange(other.crowd_, nullptr)) {}
    Place& operator=(Place&&) = delete;
    ~Place();
    explicit operator bool() const { return crowd_ != nullptr; }

    AddressBlock block;

   private:
    Crowd* crowd_;
  };

 private:
  bool enter(AddressBlock block);
  void leave(AddressBlock block);

  std::size_t an_address_max_;
  std::mutex mutex_;  // of all loops; taken twice in the life of a connection
  std::unordered_map<AddressBlock, std::size_t> count_;
};

// A connection that waits for a request or for the rest of one.
struct Idle {
  AddressBlock block = 0;
  std::int64_t since = 0;
  std::size_t connection = 0;
};
// `count` of them: from the address with the most first and from the next as soon as it has as
// many, the longest idle first.
std::vector<Idle> first_to_leave(std::vector<Idle> idle, std::size_t count);

}  // namespace chuangyou
