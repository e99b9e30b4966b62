import assert from "node:assert/strict";
import { join } from "node:path";
import { fileFingerprint } from "../../datasets/mod.ts";
import { withFolder } from "../_temporary_folder.ts";

Deno.test("fileFingerprint() is that of the content, whatever the name", () =>
  withFolder(async (folder) => {
    const write = async (name: string, text: string) => {
      await Deno.writeTextFile(join(folder, name), text);
      return await fileFingerprint(join(folder, name));
    };
    const long = "a".repeat(100_000);
    const fingerprint = await write("a.mp4", long);
    assert.match(fingerprint ?? "", /^100000 [0-9a-f]{16}$/);
    assert.equal(await write("b.mp4", long), fingerprint);
    assert.notEqual(await write("c.mp4", `${long.slice(1)}b`), fingerprint);
    assert.notEqual(await write("d.mp4", `${long}a`), fingerprint);
  }));

Deno.test("fileFingerprint() is null for a file that is empty or not there", () =>
  withFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "empty.mp4"), "");
    assert.equal(await fileFingerprint(join(folder, "empty.mp4")), null);
    assert.equal(await fileFingerprint(join(folder, "none.mp4")), null);
  }));
