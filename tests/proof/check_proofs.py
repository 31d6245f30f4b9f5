#!/usr/bin/env python3
"""The proofs of a running program against the verifier from outside, and a journal that somebody changed
against `chuangyou verify`: one byte anywhere must be found and named. Ends with `N passed, N failed`."""
import json
import os
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

import verify_rfc6962 as rfc

ROOT = os.path.realpath(os.path.join(os.path.dirname(__file__), "../.."))
BUILD = os.path.join(ROOT, os.environ.get("BUILD", "build"))
PROGRAM, MAKE_WORLD = os.path.join(BUILD, "chuangyou"), os.path.join(BUILD, "make_world")
counted = {True: 0, False: 0}


def tell(good, words):
    counted[bool(good)] += 1
    if not good:
        print("FAILED", words)


class Server:
    def __init__(self, database):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.at = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(
            [PROGRAM, "serve", "--database", database, "--campaigns", os.path.join(ROOT, "campaigns"),
             "--listen", f"127.0.0.1:{port}", "--second-factor-optional", "--public-rate", "0", "--log-in-rate", "0"],
            stdout=subprocess.DEVNULL)
        for _ in range(3000):
            try:
                rfc.ask(self.at + "/health")
                return
            except (urllib.error.URLError, ConnectionError):
                if self.process.poll() is not None:
                    break
                time.sleep(0.01)
        raise RuntimeError("the server does not answer")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()

    def write(self, path, body, headers=None):
        request = urllib.request.Request(
            self.at + path, json.dumps(body).encode(), {"Content-Type": "application/json",
            "Idempotency-Key": str(uuid.uuid4()), **(headers or {})})
        with urllib.request.urlopen(request) as answer:
            return json.load(answer), answer.headers

    def say(self, world, text):
        return self.write("/api/public/province/feedback", {
            "unit": world["units"]["branch_1"], "fields": {"text": text, "kind": "opinion"}})[0]

    def proof(self, receipt):
        for _ in range(600):  # sealed each second
            try:
                return rfc.ask(f"{self.at}/api/public/province/receipts/{receipt}/proof")
            except urllib.error.HTTPError:
                time.sleep(0.02)
        raise RuntimeError("the entry is not sealed")


def mathematics():
    """The verifier against the definition of the tree itself, and that it can say no."""
    leaves = [bytes([n]) * 3 for n in range(40)]
    roots = [rfc.tree_hash(leaves[:n]) for n in range(41)]

    def path(index, part):  # RFC 6962, 2.1.1
        if len(part) == 1:
            return []
        split = 1
        while split * 2 < len(part):
            split *= 2
        if index < split:
            return path(index, part[:split]) + [rfc.tree_hash(part[split:])]
        return path(index - split, part[split:]) + [rfc.tree_hash(part[:split])]
    good = all(rfc.includes(rfc.leaf_hash(leaves[i]), i, n, path(i, leaves[:n]), roots[n])
               for n in range(1, 41) for i in range(n))
    tell(good, "the verifier takes every inclusion path of 40 trees")
    wrong = any(rfc.includes(rfc.leaf_hash(leaves[i]), j, n, path(i, leaves[:n]), roots[n])
                for n in range(2, 25) for i in range(n) for j in range(n) if i != j)
    tell(not wrong, "it takes none of them for another place")
    # The empty tree's hash and one leaf's, as certificate-transparency's own tests have them.
    tell(roots[0].hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" and
         rfc.leaf_hash(b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
         "the known hashes")


def proofs(server, world):
    said = [server.say(world, f"第 {n} 条意见") for n in range(40)]
    for one in said:
        proof = server.proof(one["receipt"])
        leaf = rfc.read_leaf(proof)
        tell(rfc.proof_holds(proof), f"the proof of entry {proof['seq']}")
        tell(str(leaf["record"]) == one["id"] and leaf["act"] == "say" and leaf["actor"].int == 0 and
             leaf["seq"] == one["version"], f"entry {proof['seq']} is about what was said")
    spoilt = dict(proof, path=[proof["path"][0][:-1] + ("0" if proof["path"][0][-1] != "0" else "1")] +
                  proof["path"][1:])
    tell(not rfc.proof_holds(spoilt), "a spoilt path proves nothing")
    tell(not rfc.proof_holds(dict(proof, leaf_index=proof["leaf_index"] - 1)), "nor does another place")


def chain(server):
    seals = rfc.seals_of(server.at, "province")
    tell(rfc.seals_chain(seals), "the seals chain without a gap")
    tell(not rfc.seals_chain(seals[1:]) and len(seals) > 1, "a seal taken out is noticed")
    pairs = [(a, b) for i, a in enumerate(seals) for b in seals[i:]]
    for a, b in pairs[:300]:
        tell(rfc.consistent(server.at, "province", a["last"], a["root"], b["last"], b["root"]),
             f"from {a['last']} to {b['last']} nothing was changed")
    a, b = seals[0], seals[-1]
    tell(not rfc.consistent(server.at, "province", a["last"], b["root"], b["last"], b["root"]),
         "another old root does not fit")
    return b


def verify(database):
    ended = subprocess.run([PROGRAM, "verify", "--database", database], capture_output=True, text=True)
    return ended.returncode, ended.stdout + ended.stderr


def flipped(value):
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str):
        return value[:-1] + chr(ord(value[-1]) ^ 1)
    return bytes([value[0] ^ 1]) + value[1:]


# Table, column, the row's condition, and what the finding must name.
ONE_BYTE = [("entries", column, "place = (SELECT max(place) - 5 FROM entries WHERE act = 'say')", "entry")
            for column in ("at", "actor", "role", "ledger", "record", "act", "changes", "salt", "commitment",
                           "head_salt")]
ONE_BYTE += [("entries", "actor", "place = (SELECT max(place) FROM entries WHERE actor NOTNULL)", "entry"),
             ("entries", "under", "place = (SELECT max(place) FROM entries WHERE under NOTNULL)", "entry"),
             ("tiles", "hashes", "level = 0 AND body = 1 AND idx = 0", "entry"),
             ("seals", "root", "body = 1", "seal"), ("seals", "previous", "body = 1", "seal"),
             ("seals", "hash", "body = 1", "seal"), ("seals", "at", "body = 1", "seal")]
ONE = "place = (SELECT max(place) - 5 FROM entries WHERE act = 'say')"
OTHER = [("an entry is taken out", "DELETE FROM entries WHERE place ="
          " (SELECT min(place) + 30 FROM entries)"),
         ("a seal is taken out", "DELETE FROM seals WHERE body = 1 AND last ="
          " (SELECT min(last) FROM seals WHERE body = 1)"),
         ("the tiles are taken out", "DELETE FROM tiles"),
         ("an entry says nothing any more", f"UPDATE entries SET changes = NULL, salt = NULL WHERE {ONE}"),
         ("every complaint says nothing any more",
          "UPDATE entries SET changes = NULL, salt = NULL WHERE act = 'say'"),
         ("changes are gone and their salt is there", f"UPDATE entries SET changes = NULL WHERE {ONE}"),
         ("a salt is gone and its changes are there", f"UPDATE entries SET salt = NULL WHERE {ONE}"),
         ("changes are empty", f"UPDATE entries SET changes = '' WHERE {ONE}"),
         ("the salt of a head is gone", f"UPDATE entries SET head_salt = NULL WHERE {ONE}"),
         ("all salts of heads are gone", "UPDATE entries SET head_salt = NULL"),
         ("two salts changed places", f"UPDATE entries SET salt = head_salt, head_salt = salt WHERE {ONE}")]


def tampering(database, folder):
    code, words = verify(database)
    tell(code == 0, f"the journal is whole: {words}")
    copy = os.path.join(folder, "copy.db")

    def on_copy(title, change, kind):
        with sqlite3.connect(database) as source, sqlite3.connect(copy) as target:
            source.backup(target)
        named = change(sqlite3.connect(copy, isolation_level=None))
        code, words = verify(copy)
        tell(code != 0, f"{title} is not found")
        tell(f"{kind} {named} " in words if named else code != 0,
             f"{title}: {kind} {named} is not named in: {words[:300]}")

    def one_byte(table, column, where):
        def change(connection):
            row, = connection.execute(f"SELECT rowid FROM {table} WHERE {where} LIMIT 1") \
                if table != "seals" else connection.execute(
                    f"SELECT last FROM seals WHERE {where} ORDER BY last LIMIT 1")
            key = "last" if table == "seals" else "rowid"
            (value,), = connection.execute(f"SELECT {column} FROM {table} WHERE {key} = ?", row)
            if value is None:
                value = bytes(16)  # nil is kept as NULL
            connection.execute(f"UPDATE {table} SET {column} = ? WHERE {key} = ?", (flipped(value), *row))
            return {"entries": row[0] & 0xFFFFFFFFFF if table == "entries" else 1,
                    "tiles": 1, "seals": row[0]}[table]
        return change

    for table, column, where, kind in ONE_BYTE:
        on_copy(f"a byte of {table}.{column}", one_byte(table, column, where), kind)
    for title, sql in OTHER:
        on_copy(title, lambda connection, sql=sql: connection.execute(sql) and None, "")
    on_copy("two entries changed places", swap, "entry")
    emptied(database, copy)


def swap(connection):
    first, = connection.execute("SELECT min(place) + 30 FROM entries")
    for old, new in ((first[0], -1), (first[0] + 1, first[0]), (-1, first[0] + 1)):
        connection.execute("UPDATE entries SET place = ? WHERE place = ?", (new, old))
    return None


def emptied(database, copy):
    """Absence is never permission: what nobody signed for is counted, and no table is made without it."""
    with sqlite3.connect(database) as source, sqlite3.connect(copy) as target:
        source.backup(target)
        target.execute("UPDATE entries SET changes = NULL, salt = NULL WHERE act = 'say'")
        emptied_entries, = target.execute("SELECT count(*) FROM entries WHERE changes IS NULL").fetchone()
    code, words = verify(copy)
    tell(code != 0 and f"changes_are_missing ({emptied_entries})" in words,
         f"{emptied_entries} emptied entries are counted: {words[:300]}")
    ended = subprocess.run([PROGRAM, "rebuild", "--database", copy, "--campaigns",
                            os.path.join(ROOT, "campaigns")], capture_output=True, text=True)
    tell(ended.returncode != 0 and "entries_are_missing" in ended.stderr,
         f"a rebuild refuses: {ended.stdout + ended.stderr}")
    with sqlite3.connect(copy) as left:
        tell(left.execute("SELECT count(*) FROM feedback").fetchone()[0] > 0, "and touches no table")


def another_history(folder, world):
    """A server that goes back and tells another story cannot prove that it follows from the first."""
    database = os.path.join(folder, "forked.db")
    with sqlite3.connect(world["database"]) as source, sqlite3.connect(database) as target:
        source.backup(target)
    with Server(world["database"]) as server:
        noted = server.proof(server.say(world, "一件真事")["receipt"])
    with Server(database) as server:
        for n in range(3):
            receipt = server.say(world, f"另一件事 {n}")["receipt"]
        now = server.proof(receipt)
        tell(rfc.proof_holds(now), "the other story's own proofs hold")
        tell(now["tree_size"] >= noted["tree_size"] and not rfc.consistent(
            server.at, "province", noted["tree_size"], noted["root"], now["tree_size"], now["root"]),
            "but whoever noted a root sees that it is another story")


def main():
    mathematics()
    folder = tempfile.mkdtemp(prefix="chuangyou-")
    try:
        world = json.loads(subprocess.check_output([MAKE_WORLD, "found", folder, "2011-03-01"]))
        with Server(world["database"]) as server:
            proofs(server, world)
            chain(server)
            receipt = server.say(world, "最后一条")["receipt"]
            server.proof(receipt)
            with open(os.devnull, "w", encoding="utf-8") as nowhere:
                kept, sys.stdout = sys.stdout, nowhere
                holds = rfc.main([server.at, "province", receipt])
                sys.stdout = kept
            tell(holds == 0, "the verifier's own command says yes")
        tampering(world["database"], folder)
        another_history(folder, world)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{counted[True]} passed, {counted[False]} failed")
    return 1 if counted[False] else 0


if __name__ == "__main__":
    sys.exit(main())
