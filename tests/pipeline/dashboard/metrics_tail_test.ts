import assert from "node:assert/strict";
import { join } from "node:path";
import { MetricsTail } from "../../../pipeline/dashboard/metrics_tail.ts";
import { withFolder } from "../../_temporary_folder.ts";

/** A file, and what its reader was given since it was last asked. */
interface Session {
  readonly path: string;
  readonly read: () => Promise<string[]>;
}

function withTail(work: (session: Session) => Promise<void>): Promise<void> {
  return withFolder(async (folder) => {
    const path = join(folder, "metrics.jsonl");
    let given: string[] = [];
    const tail = new MetricsTail(path, {
      onLine: (text, line) => given.push(`${line} ${text}`),
      onReset: () => given.push("reset"),
    });
    await work({
      path,
      async read() {
        given = [];
        await tail.update();
        return given;
      },
    });
  });
}

const append = { append: true };

Deno.test("MetricsTail reads each line once, when it has an end", () =>
  withTail(async ({ path, read }) => {
    assert.deepEqual(await read(), []);
    await Deno.writeTextFile(path, "a\nb\nc");
    assert.deepEqual(await read(), ["1 a", "2 b"]);
    assert.deepEqual(await read(), []);
    await Deno.writeTextFile(path, "c\n\n", append);
    assert.deepEqual(await read(), ["3 cc"]);
    await Deno.writeTextFile(path, "d\n", append);
    assert.deepEqual(await read(), ["5 d"]);
  }));

Deno.test("MetricsTail reads a file of several chunks", () =>
  withTail(async ({ path, read }) => {
    const line = "x".repeat(99);
    await Deno.writeTextFile(path, `${line}\n`.repeat(30_000));
    const given = await read();
    assert.equal(given.length, 30_000);
    assert.equal(given.at(-1), `30000 ${line}`);
  }));

Deno.test("MetricsTail starts again when the file was replaced, as by a resumed run", () =>
  withTail(async ({ path, read }) => {
    await Deno.writeTextFile(path, "a\nb\nc\n");
    await read();
    await Deno.writeTextFile(`${path}.new`, "a\nb\nC\nd\n");
    await Deno.rename(`${path}.new`, path);
    assert.deepEqual(await read(), ["reset", "1 a", "2 b", "3 C", "4 d"]);
  }));

Deno.test("MetricsTail starts again when the same file was cut, or written again and longer", () =>
  withTail(async ({ path, read }) => {
    await Deno.writeTextFile(path, "a\nb\n");
    await read();
    await Deno.truncate(path, 2);
    assert.deepEqual(await read(), ["reset", "1 a"]);
    await Deno.writeTextFile(path, "A\nB\nC\n");
    assert.deepEqual(await read(), ["reset", "1 A", "2 B", "3 C"]);
    await Deno.remove(path);
    assert.deepEqual(await read(), ["reset"]);
  }));

Deno.test("MetricsTail refuses a line without an end, in time", () =>
  withTail(async ({ path, read }) => {
    await Deno.writeTextFile(path, `short\n${"x".repeat(2 ** 21)}`);
    await assert.rejects(read(), {
      name: "RangeError",
      message:
        `Cannot read line 2 of ${path} as a line must have at most 262144 bytes: it has more`,
    });
  }));
