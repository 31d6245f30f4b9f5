# python3 verify_receipt.py PROOF KEY…   PROOF: the .tlog file of a receipt; KEY…: of the log and of its witnesses.
# Needs python3 and openssl 3, no network and nobody's word. 只需 python3 与 openssl,不联网即可核验回执。
import base64, hashlib, subprocess, sys, tempfile
raw, sha = base64.b64decode, lambda *parts: hashlib.sha256(b"".join(parts)).digest()
head, text, signatures = open(sys.argv[1], encoding="utf-8", newline="").read().split("\n\n")
(_, extra, index, *path), (origin, size, root) = head.split("\n"), text.split("\n")[:3]
extra, here, last = raw(extra[6:]), int(index[6:]), int(size) - 1
node = extra if len(extra) == 32 else sha(b"\0", extra)  # of before 2026: the leaf's hash itself
assert 0 <= here <= last, "the entry lies outside the tree"
for step in map(raw, path):
    assert last > 0, "the path is too long"
    node = sha(b"\1", step, node) if here & 1 or here == last else sha(b"\1", node, step)
    while here == last and here and not here & 1: here, last = here >> 1, last >> 1
    here, last = here >> 1, last >> 1
assert last == 0 and node == raw(root), "the entry is not in this tree"
for name, key_id, key in (argument.split("+", 2) for argument in sys.argv[2:]):
    lines = [raw(line.split(" ")[2]) for line in signatures.split("\n") if line.startswith("— " + name + " ")]
    signed = next(s[4:] for s in lines if s[:4].hex() == key_id)
    stamp = b"cosignature/v1\ntime %d\n" % int.from_bytes(signed[:8], "big") if raw(key)[0] == 4 else b""
    with tempfile.TemporaryDirectory() as folder:
        for file, content in (("k", bytes.fromhex("302a300506032b6570032100") + raw(key)[1:]),
                              ("m", stamp + text.encode() + b"\n"), ("s", signed[-64:])):
            open(folder + "/" + file, "wb").write(content)
        subprocess.run("openssl pkeyutl -verify -pubin -keyform DER -inkey k -rawin -in m -sigfile s".split(),
                       cwd=folder, check=True, stdout=subprocess.DEVNULL)
print(f"holds: entry {index[6:]} of {origin} ({size} entries), signed by {len(sys.argv) - 2}")
