import assert from "node:assert/strict";
import { join } from "node:path";
import { findCommit } from "../../../pipeline/program/find_commit.ts";
import { withFolder } from "../../_temporary_folder.ts";

async function git(folder: string, ...words: string[]): Promise<void> {
  const identity = ["-c", "user.name=a", "-c", "user.email=a@example.org"];
  const command = new Deno.Command("git", { args: ["-C", folder, ...identity, ...words] });
  const { success, stderr } = await command.output();
  assert.ok(success, new TextDecoder().decode(stderr));
}

Deno.test("findCommit() finds the commit of a clone, and whether files differ from it", () =>
  withFolder(async (folder) => {
    assert.equal(findCommit(folder), null);
    await git(folder, "init", "--quiet");
    const file = join(folder, "a.txt");
    await Deno.writeTextFile(file, "1");
    await git(folder, "add", ".");
    await git(folder, "commit", "--quiet", "--message", "first");
    const commit = findCommit(folder);
    assert.match(commit?.hash ?? "", /^[0-9a-f]{40}$/);
    assert.equal(commit?.modified, false);
    await Deno.writeTextFile(join(folder, "runs"), "not of the program");
    assert.equal(findCommit(folder)?.modified, false);
    await Deno.writeTextFile(file, "2");
    assert.deepEqual(findCommit(folder), { hash: commit?.hash, modified: true });
    const inside = join(folder, "inside");
    await Deno.mkdir(inside);
    assert.equal(findCommit(inside), null);
  }));

Deno.test("findCommit() finds none if the program was imported over the network", () => {
  assert.equal(findCommit(null), null);
});
