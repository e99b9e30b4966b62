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
 * Says what is wrong with a text in JSON that `JSON.parse` takes: an object has a key twice, or lists
 * and objects are nested without end. Takes time in proportion to its length.
 *
 * @param reserved A key that no object may have; none if omitted.
 * @returns As the rest of "… as"; undefined if nothing is wrong.
 */
export function jsonProblem(text: string, reserved?: string): string | undefined {
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
      case COLON: {
        const key = keyOf(lastString);
        const keys = keysOfOpen.at(-1);
        if (key === reserved) return `it has the key '${key}', which is reserved`;
        if (keys?.has(key)) return `it has the key '${shorten(key)}' twice in one object`;
        keys?.add(key);
        break;
      }
      case LIST_START:
      case OBJECT_START:
        if (keysOfOpen.push(new Set()) > DEPTH_LIMIT) {
          return `it has more than ${DEPTH_LIMIT} lists and objects in one another`;
        }
        break;
      case LIST_END:
      case OBJECT_END:
        keysOfOpen.pop();
    }
  }
  return undefined;
}

/** Returns the position behind the quote that closes a string. */
function endOfString(text: string, start: number): number {
  let position = start + 1;
  while (position < text.length && text.charCodeAt(position) !== QUOTE) {
    position += text.charCodeAt(position) === BACKSLASH ? 2 : 1;
  }
  return position + 1;
}

function keyOf(written: string): string {
  if (!written.includes("\\")) return written.slice(1, -1);
  try {
    return String(JSON.parse(written));
  } catch (error) {
    // Comments may have anything in them.
    if (error instanceof SyntaxError) return written;
    throw error;
  }
}
