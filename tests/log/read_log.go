// Reads a running log with golang.org/x/mod, which nobody here wrote: note checks the signatures, tlog
// the tree. Only what that library lays down otherwise is written here: how a checkpoint's three lines
// are read, where tiles lie, and the cosignature of a witness.
//
//	read_log URL LOG-KEY OLD-CHECKPOINT PROOF WITNESS-KEY…
package main

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "read_log:", err)
		os.Exit(1)
	}
}

func expect(good bool, words string) {
	if !good {
		must(fmt.Errorf("%s", words))
	}
}

// The key of a witness (0x04), which note does not know.
type cosigner struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (c cosigner) Name() string    { return c.name }
func (c cosigner) KeyHash() uint32 { return c.hash }
func (c cosigner) Verify(text, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	at := binary.BigEndian.Uint64(signature)
	message := fmt.Sprintf("cosignature/v1\ntime %d\n%s", at, text)
	return at > 0 && ed25519.Verify(c.key, []byte(message), signature[8:])
}

func newCosigner(vkey string) cosigner {
	parts := strings.SplitN(vkey, "+", 3)
	hash, err := strconv.ParseUint(parts[1], 16, 32)
	must(err)
	key, err := base64.StdEncoding.DecodeString(parts[2])
	must(err)
	expect(len(key) == 33 && key[0] == 4, "no key of a witness: "+vkey)
	return cosigner{parts[0], uint32(hash), key[1:]}
}

func get(url string) []byte {
	answer, err := http.Get(url)
	must(err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	must(err)
	expect(answer.StatusCode == 200, url+" gives "+answer.Status)
	return body
}

func parseTree(text string) (string, tlog.Tree) {
	lines := strings.Split(text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	hash, err := tlog.ParseHash(lines[2])
	must(err)
	return lines[0], tlog.Tree{N: size, Hash: hash}
}

func openNote(text []byte, keys note.Verifiers, least int) tlog.Tree {
	opened, err := note.Open(text, keys)
	must(err)
	expect(len(opened.Sigs) >= least, fmt.Sprintf("%d signatures hold, not %d", len(opened.Sigs), least))
	_, tree := parseTree(opened.Text)
	return tree
}

func indexPath(n int64) string {
	path := fmt.Sprintf("%03d", n%1000)
	for n /= 1000; n > 0; n /= 1000 {
		path = fmt.Sprintf("x%03d/%s", n%1000, path)
	}
	return path
}

type tiles struct{ prefix string }

func (t tiles) Height() int                                { return 8 }
func (t tiles) SaveTiles(tiles []tlog.Tile, data [][]byte) {}
func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range wanted {
		path := fmt.Sprintf("%s/tile/%d/%s", t.prefix, tile.L, indexPath(tile.N))
		if tile.W < 256 {
			path += fmt.Sprintf(".p/%d", tile.W)
		}
		all = append(all, get(path))
	}
	return all, nil
}

// Every entry of the log from `first` on, as the bundles give it.
func entries(prefix string, first, size int64) [][]byte {
	var all [][]byte
	for n := first; n*256 < size; n++ {
		path := fmt.Sprintf("%s/tile/entries/%s", prefix, indexPath(n))
		if size-n*256 < 256 {
			path += fmt.Sprintf(".p/%d", size-n*256)
		}
		for data := get(path); len(data) > 0; {
			length := int(binary.BigEndian.Uint16(data))
			all = append(all, data[2:2+length])
			data = data[2+length:]
		}
	}
	return all
}

func checkProof(text []byte, keys note.Verifiers, least int) int64 {
	parts := bytes.SplitN(text, []byte("\n\n"), 2)
	lines := strings.Split(string(parts[0]), "\n")
	expect(lines[0] == "c2sp.org/tlog-proof@v1", "no proof")
	leaf, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra "))
	must(err)
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64)
	must(err)
	var proof tlog.RecordProof
	for _, line := range lines[3:] {
		hash, err := tlog.ParseHash(line)
		must(err)
		proof = append(proof, hash)
	}
	tree := openNote(parts[1], keys, least)
	must(tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(leaf)))
	return index
}

func main() {
	prefix, logKey, oldFile, proofFile, witnessKeys := os.Args[1], os.Args[2], os.Args[3], os.Args[4], os.Args[5:]
	logVerifier, err := note.NewVerifier(logKey)
	must(err)
	verifiers := []note.Verifier{logVerifier}
	for _, vkey := range witnessKeys {
		verifiers = append(verifiers, newCosigner(vkey))
	}
	keys := note.VerifierList(verifiers...)

	tree := openNote(get(prefix+"/checkpoint"), keys, len(verifiers))
	reader := tlog.TileHashReader(tree, tiles{prefix})
	all := entries(prefix, 0, tree.N)
	expect(int64(len(all)) == tree.N, "the bundles hold other numbers of entries")
	for n, entry := range all {
		proof, err := tlog.ProveRecord(tree.N, int64(n), reader)
		must(err)
		must(tlog.CheckRecord(proof, tree.N, tree.Hash, int64(n), tlog.RecordHash(entry)))
		expect(len(entry) == 65 && entry[0] == 2, "a leaf of another layout is published")
	}

	oldText, err := os.ReadFile(oldFile)
	must(err)
	old := openNote(oldText, keys, 1)
	expect(old.N < tree.N, "the old checkpoint is no older")
	grown, err := tlog.ProveTree(tree.N, old.N, reader)
	must(err)
	must(tlog.CheckTree(grown, tree.N, tree.Hash, old.N, old.Hash))

	proofText, err := os.ReadFile(proofFile)
	must(err)
	index := checkProof(proofText, keys, len(verifiers))
	fmt.Printf("entries %d old %d proved %d\n", tree.N, old.N, index)
}
