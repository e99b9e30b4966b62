import assert from "node:assert/strict";
import { runCli } from "../pipeline/_command_line.ts";

/** Returns the only line of a text that matches. */
export function lineOf(text: string, pattern: RegExp): string {
  const lines = text.split("\n").filter((line) => pattern.test(line));
  const [line] = lines;
  assert.ok(
    line !== undefined && lines.length === 1,
    `${lines.length} lines match ${pattern}:\n${text}`,
  );
  return line;
}

/** Runs a command that must fail with one line about an error, and returns that line. */
export async function refusalOf(words: readonly string[], folder: string): Promise<string> {
  const { code, stderr } = await runCli(words, { folder });
  assert.equal(code, 1, stderr);
  return lineOf(stderr, /^error: /);
}

/** Returns the error of work that must fail. */
export async function errorOf(work: Promise<unknown>): Promise<Error> {
  const error = await work.then(() => null, (reason: unknown) => reason);
  assert.ok(error instanceof Error, `it must fail with an Error: ${error}`);
  return error;
}
