import assert from "node:assert/strict";
import { join } from "node:path";
import { isLeftover } from "../../../runtime/files/is_leftover.ts";
import { removeLeftovers } from "../../../runtime/files/remove_leftovers.ts";
import { writeDurably } from "../../../runtime/files/write_durably.ts";
import { withFolder } from "../../_temporary_folder.ts";

const ID = "01234567-89ab-4cde-8f01-23456789abcd";

function namesIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
}

Deno.test("isLeftover() knows the names of this and earlier versions, and no others", () => {
  for (const name of [`.${ID}.partial`, `step-000009.safetensors.${ID}.partial`]) {
    assert.ok(isLeftover(name), name);
  }
  for (
    const name of ["movie.partial", `${ID}.mp4`, `${ID}.partial.txt`, ".partial", "x.0.partial"]
  ) {
    assert.ok(!isLeftover(name), name);
  }
});

Deno.test("removeLeftovers() removes files that no process is writing, and nothing else", () =>
  withFolder(async (folder) => {
    const kept = ["config.json", "movie.partial"];
    for (const name of kept) await Deno.writeTextFile(join(folder, name), "");
    for (const name of [`.${ID}.partial`, `a.mp4.${ID}.partial`]) {
      await Deno.writeTextFile(join(folder, name), "half");
    }
    // One that is only just being made, and one whose writer was killed.
    await Deno.mkdir(join(folder, `made.${ID}.partial`));
    await Deno.mkdir(join(folder, `left.${ID}.partial/deeper`), { recursive: true });
    await Deno.writeTextFile(join(folder, `left.${ID}.partial/lock`), "");
    removeLeftovers(folder);
    assert.deepEqual(namesIn(folder), [...kept, `made.${ID}.partial`].sort());
  }));

Deno.test("removeLeftovers() spares a file that is being written, here and in another process", () =>
  withFolder(async (folder) => {
    await using writer = startWriter(join(folder, "b.txt"));
    await writer.started;
    await writeDurably(join(folder, "a.txt"), async (temporaryPath) => {
      removeLeftovers(folder);
      assert.equal(namesIn(folder).length, 2);
      await Deno.writeTextFile(temporaryPath, "a");
    });
    writer.child.kill("SIGKILL");
    await writer.child.status;
    assert.equal(namesIn(folder).length, 2);
    removeLeftovers(folder);
    assert.deepEqual(namesIn(folder), ["a.txt"]);
  }));

Deno.test("writeDurably() removes what a killed process has left in the folder", () =>
  withFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, `.${ID}.partial`), "half");
    await writeDurably(join(folder, "a.txt"), (path) => Deno.writeTextFile(path, "a"));
    assert.deepEqual(namesIn(folder), ["a.txt"]);
  }));

/** Starts a process that is in the middle of writing a file until it is killed. */
function startWriter(path: string) {
  const code = `
    import { writeDurably } from ${
    JSON.stringify(import.meta.resolve("../../../runtime/files/write_durably.ts"))
  };
    setInterval(() => {}, 1000);
    await writeDurably(${JSON.stringify(path)}, async (temporaryPath) => {
      await Deno.writeTextFile(temporaryPath, "half");
      console.log("started");
      await new Promise(() => {});
    });`;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["eval", "--quiet", "--no-check", code],
    stdout: "piped",
  }).spawn();
  const reader = child.stdout.getReader();
  return {
    child,
    started: reader.read(),
    async [Symbol.asyncDispose]() {
      await child.status;
      await reader.cancel();
    },
  };
}
