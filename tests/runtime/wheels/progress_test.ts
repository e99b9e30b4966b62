import assert from "node:assert/strict";
import { writeProgress } from "../../../runtime/wheels/progress.ts";

Deno.test("writeProgress() rewrites one line on a terminal", () => {
  assert.deepEqual(written(true), [
    "\x1b[KIt: downloading 0 of 200 MB, 0 %\r",
    "\x1b[KIt: downloading 51 of 200 MB, 25 %\r",
    "\x1b[KIt: downloading 200 of 200 MB, 100 %\r",
    "\x1b[KIt: unpacking 300 of 300 MB, 100 %\n",
  ]);
});

Deno.test("writeProgress() writes a line for each quarter elsewhere", () => {
  assert.deepEqual(written(false), [
    "It: downloading 200 MB, 0 %\n",
    "It: downloading 200 MB, 25 %\n",
    "It: downloading 200 MB, 100 %\n",
    "It: unpacking 300 MB, 100 %\n",
  ]);
});

Deno.test("writeProgress() says that it waits for another process", () => {
  const lines: string[] = [];
  writeProgress("It", stream(false, lines))({ stage: "waiting", doneBytes: 0, totalBytes: 0 });
  assert.deepEqual(lines, ["It: another process is installing it, waiting\n"]);
});

function written(terminal: boolean): string[] {
  const lines: string[] = [];
  const report = writeProgress("It", stream(terminal, lines));
  for (const doneBytes of [0, 51e6, 51.1e6, 200e6]) {
    report({ stage: "downloading", doneBytes, totalBytes: 200e6 });
  }
  report({ stage: "unpacking", doneBytes: 300e6, totalBytes: 300e6 });
  return lines;
}

function stream(terminal: boolean, lines: string[]) {
  return {
    isTerminal: () => terminal,
    writeSync(bytes: Uint8Array): number {
      lines.push(new TextDecoder().decode(bytes));
      return bytes.length;
    },
  };
}
