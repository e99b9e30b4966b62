import assert from "node:assert/strict";
import { device } from "../../../runtime/device.ts";
import { compile, tf } from "../../../runtime/mod.ts";
import "../../_tensorflow.ts";
import { drawNormal } from "../../_draw_normal.ts";

/** Memory of TensorFlow's libraries in this process, in KiB. */
interface LibraryMemory {
  /** As it is in the files. */
  readonly unchanged: number;
  /** Written to, by the system's loader too. */
  readonly written: number;
}

/** Deno itself may not read it. */
function libraryMemory(): LibraryMemory {
  const { stdout } = new Deno.Command("cat", { args: [`/proc/${Deno.pid}/smaps`] }).outputSync();
  const memory = { unchanged: 0, written: 0 };
  let isLibrary = false;
  for (const line of new TextDecoder().decode(stdout).split("\n")) {
    if (/^[0-9a-f]+-[0-9a-f]+ /.test(line)) isLibrary = line.includes("libtensorflow");
    const [, field, size] = /^(Rss|Anonymous): +(\d+) kB$/.exec(line) ?? [];
    if (!isLibrary || size === undefined) continue;
    if (field === "Anonymous") {
      memory.written += Number(size);
      memory.unchanged -= Number(size);
    } else memory.unchanged += Number(size);
  }
  return memory;
}

Deno.test("releasePages() returns what can be read again, and keeps what was written", () => {
  const matrix = drawNormal<tf.Rank.R2>([64, 64], 1);
  const product = () => tf.tidy(() => tf.matMul(matrix, matrix, false, true).dataSync());
  const expected = product();
  const before = libraryMemory();
  device().library.releasePages();
  const after = libraryMemory();
  assert.equal(after.written, before.written);
  assert.ok(after.written > 4096, `${after.written} KiB`);
  // Threads that wait for work may have come back to theirs.
  assert.ok(after.unchanged < Math.min(8192, before.unchanged), `${after.unchanged} KiB`);
  assert.deepEqual(product(), expected);
  matrix.dispose();
});

Deno.test("what a large function's first call has read of the library is returned", async () => {
  // 32 MiB are held at once.
  using square = compile((x: tf.Tensor) => tf.sum(tf.square(tf.tile(x, [2 ** 22]))));
  const x = tf.tensor1d([1, 1]);
  (await square(x)).dispose();
  const { unchanged } = libraryMemory();
  assert.ok(unchanged < 8192, `${unchanged} KiB`);
  assert.equal((await square(x)).dataSync()[0], 2 ** 23);
});
