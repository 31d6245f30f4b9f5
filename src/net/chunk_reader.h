// A body in chunks (RFC 9112, 7.1), read byte by byte: each byte is looked at once, however small
// the pieces are in which it comes. Extensions and trailers mean nothing to us; they are read past,
// and so few of them are taken that nobody can send them for ever.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace chuangyou {

class ChunkReader {
 public:
  struct Piece {
    std::size_t taken = 0;       // bytes of what was given
    std::string_view body = {};  // those among them that belong to the body
  };
  // The next piece: nothing taken when all has been read, when the body has ended, or when it is no
  // body at all.
  Piece read(std::string_view bytes);
  bool is_done() const { return at_ == At::end; }
  bool is_malformed() const { return at_ == At::nowhere; }
  // What is still to come of the chunk whose data is being read.
  std::uint64_t announced() const { return at_ == At::data ? left_ : 0; }

 private:
  enum class At : std::uint8_t {
    size_begins,
    size,
    extension,
    size_ends,
    data,
    data_ends,
    data_has_ended,
    trailer_begins,
    trailer_name,
    trailer_value,
    trailer_ends,
    last_line_ends,
    end,
    nowhere,
  };
  At after(char symbol);
  At after_size(char symbol);
  At beside(At next);  // one more byte that is no part of the body

  At at_ = At::size_begins;
  int digits_ = 0;
  std::uint64_t left_ = 0;
  std::size_t beside_ = 0;
};

}  // namespace chuangyou
