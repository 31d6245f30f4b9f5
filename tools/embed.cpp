// Writes files into C++ so that they travel inside the binary, each also compressed by gzip where
// that is smaller. Usage: embed <output.cpp> <prefix>=<folder> …  A missing folder is an empty one.
#include <zlib.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

struct Source {
  std::string path;  // as the program asks for it: `web/index.html`
  std::string content;
};

constexpr std::pair<std::string_view, std::string_view> content_types[] = {
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".txt", "text/plain; charset=utf-8"},
    {".py", "text/plain; charset=utf-8"},
    {".webmanifest", "application/manifest+json"},
};

std::string_view content_type_of(const std::string& path) {
  for (const auto& [ending, type] : content_types)
    if (path.ends_with(ending)) return type;
  return "application/octet-stream";
}

std::vector<Source> read_folder(const std::string& prefix, const std::filesystem::path& folder) {
  std::vector<Source> sources;
  if (!std::filesystem::exists(folder)) return sources;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    std::string content(std::istreambuf_iterator<char>(file), {});
    if (file.bad()) throw std::runtime_error("cannot read " + entry.path().string());
    sources.push_back({prefix + "/" + entry.path().lexically_relative(folder).generic_string(),
                       std::move(content)});
  }
  std::ranges::sort(sources, {}, &Source::path);
  return sources;
}

// Empty where compression gains less than a tenth: pictures and fonts are compressed already.
// zlib writes no time and no name into the header, so equal input gives equal output.
std::string gzip(const std::string& content) {
  z_stream stream{};
  constexpr int window_bits_with_gzip_header = 15 + 16;
  if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, window_bits_with_gzip_header, 9,
                   Z_DEFAULT_STRATEGY) != Z_OK)
    throw std::runtime_error("zlib does not start");
  std::string packed(deflateBound(&stream, static_cast<uLong>(content.size())), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
  stream.avail_in = static_cast<uInt>(content.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  const int ended = deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  if (ended != Z_STREAM_END) throw std::runtime_error("zlib did not finish");
  if (packed.size() * 10 > content.size() * 9) packed.clear();
  return packed;
}

// `std::string_view{"…", n}`: string literals compile a hundred times faster than lists of numbers.
void write_literal(std::ostream& out, std::string_view bytes) {
  out << "{\"";
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i % 96 == 0 && i > 0) out << "\"\n\"";
    const auto byte = static_cast<std::uint8_t>(bytes[i]);
    if (byte >= 0x20 && byte < 0x7f && byte != '"' && byte != '\\' && byte != '?') {
      out << bytes[i];
    } else {
      out << '\\' << static_cast<char>('0' + (byte >> 6))
          << static_cast<char>('0' + (byte >> 3 & 7)) << static_cast<char>('0' + (byte & 7));
    }
  }
  out << "\", " << bytes.size() << "}";
}

void write_source(std::ostream& out, const std::vector<Source>& sources) {
  out << "// Written by tools/embed.cpp; do not edit.\n"
         "#include \"core/embedded.h\"\n\n#include <array>\n\nnamespace chuangyou {\nnamespace {\n"
         "const std::array<EmbeddedFile, "
      << sources.size() << "> files{{\n";
  for (const Source& source : sources) {
    out << "{.path = ";
    write_literal(out, source.path);
    out << ",\n.content = ";
    write_literal(out, source.content);
    out << ",\n.content_type = ";
    write_literal(out, content_type_of(source.path));
    out << ",\n.gzip = ";
    write_literal(out, gzip(source.content));
    out << "},\n";
  }
  out << "}};\n}  // namespace\n\n"
         "std::span<const EmbeddedFile> embedded_files() { return files; }\n\n"
         "}  // namespace chuangyou\n";
}

}  // namespace

int main(int argument_count, char** arguments) {
  try {
    if (argument_count < 3) throw std::runtime_error("usage: embed <output> <prefix>=<folder> …");
    std::vector<Source> sources;
    for (int i = 2; i < argument_count; ++i) {
      const std::string_view argument = arguments[i];
      const auto equals = argument.find('=');
      if (equals == std::string_view::npos) throw std::runtime_error("an argument without =");
      auto found = read_folder(std::string(argument.substr(0, equals)),
                               std::string(argument.substr(equals + 1)));
      std::ranges::move(found, std::back_inserter(sources));
    }
    std::filesystem::create_directories(std::filesystem::path(arguments[1]).parent_path());
    std::ofstream out(arguments[1], std::ios::binary);
    write_source(out, sources);
    if (!out.flush()) throw std::runtime_error(std::string("cannot write ") + arguments[1]);
  } catch (const std::exception& broken) {
    std::cerr << "embed: " << broken.what() << '\n';
    return 1;
  }
}
