#include "documents/gzip_reader.h"

#include <zlib.h>

#include <array>
#include <stdexcept>

namespace chuangyou {

struct GzipReader::State {
  explicit State(std::istream& stream) : compressed(stream) {
    constexpr int gzip_only = MAX_WBITS + 16;
    if (inflateInit2(&inflating, gzip_only) != Z_OK) throw std::runtime_error("zlib has no memory");
  }
  ~State() { inflateEnd(&inflating); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  std::istream& compressed;
  z_stream inflating{};
  std::array<char, 65536> in, out;
  bool is_over = false, is_damaged = false;

  void fill_in() {
    compressed.read(in.data(), static_cast<std::streamsize>(in.size()));
    inflating.next_in = reinterpret_cast<Bytef*>(in.data());
    inflating.avail_in = static_cast<uInt>(compressed.gcount());
  }
  // Bytes written to `out`; 0 at the end.
  std::size_t fill_out() {
    inflating.next_out = reinterpret_cast<Bytef*>(out.data());
    inflating.avail_out = static_cast<uInt>(out.size());
    while (inflating.avail_out == out.size() && !is_over) {
      if (inflating.avail_in == 0) fill_in();
      is_damaged = inflating.avail_in == 0;
      if (is_damaged) break;
      const int answer = inflate(&inflating, Z_NO_FLUSH);
      is_over = answer != Z_OK;
      is_damaged = is_over && answer != Z_STREAM_END;
    }
    return out.size() - inflating.avail_out;
  }
};

GzipReader::GzipReader(std::istream& compressed) : state_(std::make_unique<State>(compressed)) {}
GzipReader::~GzipReader() = default;

bool GzipReader::is_whole() const { return state_->is_over && !state_->is_damaged; }

GzipReader::int_type GzipReader::underflow() {
  const std::size_t size = state_->fill_out();
  if (size == 0) return traits_type::eof();
  setg(state_->out.data(), state_->out.data(), state_->out.data() + size);
  return traits_type::to_int_type(state_->out[0]);
}

}  // namespace chuangyou
