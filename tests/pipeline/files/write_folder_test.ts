import assert from "node:assert/strict";
import { join } from "node:path";
import { writeFolder } from "../../../pipeline/files/write_folder.ts";
import { removeLeftovers } from "../../../runtime/files/remove_leftovers.ts";
import { withFolder } from "../../_temporary_folder.ts";

function namesIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
}

Deno.test("writeFolder() gives a folder its name when it is whole, and leaves nothing else", () =>
  withFolder(async (folder) => {
    await writeFolder(join(folder, "model"), async (temporary) => {
      removeLeftovers(folder);
      await Deno.writeTextFile(join(temporary, "a.txt"), "a");
      assert.ok(!namesIn(folder).includes("model"));
    });
    assert.deepEqual([namesIn(folder), namesIn(join(folder, "model"))], [["model"], ["a.txt"]]);
  }));

Deno.test("writeFolder() removes the folder that a killed process has left", () =>
  withFolder(async (folder) => {
    const code = `
      import { writeFolder } from ${
      JSON.stringify(import.meta.resolve("../../../pipeline/files/write_folder.ts"))
    };
      await writeFolder(${JSON.stringify(join(folder, "model"))}, async (temporary) => {
        await Deno.writeTextFile(temporary + "/a.txt", "half");
        Deno.kill(Deno.pid, "SIGKILL");
        await new Promise(() => {});
      });`;
    const args = ["eval", "--quiet", "--no-check", code];
    await new Deno.Command(Deno.execPath(), { args }).output();
    assert.equal(namesIn(folder).length, 1);
    await writeFolder(join(folder, "model"), async () => {});
    assert.deepEqual([namesIn(folder), namesIn(join(folder, "model"))], [["model"], []]);
  }));
