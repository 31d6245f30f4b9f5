// RFC 6962 inclusion, checked in the reader's own browser: the leaf and the path lead to the root that
// was sealed, or they do not.
import type { Proof } from "@/api/wire";

const bytesOfHex = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const hexOf = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

async function hash(prefix: number, ...parts: Uint8Array[]): Promise<Uint8Array> {
  const length = parts.reduce((sum, part) => sum + part.length, 1);
  const input = new Uint8Array(length);
  input[0] = prefix;
  let at = 1;
  for (const part of parts) {
    input.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest("SHA-256", input));
}

export const canCheck = () => typeof crypto.subtle !== "undefined";

export async function holds(proof: Proof): Promise<boolean> {
  // What a leaf is made of is told only to those who may read it; its hash proves as much.
  const leaf = proof.leaf_input && Uint8Array.from(atob(proof.leaf_input), (character) => character.charCodeAt(0));
  let node = proof.leaf_index;
  let last = proof.tree_size - 1;
  if (node > last) return false;
  let root = leaf ? await hash(0, leaf) : bytesOfHex(proof.leaf);
  for (const step of proof.path) {
    if (last === 0) return false;
    const sibling = bytesOfHex(step);
    if (node % 2 === 1 || node === last) {
      root = await hash(1, sibling, root);
      while (node % 2 === 0 && node !== 0) {
        node = Math.floor(node / 2);
        last = Math.floor(last / 2);
      }
    } else {
      root = await hash(1, root, sibling);
    }
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && hexOf(root) === proof.root;
}
