#include "http/static_files.h"

#include <zlib.h>

#include <unordered_map>

#include "core/embedded.h"
#include "http/problem.h"
#include "net/header_forms.h"
#include "portal/calendar_page.h"

namespace chuangyou {
namespace {

constexpr std::string_view folder = "web/";

constexpr std::string_view page_without_desk =
    "<!doctype html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>创优 "
    "Chuangyou</title>"
    "</head><body><h1>创优 Chuangyou</h1><p>本程序未包含前台页面。请运行 <code>./do build</code> "
    "后重新启动；接口在 <a href=\"/api/openapi.json\">/api</a>。</p>"
    "<p>This program was built without the desk. Run <code>./do build</code> and start it again; "
    "the API is at <a href=\"/api/openapi.json\">/api</a>.</p></body></html>";

const std::unordered_map<std::string_view, const EmbeddedFile*>& files() {
  static const auto by_path = [] {
    std::unordered_map<std::string_view, const EmbeddedFile*> map;
    for (const EmbeddedFile& file : embedded_files())
      if (file.path.starts_with(folder)) map.emplace(file.path.substr(folder.size() - 1), &file);
    return map;
  }();
  return by_path;
}

// The built desk puts a hash of the content into the names of what lies in assets/.
bool never_changes(std::string_view path) { return path.starts_with("/assets/"); }

void offer_packed(Reply& reply, const Request& request, std::string_view gzip) {
  if (gzip.empty()) return;
  reply.add("Vary", "Accept-Encoding");
  if (weight_in(request.header(Header::accept_encoding), "gzip") == 0) return;
  reply.shared_body = gzip;
  reply.add("Content-Encoding", "gzip");
}

std::string packed(std::string_view text) {
  constexpr int gzip_alone = 15 + 16, memory_level = 8;
  z_stream packing{};
  if (deflateInit2(&packing, Z_BEST_COMPRESSION, Z_DEFLATED, gzip_alone, memory_level,
                   Z_DEFAULT_STRATEGY) != Z_OK)
    return {};
  std::string gzip(deflateBound(&packing, text.size()), '\0');
  packing.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  packing.avail_in = static_cast<uInt>(text.size());
  packing.next_out = reinterpret_cast<Bytef*>(gzip.data());
  packing.avail_out = static_cast<uInt>(gzip.size());
  const bool is_whole = deflate(&packing, Z_FINISH) == Z_STREAM_END;
  gzip.resize(is_whole ? packing.total_out : 0);
  deflateEnd(&packing);
  return gzip;
}

Reply reply_with(const EmbeddedFile& file, const Request& request, std::string_view path) {
  Reply reply;
  reply.content_type = file.content_type;
  reply.shared_body = file.content;
  reply.add("Cache-Control",
            never_changes(path) ? "public, max-age=31536000, immutable" : "no-cache");
  offer_packed(reply, request, file.gzip);
  return reply;
}

}  // namespace

std::optional<Reply> refuse_write(const Request& request) {
  if (request.method == Method::get || request.method == Method::head) return std::nullopt;
  Reply reply = problem(Refusal::method_is_wrong, language_of(request));
  reply.add("Allow", "GET, HEAD");
  return reply;
}

LastingText::LastingText(std::string said) : text(std::move(said)), gzip(packed(text)) {}

Reply LastingText::reply(const Request& request) const {
  Reply reply;
  reply.shared_body = text;
  offer_packed(reply, request, gzip);
  return reply;
}

Reply portal_style_sheet(const Request& request) {
  if (auto refusal = refuse_write(request)) return std::move(*refusal);
  static const LastingText style(portal_style());
  Reply reply = style.reply(request);
  reply.content_type = "text/css; charset=utf-8";
  reply.add("Cache-Control", "no-cache");
  return reply;
}

Reply static_file(const Request& request) {
  if (auto refusal = refuse_write(request)) return std::move(*refusal);
  std::string_view path = request.path();
  if (const auto found = files().find(path); found != files().end())
    return reply_with(*found->second, request, path);
  // A path without a dot is a page of the desk, which finds its own way.
  if (path.contains('.')) return problem(Refusal::nothing_is_there, language_of(request));
  if (const auto found = files().find("/index.html"); found != files().end())
    return reply_with(*found->second, request, "/index.html");
  Reply reply;
  reply.content_type = "text/html; charset=utf-8";
  reply.shared_body = page_without_desk;
  return reply;
}

}  // namespace chuangyou
