#!/usr/bin/env python3
"""A verifier from outside, written from the text of RFC 6962 and RFC 9162 with hashlib alone.

Whoever holds a receipt can run it against a server that he need not trust:

    verify_rfc6962.py http://127.0.0.1:8080 province 7K3M-9QZX-41TV-8HD2 [old size and old root in hex]

It checks that the last entry of the receipt's record is in the sealed tree, that the entry is about that
record, that the seals chain, and, given what one noted earlier, that nothing was taken out since.
"""
import base64
import hashlib
import json
import struct
import sys
import urllib.request
import uuid


def leaf_hash(data):  # RFC 9162, 2.1.1: MTH({d[0]}) = HASH(0x00 || d[0])
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left, right):  # HASH(0x01 || left || right)
    return hashlib.sha256(b"\x01" + left + right).digest()


def tree_hash(leaves):  # RFC 9162, 2.1.1: split at the largest power of two smaller than n
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaf_hash(leaves[0])
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(tree_hash(leaves[:split]), tree_hash(leaves[split:]))


def includes(leaf, index, size, path, root):  # RFC 9162, 2.1.3.2
    if index >= size:
        return False
    fn, sn, r = index, size - 1, leaf
    for p in path:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            r = node_hash(p, r)
            if not fn & 1:
                while fn and not fn & 1:
                    fn, sn = fn >> 1, sn >> 1
        else:
            r = node_hash(r, p)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and r == root


def extends(old_size, old_root, new_size, new_root, path):  # RFC 9162, 2.1.4.2
    if old_size == new_size:
        return not path and old_root == new_root
    if not path or not 0 < old_size < new_size:
        return False
    path = list(path)
    if old_size & (old_size - 1) == 0:
        path.insert(0, old_root)
    fn, sn = old_size - 1, new_size - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for c in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = node_hash(c, fr), node_hash(c, sr)
            if not fn & 1:
                while fn and not fn & 1:
                    fn, sn = fn >> 1, sn >> 1
        else:
            sr = node_hash(sr, c)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and fr == old_root and sr == new_root


def read_leaf(proof):
    """What an entry says of itself: the layouts that docs of the journal give (journal/entry.h). A leaf of
    layout 2 hides its head; with it and its salt beside the proof it is held against the leaf."""
    leaf = base64.b64decode(proof["leaf_input"], validate=True)
    if leaf[0] == 1:
        return read_head(leaf[1:-32])
    if leaf[0] != 2 or len(leaf) != 65:
        raise ValueError("a leaf of another layout")
    head, salt = base64.b64decode(proof["head"]), base64.b64decode(proof["head_salt"])
    if hashlib.sha256(salt + head).digest() != leaf[1:33]:
        raise ValueError("the head is not the one of the leaf")
    return read_head(head)


def read_head(data):
    body, seq, at = struct.unpack_from(">IQQ", data)
    place = 20
    actor = uuid.UUID(bytes=data[place:place + 16])
    role = data[place + 16]
    under = uuid.UUID(bytes=data[place + 17:place + 33])
    place += 33

    def text(start):
        size, = struct.unpack_from(">I", data, start)
        return data[start + 4:start + 4 + size].decode(), start + 4 + size
    ledger, place = text(place)
    record = uuid.UUID(bytes=data[place:place + 16])
    act, place = text(place + 16)
    if len(data) != place:
        raise ValueError("a head of another layout")
    return {"body": body, "seq": seq, "at": at, "actor": actor, "role": role, "under": under,
            "ledger": ledger, "record": record, "act": act}


def hashes(list_of_hex):
    return [bytes.fromhex(text) for text in list_of_hex]


def proof_holds(proof):
    if proof["hash"] != "sha256" or proof["leaf_index"] != proof["seq"] - 1:
        return False
    if proof["leaf_input"] is None:  # told only to those who may read what it says
        leaf, tells = None, False
    else:
        leaf = base64.b64decode(proof["leaf_input"], validate=True)
        tells = leaf[0] == 1 or "head" in proof
    digest = bytes.fromhex(proof["leaf"])
    return ((not tells or read_leaf(proof)["seq"] == proof["seq"]) and
            proof["seal"]["root"] == proof["root"] and proof["seal"]["last"] == proof["tree_size"] and
            (leaf is None or leaf_hash(leaf) == digest) and
            includes(digest, proof["leaf_index"], proof["tree_size"], hashes(proof["path"]),
                     bytes.fromhex(proof["root"])))


def ask(url):
    with urllib.request.urlopen(url) as answer:
        return json.load(answer)


def seals_of(server, body):
    seals = []
    while True:
        page = ask(f"{server}/api/seals?body={body}&after={seals[-1]['last'] if seals else 0}")["seals"]
        if not page:
            return seals
        seals += page


def seals_chain(seals):
    """Without gaps from the first entry on, each naming the hash of the one before."""
    previous, next_entry = "00" * 32, 1
    for seal in seals:
        if seal["first"] != next_entry or seal["last"] < seal["first"] or seal["previous"] != previous:
            return False
        previous, next_entry = seal["hash"], seal["last"] + 1
    return bool(seals)


def consistent(server, body, old_size, old_root, new_size, new_root):
    answer = ask(f"{server}/api/proofs/consistency?body={body}&from={old_size}&to={new_size}")
    return extends(old_size, bytes.fromhex(old_root), new_size, bytes.fromhex(new_root),
                   hashes(answer["path"]))


def main(words):
    server, body, receipt = words[:3]
    record = ask(f"{server}/api/public/{body}/receipts/{receipt}")
    proof = ask(f"{server}/api/public/{body}/receipts/{receipt}/proof")
    seals = seals_of(server, body)
    found = {
        "the entry is in the tree": proof_holds(proof),
        "the root is a published one": any(s["root"] == proof["root"] and
                                           s["last"] == proof["tree_size"] for s in seals),
        "the seals chain": seals_chain(seals),
    }
    if "head" in proof:  # of what oneself has said; what others entered keeps its head to itself
        leaf = read_leaf(proof)
        found["it is about this record"] = (str(leaf["record"]) == record["id"] and
                                            leaf["seq"] == record["version"])
    if len(words) == 5:
        found["nothing was taken out since"] = consistent(
            server, body, int(words[3]), words[4], proof["tree_size"], proof["root"])
    for what, holds in found.items():
        print("yes" if holds else "NO ", what)
    print("to note:", proof["tree_size"], proof["root"])
    return 0 if all(found.values()) else 1


if __name__ == "__main__":
    if len(sys.argv) not in (4, 6):
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
