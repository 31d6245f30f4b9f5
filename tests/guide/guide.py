#!/usr/bin/env python3
"""Runs the commands of docs/guide in a fresh folder. Ends with `N passed, N failed`."""
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile

ROOT = os.path.realpath(os.path.join(os.path.dirname(__file__), "../.."))
PROGRAM = os.path.join(ROOT, os.environ.get("BUILD", "build"), "chuangyou")
# An office's first week, and the only pages there are beside the ten minutes in the browser.
PAGES = ["start", "found", "import", "operate", "upgrade"]
counted = {True: 0, False: 0}

STAND_INS = r"""
runuser() { shift 3; "$@"; }
apt-get() { [ "$1" = install ] && [ "$2" = "./chuangyou_*.deb" ]; }
server_is_there() { [ -s "$HOUSE/pid" ] && kill -0 "$(cat "$HOUSE/pid")" 2>/dev/null; }
systemctl() {
  [ "$2" = chuangyou ] || return 1
  case $1 in
    start)
      server_is_there && return
      set -a; . "$HOUSE/chuangyou.conf"; set +a
      setsid bash -c "exec $(cat "$HOUSE/exec-start")" >>"$HOUSE/server.log" 2>&1 </dev/null &
      echo $! >"$HOUSE/pid"
      for _ in $(seq 600); do curl -sf "http://$LISTEN/health" >/dev/null && return; sleep 0.1; done
      tail -n 5 "$HOUSE/server.log"; return 1 ;;
    stop)
      server_is_there || return 0
      kill -TERM "$(cat "$HOUSE/pid")"
      for _ in $(seq 600); do server_is_there || return 0; sleep 0.1; done
      return 1 ;;
    restart) systemctl stop chuangyou && systemctl start chuangyou ;;
    *) return 1 ;;
  esac
}
"""


def tell(good, words):
    counted[bool(good)] += 1
    if not good:
        print("FAILED", words)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def fences(text):
    """The blocks that are commands; any other fence of a page says what it is."""
    return re.findall(r"^```sh\n(.*?)^```$", text, re.S | re.M)


def commands(fence):
    """One a line; a here-document and a line that ends with a backslash go on."""
    lines = fence.split("\n")
    while lines:
        command = lines.pop(0)
        while command.endswith("\\"):
            command += "\n" + lines.pop(0)
        end = re.search(r"<<'(\w+)'", command)
        while end and lines:
            line = lines.pop(0)
            command += "\n" + line
            if line == end.group(1):
                break
        if command.strip():
            yield command


class House:
    def __init__(self, folder):
        self.folder = folder
        port = free_port()
        for name in ("data", "backups"):
            os.mkdir(os.path.join(folder, name))
        self.places = [
            ("/var/lib/chuangyou", f"{folder}/data"),
            ("/var/backups/chuangyou", f"{folder}/backups"),
            ("/etc/chuangyou/chuangyou.conf", f"{folder}/chuangyou.conf"),
            ("/usr/share/chuangyou/campaigns", f"{folder}/campaigns"),
            ("/usr/bin/chuangyou", PROGRAM),
            ("127.0.0.1:8080", f"127.0.0.1:{port}"),
        ]
        shutil.copytree(f"{ROOT}/campaigns", f"{folder}/campaigns")
        unit = open(f"{ROOT}/packaging/chuangyou.service").read().replace("\\\n", " ")
        start = re.search(r"^ExecStart=(.*)$", unit, re.M).group(1)
        # A disk that is nearly full is the machine's affair and not the guide's.
        self.write("exec-start", self.here(start) + " --disk-reserve 0")
        self.write("chuangyou.conf", self.here(open(f"{ROOT}/packaging/chuangyou.conf").read()))
        self.write("stand-ins", STAND_INS)
        self.environment = dict(os.environ, HOUSE=folder, BASH_ENV=f"{folder}/stand-ins", LC_ALL="C.UTF-8",
                                PATH=f"{os.path.dirname(PROGRAM)}:{os.environ['PATH']}")

    def here(self, text):
        for there, place in self.places:
            text = text.replace(there, place)
        return text

    def write(self, name, text):
        with open(os.path.join(self.folder, name), "w") as file:
            file.write(text)

    def run(self, command):
        return subprocess.run(["bash", "-c", self.here(command)], cwd=ROOT, env=self.environment,
                              capture_output=True, text=True, timeout=300)


def both_languages_say_the_same(page, text):
    parts = re.split(r"^# ", text, flags=re.M)
    tell(len(parts) == 3, f"{page}: one part in Chinese and one in English")
    zh, en = fences(parts[1]), fences(parts[-1])
    tell(zh == en, f"{page}: the commands of both languages are the same")
    return zh


def run_page(house, page, blocks):
    for command in (command for block in blocks for command in commands(block)):
        wanted = re.search(r"# → (\d+) (\w+)$", command)
        done = house.run(command)
        tell(done.returncode == int(wanted.group(1) if wanted else 0) and
             (not wanted or wanted.group(2) in done.stdout + done.stderr),
             f"{page}: {command}\n  → {done.returncode} {done.stdout[-600:]}{done.stderr[-600:]}")


def take_the_demonstration(house):
    """For a program that cannot found a body yet: its page is not tried, and that is said."""
    print("NOT TRIED found.md: the program has no `found`")
    house.places.append(("example-bureau", "model-province"))
    made = house.run("systemctl stop chuangyou; rm -rf /var/lib/chuangyou/chuangyou.db*; chuangyou demo --database /var/lib/chuangyou/chuangyou.db")
    tell(made.returncode == 0, f"the demonstration: {made.stdout[-300:]}{made.stderr[-300:]}")


def main():
    pages = {name: open(f"{ROOT}/docs/guide/{name}.md").read() for name in PAGES}
    there = {name[:-3] for name in os.listdir(f"{ROOT}/docs/guide")}
    tell(there == {*PAGES, "first-steps"}, f"pages that nobody runs: {there - {*PAGES, 'first-steps'}}")
    folder = tempfile.mkdtemp(prefix="chuangyou-guide-")
    house = House(folder)
    try:
        for name, text in pages.items():
            if name == "found" and "\n  found " not in house.run("chuangyou --help").stdout:
                take_the_demonstration(house)
                continue
            run_page(house, name, both_languages_say_the_same(name, text))
    finally:
        house.run("systemctl stop chuangyou")
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{counted[True]} passed, {counted[False]} failed")
    sys.exit(1 if counted[False] else 0)


main()
