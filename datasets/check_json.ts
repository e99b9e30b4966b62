import { shorten } from "./shorten.ts";

/**
 * Lists and objects in one another, at most. Files for people have fewer than ten; what walks through
 * a value calls itself for each, and would run out of stack.
 */
const DEPTH_LIMIT = 100;

const [QUOTE, BACKSLASH, COLON] = ['"', "\\", ":"].map((sign) => sign.charCodeAt(0));
const [LIST_START, LIST_END, OBJECT_START, OBJECT_END] = [..."[]{}"].map((sign) =>
  sign.charCodeAt(0)
);

/**
 * Requires of a text in JSON, as `JSON.parse` does not, that no object has a key twice and that lists
 * and objects are not nested without end. Takes time in proportion to its length.
 *
 * @param onKey Called with each key.
 * @throws {SyntaxError} If one has.
 */
export function checkJson(text: string, onKey: (key: string) => void = () => {}): void {
  const keysOfOpen: Set<string>[] = [];
  let lastString = "";
  for (let position = 0; position < text.length; position++) {
    switch (text.charCodeAt(position)) {
      case QUOTE: {
        const end = endOfString(text, position);
        lastString = text.slice(position, end);
        position = end - 1;
        break;
      }
      case COLON:
        addKey(keysOfOpen.at(-1), lastString, onKey);
        break;
      case LIST_START:
      case OBJECT_START:
        if (keysOfOpen.push(new Set()) > DEPTH_LIMIT) {
          const problem = `it has more than ${DEPTH_LIMIT} lists and objects in one another`;
          throw new SyntaxError(problem);
        }
        break;
      case LIST_END:
      case OBJECT_END:
        keysOfOpen.pop();
    }
  }
}

/** Returns the position behind the quote that closes a string. */
function endOfString(text: string, start: number): number {
  let position = start + 1;
  while (position < text.length && text.charCodeAt(position) !== QUOTE) {
    position += text.charCodeAt(position) === BACKSLASH ? 2 : 1;
  }
  return position + 1;
}

function addKey(
  keys: Set<string> | undefined,
  written: string,
  onKey: (key: string) => void,
): void {
  const key = written.includes("\\") ? String(JSON.parse(written)) : written.slice(1, -1);
  onKey(key);
  if (keys?.has(key)) throw new SyntaxError(`it has the key '${shorten(key)}' twice in one object`);
  keys?.add(key);
}
