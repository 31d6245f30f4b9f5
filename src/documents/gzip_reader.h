// A gzip file read as a stream, decompressed block by block: it never lies in memory as a whole.
// It can be read once, from the front.
#pragma once

#include <istream>
#include <memory>
#include <streambuf>

namespace chuangyou {

class GzipReader : public std::streambuf {
 public:
  explicit GzipReader(std::istream& compressed);
  ~GzipReader() override;

  // A damaged or cut file ends early; this tells it from one that is over.
  bool is_whole() const;

 protected:
  int_type underflow() override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace chuangyou
