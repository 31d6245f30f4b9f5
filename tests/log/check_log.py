#!/usr/bin/env python3
"""A running log with two witnesses outside, read by code that nobody here wrote, and held against a
rollback, a fork, a lost key and a damaged memory. Ends with `N passed, N failed`."""
import base64
import hashlib
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import uuid

ROOT = os.path.realpath(os.path.join(os.path.dirname(__file__), "../.."))
BUILD = os.path.join(ROOT, os.environ.get("BUILD", "build"))
PROGRAM, MAKE_WORLD = os.path.join(BUILD, "chuangyou"), os.path.join(BUILD, "make_world")
VERIFY_RECEIPT = os.path.join(ROOT, "web/public/verify_receipt.py")
HOST = "office.example"
counted = {True: 0, False: 0}


def tell(good, words):
    counted[bool(good)] += 1
    if not good:
        print("FAILED", words)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def ask(url, data=None, headers=None):
    """(status, text, headers), whatever the status."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data, headers or {})) as answer:
            return answer.status, answer.read(), answer.headers
    except urllib.error.HTTPError as error:
        return error.code, error.read(), error.headers


def wait_for(what, seconds=20):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = what()
        if found:
            return found
        time.sleep(0.1)
    return None


class Program:
    """A process of ours that listens; `log` is where all that it says goes."""

    def __init__(self, *words, log):
        self.log = log
        with open(log, "a") as said:
            begun = said.tell()
            self.process = subprocess.Popen([PROGRAM, *words], stdout=said, stderr=said)

        def lines():
            with open(log) as file:
                file.seek(begun)
                text = file.read()
            found = [line for line in text.split("\n") if line.startswith("http://")]
            return text.split("\n") if found or self.process.poll() is not None else None
        self.lines = wait_for(lines, 120) or [""]
        self.at = next((line for line in self.lines if line.startswith("http://")), "")
        self.key = next((line for line in self.lines if ".example/w+" in line), "")

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.end()


def witness(folder, name, log_keys, port=0):
    words = ["witness", "--listen", f"127.0.0.1:{port}", "--file", f"{folder}/{name}.seen", "--key",
             f"{folder}/{name}.key", "--name", f"{name}.example/w"]
    for key in log_keys:
        words += ["--log", key]
    return Program(*words, log=f"{folder}/{name}.log")


class Office(Program):
    def __init__(self, database, witnesses=(), public=True, options=()):
        words = ["serve", "--database", database, "--campaigns", os.path.join(ROOT, "campaigns"), "--listen",
                 f"127.0.0.1:{free_port()}", "--second-factor-optional", "--public-rate", "0", "--log-in-rate", "0",
                 "--witness-every", "1", *options]
        if public:
            words += ["--public-url", f"https://{HOST}"]
        for one in witnesses:
            words += ["--witness", f"{one.at}={one.key}"]
        super().__init__(*words, log=database + ".log")

    def say(self, world, text):
        status, body, _ = ask(self.at + "/api/public/province/feedback", json.dumps({
            "unit": world["units"]["branch_1"], "fields": {"text": text, "kind": "opinion"}}).encode(),
            {"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())})
        if status != 201:
            raise RuntimeError(body)
        return json.loads(body)

    def checkpoint(self):
        status, text, _ = ask(self.at + "/log/province/checkpoint")
        return text.decode() if status == 200 else ""

    def size(self):
        text = self.checkpoint()
        return int(text.split("\n")[1]) if text else 0

    def standing(self):
        return json.loads(ask(self.at + "/api/public/province/witnesses")[1])

    def cosigned(self, size, by=2):
        """The published checkpoint, once it covers so many entries and so many have cosigned it."""
        def good():
            text = self.checkpoint()
            is_whole = text and int(text.split("\n")[1]) >= size and text.count("\n— ") >= by + 1
            return text if is_whole else None
        return wait_for(good)

    def ready(self):
        status, text, _ = ask(self.at + "/ready")
        return status, json.loads(text)


class Nobody:
    """A witness that is nowhere, with a key that nobody has."""

    def __init__(self):
        name, key = "nobody.example/w", b"\x04" + bytes(range(32))
        key_id = hashlib.sha256(name.encode() + b"\n" + key).hexdigest()[:8]
        self.at = f"http://127.0.0.1:{free_port()}"
        self.key = f"{name}+{key_id}+{base64.b64encode(key).decode()}"


def copy_of(database, folder):
    os.makedirs(folder)
    for name in os.listdir(os.path.dirname(database)):
        source = os.path.join(os.path.dirname(database), name)
        if os.path.isdir(source):
            shutil.copytree(source, os.path.join(folder, name))
        elif not name.endswith((".cosigned", ".log")):
            shutil.copy(source, folder)
    return os.path.join(folder, os.path.basename(database))


def run(*words, **options):
    return subprocess.run(words, capture_output=True, text=True, **options)


def read_with_others_code(folder, office, keys, other_key, old_checkpoint, proof):
    """The reader in Go over checkpoint, tiles, bundles and a proof."""
    with open(f"{folder}/old", "w") as file:
        file.write(old_checkpoint)
    environment = {**os.environ, "GO111MODULE": "off", "GOPATH": "/usr/share/gocode", "GOFLAGS": "",
                   "GOCACHE": os.path.join(BUILD, "go-cache"), "GOTOOLCHAIN": "local"}
    built = run("go", "build", "-o", f"{folder}/read_log", os.path.join(ROOT, "tests/log/read_log.go"),
                env=environment)
    tell(built.returncode == 0, f"the reader does not build: {built.stderr}")
    arguments = [f"{folder}/read_log", office.at + "/log/province", keys[0], f"{folder}/old", proof, *keys[1:]]
    read = run(*arguments)
    tell(read.returncode == 0, f"the other reader refuses the log: {read.stderr}")
    size = office.size()
    tell(re.match(rf"entries {size} old \d+ proved \d+", read.stdout), f"it read {read.stdout}, not {size}")
    tell(run(*arguments[:2], other_key, *arguments[3:]).returncode != 0, "another key opens the log")


def verify_without_us(folder, proof, keys):
    """The lines that the receipt's page gives, as they are."""
    good = run(sys.executable, VERIFY_RECEIPT, proof, *keys)
    tell(good.returncode == 0 and good.stdout.startswith("holds"), f"the receipt does not hold: {good.stderr}")
    with open(proof) as file:
        text = file.read()
    lines = text.split("\n")
    changes = {"another index": text.replace(lines[2], "index 0"), "no path": "\n".join(lines[:3] + lines[4:]),
               "another leaf": text.replace(lines[1], lines[1][:-6] + "AAAAA="),
               "another signature": text[:-20] + ("A" if text[-20] != "A" else "B") + text[-19:],
               "a longer path": "\n".join(lines[:4] + lines[3:]),
               "another size": text.replace(f"\n{HOST}/log/province\n", f"\n{HOST}/log/province\n1")}
    for what, changed in changes.items():
        with open(f"{folder}/changed", "w") as file:
            file.write(changed)
        bad = run(sys.executable, VERIFY_RECEIPT, f"{folder}/changed", *keys)
        tell(changed != text and bad.returncode != 0, f"{what} passes: {bad.stdout}")


def published(office):
    """What the doors give and what they do not."""
    size = office.size()
    status, body, headers = ask(office.at + "/log/province/checkpoint")
    tell(headers["Content-Type"] == "text/plain; charset=utf-8", headers["Content-Type"])
    tell(body.decode().startswith(f"{HOST}/log/province\n{size}\n"), body)
    status, body, headers = ask(office.at + "/log/province/tile/0/000")
    tell(status == 200 and len(body) == 8192 and "immutable" in headers["Cache-Control"], (status, len(body)))
    tell(headers["Content-Type"] == "application/octet-stream", headers["Content-Type"])
    status, body, headers = ask(office.at + f"/log/province/tile/0/001.p/{size - 256}")
    tell(status == 200 and len(body) == 32 * (size - 256), (status, len(body)))
    tell("immutable" not in headers["Cache-Control"], headers["Cache-Control"])
    tell(ask(office.at + "/log/province/tile/1/000.p/1")[0] == 200, "the tile above")
    for path in ["tile/0/001", "tile/0/002.p/1", "tile/1/000.p/2", "tile/0/000.p/256", "tile/0/0", "tile/2/000.p/1",
                 "tile/63/000", "tile/entries/001", "tile/8/0/000", "", "tile", "checkpoint/x", "../checkpoint",
                 "tile/0/x999/x999/x999/x999/x999/999", "tile/entries/000.p/0"]:
        status, body, _ = ask(f"{office.at}/log/province/{path}")
        tell(status == 404, f"{path} gives {status}")
    tell(ask(office.at + "/log/nobody/checkpoint")[0] == 404, "a body that is not there")
    tell(ask(office.at + "/log/province/checkpoint", b"x")[0] == 405, "a log is only read")


def receipts(folder, office, said, keys):
    url = office.at + f"/api/public/province/receipts/{said['receipt']}/proof.tlog"
    status, body, headers = ask(url)
    tell(status == 200 and headers["Content-Type"].startswith("text/plain"), f"{status} {body[:200]}")
    tell(f"\nindex {said['leaf_index']}\n" in body.decode(), "the index that the citizen was told")
    with open(f"{folder}/receipt.tlog-proof", "wb") as file:
        file.write(body)
    verify_without_us(folder, f"{folder}/receipt.tlog-proof", keys)
    return f"{folder}/receipt.tlog-proof"


def log_keys_of(database):
    """Opened once without witnesses: the logs have their keys from then on."""
    with Office(database) as office:
        standings = [json.loads(ask(f"{office.at}/api/public/{body}/witnesses")[1]) for body in ("province", "city")]
        tell(wait_for(office.checkpoint), "a log without witnesses is published all the same")
        tell(standings[0]["witnesses"] == [], standings[0])
        return [standing["log_key"] for standing in standings]


def not_covered_yet(database, world):
    """While nobody has cosigned, a receipt has to wait and is told for how long."""
    with Office(database, public=False) as office:
        tell(ask(office.at + "/log/province/checkpoint")[0] == 404, "no log without an address")
        tell("without_public_url" in json.dumps(office.ready()[1]["log"]), office.ready()[1])
    with Office(database, [Nobody()]) as office:
        said = office.say(world, "早到的意见")
        status, _, headers = ask(office.at + f"/api/public/province/receipts/{said['receipt']}/proof.tlog")
        tell(status in (200, 404), status)
        tell(status == 200 or headers["Retry-After"] == "1", "Retry-After")
        silent = wait_for(lambda: office.standing()["witnesses"][0]["trouble"])
        tell(silent and office.ready()[0] == 200, f"silence is no alarm: {silent} {office.ready()}")
        tell(wait_for(lambda: office.size() > said["leaf_index"]), "published although nobody cosigns")


def honest_days(folder, database, world, log_keys, witnesses, early):
    """Cosigned, read by others, a receipt proved; the first checkpoint and the copy of an early day."""
    keys = [log_keys[0], *[one.key for one in witnesses]]
    with Office(database, witnesses) as office:
        said = office.say(world, "食堂排队太久")
        first = office.cosigned(said["leaf_index"] + 1)
        tell(first, f"two witnesses have cosigned: {office.standing()}")
        for number in range(300):
            office.say(world, f"意见 {number}")
        said = office.say(world, "最后一条")
        latest = office.cosigned(said["leaf_index"] + 1)
        tell(latest, f"the grown log is cosigned: {office.standing()}")
        published(office)
        proof = receipts(folder, office, said, keys)
        read_with_others_code(folder, office, keys, log_keys[1], first, proof)
        tell(office.ready()[0] == 200, office.ready())
        tell(all(one["cosigned_at"] for one in office.standing()["witnesses"]), office.standing())
        origin_hash = hashlib.sha256(f"{HOST}/log/province".encode()).hexdigest()
        status, kept, _ = ask(f"{witnesses[0].at}/{origin_hash}/checkpoint")
        tell(status == 200 and kept.decode().startswith(f"{HOST}/log/province\n"), f"the witness shows {status}")
        status, kept, headers = ask(witnesses[0].at + "/add-checkpoint", f"old 0\n\n{latest}".encode())
        tell(status == 409 and headers["Content-Type"] == "text/x.tlog.size", (status, headers["Content-Type"]))
        held_against_a_running_log(office, database, early, keys[0])
    return keys, latest


def dishonest_days(folder, database, world, keys, early, latest, witnesses):
    with open(f"{folder}/latest", "w") as file:
        file.write(latest)
    words = [PROGRAM, "verify", "--database", database, "--against", f"{folder}/latest", "--log-key", keys[0],
             "--witness-key", keys[1]]
    good = run(*words)
    tell(good.returncode == 0 and "the witness" in good.stdout, f"the honest one: {good.stdout}{good.stderr}")
    own = run(*words[:5], database + ".checkpoints", *words[6:8])
    tell(own.returncode == 0 and "held against" in own.stdout, f"its own list: {own.stdout}{own.stderr}")
    for name in ("library", "paper"):
        seen = run(*words[:5], f"{folder}/{name}.seen", *words[6:8])
        tell(seen.returncode == 0 and "held against" in seen.stdout,
             f"the memory of a witness: {seen.stdout}{seen.stderr}")
    words[3] = early
    cut = run(*words)
    tell(cut.returncode == 1 and "entries_are_missing" in cut.stderr, f"a tail cut back: {cut.stdout}{cut.stderr}")
    with Office(early, witnesses) as office:
        alarmed = wait_for(lambda: any(one["is_alarm"] for one in office.standing()["witnesses"]))
        tell(alarmed, f"a rollback raises the alarm: {office.standing()}")
        tell(office.ready()[0] == 503 and not office.ready()[1]["witnesses"]["is_well"], office.ready())
        for number in range(320):
            office.say(world, f"另一本日志 {number}")
        forked = wait_for(lambda: any("another_journal" in one["trouble"] for one in office.standing()["witnesses"]))
        tell(forked, f"a fork raises the alarm: {office.standing()}")
    with open(early + ".log") as file:
        tell("witness_alarm" in file.read(), "the alarm is logged")
    both = run(*words[:5], database + ".checkpoints", *words[6:8])
    tell(both.returncode == 1 and "journals_disagree" in both.stderr, f"a fork and a list: {both.stderr}")
    disagree = run(*words)
    tell(disagree.returncode == 1 and "journals_disagree" in disagree.stderr, f"a fork: {disagree.stderr}")
    words[-1] = keys[1].replace(keys[1][-6:], "AAAAA=")
    tell(run(*words).returncode == 1, "no key")


def held_against_a_running_log(office, database, early, key):
    """What others would do: another copy against the log that the house shows now."""
    words = [PROGRAM, "verify", "--log-key", key, "--against"]
    for address in (office.at + "/log/province", office.at + "/log/province/checkpoint"):
        same = run(*words, address, "--database", database)
        tell(same.returncode == 0 and "held against 1 checkpoints" in same.stdout,
             f"against {address}: {same.stdout}{same.stderr}")
        cut = run(*words, address, "--database", early)
        tell(cut.returncode == 1 and "entries_are_missing" in cut.stderr, f"a shorter one: {cut.stdout}{cut.stderr}")
    nobody = run(*words, f"http://127.0.0.1:{free_port()}/log/province", "--database", database)
    tell(nobody.returncode == 1 and "file_cannot_be_read" in nobody.stderr, f"a log that is nowhere: {nobody.stderr}")
    missing = run(*words, office.at + "/log/nobody", "--database", database)
    tell(missing.returncode == 1 and "404" in missing.stderr, f"a body that is not there: {missing.stderr}")


def log_of_another_hash(folder):
    """Readers of logs know SHA-256 alone: a body of SM3 has its old proofs and says so."""
    database = folder + "/sm3.db"
    made = run(PROGRAM, "demo", "--database", database, "--campaigns", os.path.join(ROOT, "campaigns"), "--hash", "sm3")
    tell(made.returncode == 0, f"a demonstration by SM3: {made.stderr}")
    with Office(database) as office:
        bodies = [body["key"] for body in json.loads(ask(office.at + "/api/bodies")[1])]
        tell(bodies, "it has bodies")
        for body in bodies:
            for path in ("checkpoint", "tile/0/000", "tile/entries/000"):
                status, text, _ = ask(f"{office.at}/log/{body}/{path}")
                said = json.loads(text)
                tell(status == 404 and said["code"] == "nothing_is_there", f"{path}: {status} {text}")
                tell(said["field"] == "hash" and said["detail"] == "sm3", f"{path} says why: {text}")
                tell(said["words"]["zh"] and said["words"]["en"], f"{path} says it in words: {text}")
            status, text, _ = ask(f"{office.at}/api/public/{body}/witnesses")
            tell(status == 404 and b"sm3" in text, f"its witnesses: {status} {text}")
            tell(office.ready()[1]["log"][body] == "not_served_because_of_sm3", office.ready()[1]["log"])
            status, text, _ = ask(f"{office.at}/api/seals?body={body}&limit=1")
            tell(status == 200 and json.loads(text)["seals"], f"its own seals: {status} {text}")


def lost_key(folder, database):
    os.remove(os.path.join(database + ".keys", "log-province"))
    with Office(database) as office:
        status, body, _ = ask(office.at + "/log/province/checkpoint")
        tell(status == 500 and b"log_key_is_missing" in body, f"{status} {body[:200]}")
        tell(office.ready()[0] == 503 and not office.ready()[1]["log"]["is_well"], office.ready())
        tell(ask(office.at + "/log/city/checkpoint")[0] == 200, "the other body's log is served")
    with Office(database, options=["--new-log-key"]) as office:
        tell(wait_for(office.checkpoint), "a new key")
    with Office(database) as office:
        tell(wait_for(office.checkpoint) and office.ready()[0] == 200, "the new key stays")
    verified = run(PROGRAM, "verify", "--database", database)
    tell(verified.returncode == 0, f"the journal is whole: {verified.stdout}{verified.stderr}")
    rebuilt = run(PROGRAM, "rebuild", "--database", database, "--campaigns", os.path.join(ROOT, "campaigns"))
    tell(rebuilt.returncode == 0, f"it can be rebuilt: {rebuilt.stdout}{rebuilt.stderr}")


def leaves_of_before(folder):
    """A journal begun before leaves told nothing: its old bundles stay closed, its old receipts hold."""
    database = folder + "/old.db"
    with open(os.path.join(ROOT, "tests/upgrade/layout_1.json")) as file:
        world = json.load(file)
    with open(os.path.join(ROOT, "tests/upgrade/layout_1.sql")) as file, sqlite3.connect(database) as old:
        old.executescript(file.read())
    with Office(database) as office:
        for number in range(300):
            office.say(world, f"意见 {number}")
        size = wait_for(lambda: office.size() if office.size() > 300 else None)
        tell(office.standing()["minimum_index"] == 256, office.standing())
        paths = {"tile/entries/000": 404, "tile/0/000": 200, f"tile/entries/001.p/{size - 256}": 200}
        for path, wanted in paths.items():
            tell(ask(f"{office.at}/log/province/{path}")[0] == wanted, f"{path} gives not {wanted}")
        given = world["given"][0]
        status, proof, _ = ask(f"{office.at}/api/public/province/receipts/{given['receipt']}/proof.tlog")
        tell(status == 200 and len(base64.b64decode(proof.split(b"\n")[1][6:])) == 32, f"{status} {proof[:300]}")
        with open(f"{folder}/old.tlog-proof", "wb") as file:
            file.write(proof)
        held = run(sys.executable, VERIFY_RECEIPT, f"{folder}/old.tlog-proof", office.standing()["log_key"])
        tell(held.returncode == 0, f"an old receipt holds: {held.stderr}")


def damaged_memory(folder, name, log_keys):
    path = f"{folder}/{name}.seen"
    with open(path) as file:
        whole = file.read()
    for what, text in {"cut": whole[:-10], "empty": "", "changed": whole.replace("\n", "\n ", 1)}.items():
        with open(path, "w") as file:
            file.write(text)
        with witness(folder, name, log_keys) as stopped:
            tell(stopped.process.wait(10) != 0, f"a memory that is {what} stops the witness")
    os.remove(path)
    with witness(folder, name, log_keys) as stopped:
        tell(stopped.process.wait(10) != 0, "a memory that is gone stops the witness")


def main():
    with tempfile.TemporaryDirectory(prefix="chuangyou-log-") as folder:
        os.makedirs(folder + "/world")
        world = json.loads(subprocess.check_output([MAKE_WORLD, "found", folder + "/world", "2011-03-01"]))
        database = world["database"]
        log_keys = log_keys_of(database)
        not_covered_yet(database, world)
        with witness(folder, "library", log_keys) as library, witness(folder, "paper", log_keys) as paper:
            with Office(database, [library, paper]) as office:
                office.say(world, "第一天")
                tell(office.cosigned(1), f"cosigned on the first day: {office.standing()}")
            early = copy_of(database, folder + "/early")
            keys, latest = honest_days(folder, database, world, log_keys, [library, paper], early)
            dishonest_days(folder, database, world, keys, early, latest, [library, paper])
        leaves_of_before(folder)
        log_of_another_hash(folder)
        damaged_memory(folder, "library", log_keys)
        lost_key(folder, database)
    print(f"{counted[True]} passed, {counted[False]} failed")
    return 1 if counted[False] else 0


if __name__ == "__main__":
    sys.exit(main())
