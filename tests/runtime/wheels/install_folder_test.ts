import assert from "node:assert/strict";
import { join } from "node:path";
import { installFolder } from "../../../runtime/wheels/install_folder.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { sha256Of } from "./_stand_in.ts";

const PROGRAM = new TextEncoder().encode("#!/bin/sh\necho runs\n");
const FILE = {
  fileName: "bin/program",
  bytes: PROGRAM.length,
  sha256: sha256Of(PROGRAM),
  executable: true,
};

Deno.test("installFolder() lets programs run", () =>
  withFolder(async (parent) => {
    const directory = join(parent, "folder");
    assert.equal(await install(directory, PROGRAM), "the test");
    const { stdout } = await new Deno.Command(join(directory, "bin", "program")).output();
    assert.equal(new TextDecoder().decode(stdout), "runs\n");
  }));

Deno.test("installFolder() installs nothing if a file is another, and leaves nothing behind", () =>
  withFolder(async (parent) => {
    const directory = join(parent, "folder");
    const other = PROGRAM.map((byte) => byte ^ 1);
    await assert.rejects(
      install(directory, other),
      /^Error: Cannot install bin\/program: its SHA-256 is [0-9a-f]{64} instead of/,
    );
    assert.deepEqual([...Deno.readDirSync(parent)].map(({ name }) => name), ["folder.lock"]);
  }));

Deno.test("installFolder() removes what killed processes have left", () =>
  withFolder(async (parent) => {
    const directory = join(parent, "folder");
    await Deno.mkdir(`${directory}.1234.partial/work`, { recursive: true });
    await Deno.writeTextFile(`${directory}.1234.partial/work/download`, "the first half");
    await install(directory, PROGRAM);
    const names = [...Deno.readDirSync(parent)].map(({ name }) => name).sort();
    assert.deepEqual(names, ["folder", "folder.lock"]);
  }));

function install(directory: string, content: Uint8Array): Promise<string> {
  return installFolder(directory, {
    files: [FILE],
    report: () => {},
    async make(folder) {
      await Deno.mkdir(join(folder, "bin"));
      await Deno.writeFile(join(folder, FILE.fileName), content);
      return "the test";
    },
  });
}
