import { plainText } from "./plain_text.ts";

/** Lets `console.log` and `console.error` print control characters as {@linkcode plainText} does. */
export function usePlainConsole(): void {
  const { log, error } = console;
  console.log = (...values) => log(...values.map(plain));
  console.error = (...values) => error(...values.map(plain));
}

function plain(value: unknown): unknown {
  return typeof value === "string" ? plainText(value) : value;
}
