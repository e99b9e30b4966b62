/**
 * Lists and objects in one another, at most. Files for people have fewer than ten; what walks through
 * a value calls itself for each, and would run out of stack.
 */
const DEPTH_LIMIT = 100;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Parses a text as JSON whose lists and objects are not nested without end.
 *
 * @throws {SyntaxError} If the text is not JSON, or nested more than a hundred times.
 */
export function parseJsonText(text: string): unknown {
  const value: unknown = JSON.parse(text);
  requireShallow(text);
  return value;
}

/**
 * Requires that brackets outside of strings are not nested without end.
 *
 * @throws {SyntaxError} If they are.
 */
export function requireShallow(text: string): void {
  let depth = 0;
  let isInString = false;
  for (let position = 0; position < text.length; position++) {
    const code = text.charCodeAt(position);
    if (isInString && code === BACKSLASH) position++;
    else if (code === QUOTE) isInString = !isInString;
    else if (isInString) continue;
    else if (isOpening(code) && ++depth > DEPTH_LIMIT) throw tooDeep(text, position);
    else if (isClosing(code)) depth--;
  }
}

/** Whether a character is `[` or `{`. */
function isOpening(code: number): boolean {
  return code === 0x5b || code === 0x7b;
}

/** Whether a character is `]` or `}`. */
function isClosing(code: number): boolean {
  return code === 0x5d || code === 0x7d;
}

function tooDeep(text: string, position: number): SyntaxError {
  const line = text.slice(0, position).split("\n").length;
  return new SyntaxError(
    `line ${line} has more than ${DEPTH_LIMIT} lists and objects in one another`,
  );
}
