// Loaded before the program (LD_PRELOAD): lets the n-th call of a kind fail, on files of one folder
// or for large allocations. What fails when stands in a small file that the driver writes while the
// program runs; FAULTS_CONTROL names it, FAULTS_FOLDER the folder.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

extern "C" {
void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* old, std::size_t size);
}

namespace {

enum Kind : std::int64_t {
  read_call = 1,
  pread_call,
  write_call,
  sync_call,
  open_call,
  map_call,
  allocation,
  size_call
};

// As faults.mjs writes it: 64-bit numbers, two rules.
struct Rule {
  std::atomic<std::int64_t> kind;       // 0: none
  std::atomic<std::int64_t> countdown;  // calls that still succeed
  std::atomic<std::int64_t> times;      // calls that fail then
  std::atomic<std::int64_t> error;
  std::atomic<std::int64_t> hits;
};
struct Control {
  Rule rules[2];
};
constexpr std::size_t large_bytes = 64 * 1024;

Control nothing;
Control* control = &nothing;
char folder[4096];

template <class Function>
Function real(Function, const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

__attribute__((constructor)) void begin() {
  const char* path = std::getenv("FAULTS_CONTROL");
  const char* within = std::getenv("FAULTS_FOLDER");
  if (path == nullptr || within == nullptr) return;
  std::strncpy(folder, within, sizeof folder - 1);
  const int file = open(path, O_RDWR | O_CLOEXEC);
  if (file < 0) return;
  void* shared = mmap(nullptr, sizeof(Control), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  close(file);
  if (shared != MAP_FAILED) control = static_cast<Control*>(shared);
}

bool is_within(const char* path) {
  return path != nullptr && std::strncmp(path, folder, std::strlen(folder)) == 0;
}

bool is_within(int file) {
  char link[64], path[4096];
  std::snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  const ssize_t size = readlink(link, path, sizeof path - 1);
  if (size < 0) return false;
  path[size] = '\0';
  return is_within(path);
}

template <class Place>
bool fails(Kind kind, Place is_ours) {
  for (Rule& rule : control->rules) {
    if (rule.kind.load(std::memory_order_relaxed) != kind || !is_ours()) continue;
    if (rule.countdown.fetch_sub(1) > 0 || rule.times.fetch_sub(1) <= 0) continue;
    rule.hits.fetch_add(1);
    errno = static_cast<int>(rule.error.load());
    return true;
  }
  return false;
}
bool fails(Kind kind, int file) {
  return fails(kind, [file] { return is_within(file); });
}
bool fails_to_open(const char* path) {
  return fails(open_call, [path] { return is_within(path); });
}
bool fails_to_allocate(std::size_t size) {
  return size >= large_bytes && fails(allocation, [] { return true; });
}

}  // namespace

extern "C" {

ssize_t read(int file, void* bytes, std::size_t size) {
  static const auto next = real(&read, "read");
  return fails(read_call, file) ? -1 : next(file, bytes, size);
}
ssize_t pread(int file, void* bytes, std::size_t size, off_t at) {
  static const auto next = real(&pread, "pread");
  return fails(pread_call, file) ? -1 : next(file, bytes, size, at);
}
ssize_t pread64(int file, void* bytes, std::size_t size, off64_t at) {
  static const auto next = real(&pread64, "pread64");
  return fails(pread_call, file) ? -1 : next(file, bytes, size, at);
}
ssize_t write(int file, const void* bytes, std::size_t size) {
  static const auto next = real(&write, "write");
  return fails(write_call, file) ? -1 : next(file, bytes, size);
}
ssize_t pwrite(int file, const void* bytes, std::size_t size, off_t at) {
  static const auto next = real(&pwrite, "pwrite");
  return fails(write_call, file) ? -1 : next(file, bytes, size, at);
}
ssize_t pwrite64(int file, const void* bytes, std::size_t size, off64_t at) {
  static const auto next = real(&pwrite64, "pwrite64");
  return fails(write_call, file) ? -1 : next(file, bytes, size, at);
}
int fsync(int file) {
  static const auto next = real(&fsync, "fsync");
  return fails(sync_call, file) ? -1 : next(file);
}
int fdatasync(int file) {
  static const auto next = real(&fdatasync, "fdatasync");
  return fails(sync_call, file) ? -1 : next(file);
}
int ftruncate(int file, off_t size) noexcept {
  static const auto next = real(&ftruncate, "ftruncate");
  return fails(size_call, file) ? -1 : next(file, size);
}
int ftruncate64(int file, off64_t size) noexcept {
  static const auto next = real(&ftruncate64, "ftruncate64");
  return fails(size_call, file) ? -1 : next(file, size);
}
int open(const char* path, int flags, ...) {
  static const auto next = real(&open, "open");
  va_list more;
  va_start(more, flags);
  const mode_t mode = va_arg(more, mode_t);
  va_end(more);
  return fails_to_open(path) ? -1 : next(path, flags, mode);
}
int open64(const char* path, int flags, ...) {
  static const auto next = real(&open64, "open64");
  va_list more;
  va_start(more, flags);
  const mode_t mode = va_arg(more, mode_t);
  va_end(more);
  return fails_to_open(path) ? -1 : next(path, flags, mode);
}
std::FILE* fopen(const char* path, const char* mode) {
  static const auto next = real(&fopen, "fopen");
  return fails_to_open(path) ? nullptr : next(path, mode);
}
std::FILE* fopen64(const char* path, const char* mode) {
  static const auto next = real(&fopen64, "fopen64");
  return fails_to_open(path) ? nullptr : next(path, mode);
}
void* mmap(void* where, std::size_t size, int protection, int flags, int file, off_t at) noexcept {
  static const auto next = real(&mmap, "mmap");
  return file >= 0 && fails(map_call, file) ? MAP_FAILED
                                            : next(where, size, protection, flags, file, at);
}
void* mmap64(void* where, std::size_t size, int protection, int flags, int file,
             off64_t at) noexcept {
  static const auto next = real(&mmap64, "mmap64");
  return file >= 0 && fails(map_call, file) ? MAP_FAILED
                                            : next(where, size, protection, flags, file, at);
}

void* malloc(std::size_t size) noexcept {
  return fails_to_allocate(size) ? nullptr : __libc_malloc(size);
}
void* calloc(std::size_t count, std::size_t size) noexcept {
  return fails_to_allocate(count * size) ? nullptr : __libc_calloc(count, size);
}
void* realloc(void* old, std::size_t size) noexcept {
  return fails_to_allocate(size) ? nullptr : __libc_realloc(old, size);
}

}  // extern "C"
