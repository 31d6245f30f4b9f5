// What became of a text: parts that stay, go and come, in the order in which they are read. Characters for
// Chinese, words for the rest, so that a diff is read and not deciphered.
export interface Part { kind: "same" | "gone" | "come"; text: string }

const pieces = (text: string): string[] => text.match(/[\p{Script=Latin}\d]+|\s+|./gsu) ?? [];
const cells_max = 4_000_000;

export function differ(before: string, after: string): Part[] {
  const [one, other] = [pieces(before), pieces(after)];
  let head = 0;
  while (head < one.length && head < other.length && one[head] === other[head]) ++head;
  let tail = 0;
  while (tail < one.length - head && tail < other.length - head && one[one.length - 1 - tail] === other[other.length - 1 - tail]) ++tail;
  const parts: Part[] = [];
  const add = (kind: Part["kind"], text: string) => {
    const last = parts.at(-1);
    if (!text) return;
    if (last?.kind === kind) last.text += text;
    else parts.push({ kind, text });
  };
  add("same", one.slice(0, head).join(""));
  between(one.slice(head, one.length - tail), other.slice(head, other.length - tail), add);
  add("same", one.slice(one.length - tail).join(""));
  return parts;
}

// The longest common run of pieces; of two long texts that share little, one goes and the other comes.
function between(one: string[], other: string[], add: (kind: Part["kind"], text: string) => void) {
  if (one.length * other.length > cells_max) {
    add("gone", one.join(""));
    add("come", other.join(""));
    return;
  }
  const width = other.length + 1;
  const longest = new Uint16Array((one.length + 1) * width);
  const at = (i: number, j: number) => longest[i * width + j] ?? 0;
  for (let i = one.length - 1; i >= 0; --i)
    for (let j = other.length - 1; j >= 0; --j)
      longest[i * width + j] = one[i] === other[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  let [i, j] = [0, 0];
  while (i < one.length || j < other.length) {
    if (i < one.length && j < other.length && one[i] === other[j]) {
      add("same", one[i] ?? "");
      ++i;
      ++j;
    } else if (i < one.length && (j === other.length || at(i + 1, j) >= at(i, j + 1))) {
      add("gone", one[i++] ?? "");
    } else {
      add("come", other[j++] ?? "");
    }
  }
}
