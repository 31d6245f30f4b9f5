#include "net/chunk_reader.h"

#include <algorithm>

#include "net/header_text.h"

namespace chuangyou {
namespace {

constexpr std::size_t beside_max = 512;  // of all extensions and trailers together
constexpr int digits_max = 8;            // a chunk of 4 GiB is larger than any body

int hex_digit(char symbol) {
  if (symbol >= '0' && symbol <= '9') return symbol - '0';
  if (symbol >= 'a' && symbol <= 'f') return symbol - 'a' + 10;
  if (symbol >= 'A' && symbol <= 'F') return symbol - 'A' + 10;
  return -1;
}

}  // namespace

ChunkReader::Piece ChunkReader::read(std::string_view bytes) {
  Piece piece;
  while (piece.taken < bytes.size() && at_ != At::data && !is_done() && !is_malformed())
    at_ = after(bytes[piece.taken++]);
  if (at_ != At::data) return piece;
  const std::size_t length = std::min<std::uint64_t>(left_, bytes.size() - piece.taken);
  piece.body = bytes.substr(piece.taken, length);
  piece.taken += length;
  left_ -= length;
  if (left_ == 0) at_ = At::data_ends;
  return piece;
}

ChunkReader::At ChunkReader::beside(At next) { return ++beside_ > beside_max ? At::nowhere : next; }

// A blank after the size is read as nothing by some and as the end of the size by others.
ChunkReader::At ChunkReader::after_size(char symbol) {
  if (const int digit = hex_digit(symbol); digit >= 0) {
    if (++digits_ > digits_max) return At::nowhere;
    left_ = left_ * 16 + static_cast<std::uint64_t>(digit);
    return At::size;
  }
  if (digits_ == 0) return At::nowhere;
  if (symbol == ';') return beside(At::extension);
  return symbol == '\r' ? At::size_ends : At::nowhere;
}

ChunkReader::At ChunkReader::after(char symbol) {
  const bool is_return = symbol == '\r';
  const bool is_feed = symbol == '\n';
  switch (at_) {
    case At::size_begins:
      digits_ = 0;
      left_ = 0;
      return after_size(symbol);
    case At::size:
      return after_size(symbol);
    case At::extension:
      if (is_return) return At::size_ends;
      return is_header_text(symbol) ? beside(At::extension) : At::nowhere;
    case At::size_ends:
      if (!is_feed) return At::nowhere;
      return left_ > 0 ? At::data : At::trailer_begins;
    case At::data_ends:
      return is_return ? At::data_has_ended : At::nowhere;
    case At::data_has_ended:
      return is_feed ? At::size_begins : At::nowhere;
    case At::trailer_begins:
      if (is_return) return At::last_line_ends;
      return is_token(symbol) ? beside(At::trailer_name) : At::nowhere;
    case At::trailer_name:
      if (symbol == ':') return beside(At::trailer_value);
      return is_token(symbol) ? beside(At::trailer_name) : At::nowhere;
    case At::trailer_value:
      if (is_return) return At::trailer_ends;
      return is_header_text(symbol) ? beside(At::trailer_value) : At::nowhere;
    case At::trailer_ends:
      return is_feed ? At::trailer_begins : At::nowhere;
    case At::last_line_ends:
      return is_feed ? At::end : At::nowhere;
    case At::data:
    case At::end:
    case At::nowhere:
      break;
  }
  return At::nowhere;
}

}  // namespace chuangyou
