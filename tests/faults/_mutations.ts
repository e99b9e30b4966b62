import fc from "fast-check";

/** What damaged and forged files hold. */
const TOKENS = [
  "\0",
  "\n",
  "\n\n",
  "\r",
  '"',
  "\\",
  ",",
  ";",
  "\t",
  "#",
  "[",
  "]",
  "{",
  "}",
  ":",
  "null",
  "true",
  "-1",
  "1e400",
  "NaN",
  "9007199254740993",
  "__proto__",
  '"__proto__":{},',
  "../",
  "\uFEFF",
  "é",
  "[".repeat(300),
  " ".repeat(5000),
  "9".repeat(400),
].map((token) => new TextEncoder().encode(token)).concat([
  Uint8Array.of(0xff, 0xfe),
  Uint8Array.of(0xed, 0xa0, 0x80),
]);

/** A change of a file: what is done where, both as shares of what is possible. */
const CHANGE = fc.record({
  kind: fc.constantFrom("flip", "cut", "insert", "remove", "repeat", "replace"),
  position: fc.nat(),
  length: fc.nat({ max: 40 }),
  bit: fc.nat({ max: 7 }),
  token: fc.constantFrom(...TOKENS),
});

/** Up to three changes of a file. */
export const CHANGES = fc.array(CHANGE, { minLength: 1, maxLength: 3 });

type Change = typeof CHANGE extends fc.Arbitrary<infer Value> ? Value : never;

/** Returns a changed copy of a file. */
export function mutate(bytes: Uint8Array, changes: readonly Change[]): Uint8Array<ArrayBuffer> {
  let changed = new Uint8Array(bytes);
  for (const change of changes) changed = mutateOnce(changed, change);
  return changed;
}

function mutateOnce(bytes: Uint8Array<ArrayBuffer>, change: Change): Uint8Array<ArrayBuffer> {
  const { kind, position, length, bit, token } = change;
  const start = bytes.length === 0 ? 0 : position % bytes.length;
  const before = bytes.subarray(0, start);
  const part = bytes.subarray(start, start + length);
  switch (kind) {
    case "flip": {
      const flipped = bytes.slice();
      if (bytes.length > 0) flipped[start] = flipped[start]! ^ (1 << bit);
      return flipped;
    }
    case "cut":
      return before.slice();
    case "insert":
      return join(before, token, bytes.subarray(start));
    case "remove":
      return join(before, bytes.subarray(start + length));
    case "repeat":
      return join(before, part, part, bytes.subarray(start + length));
    case "replace":
      return join(before, token, bytes.subarray(start + token.length));
  }
}

function join(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let end = 0;
  for (const part of parts) {
    joined.set(part, end);
    end += part.length;
  }
  return joined;
}
