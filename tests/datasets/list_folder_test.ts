import assert from "node:assert/strict";
import { join } from "node:path";
import { readFolderTree, videoPaths } from "../../datasets/folders/_folder_tree.ts";
import { listFolder } from "../../datasets/_list_folder.ts";
import { ManifestError } from "../../datasets/mod.ts";
import { testInFolder } from "./_fixtures.ts";
import { makeFiles } from "./_manifests.ts";

testInFolder("listFolder() takes links to nowhere and to themselves for files", async (folder) => {
  await makeFiles(folder, ["a.avi", "b/1.avi"]);
  await Deno.symlink("nowhere.avi", join(folder, "c.avi"));
  await Deno.symlink("d.avi", join(folder, "d.avi"));
  await Deno.symlink("b", join(folder, "e"));
  const entries = await listFolder(folder);
  assert.deepEqual(entries.map(({ name, isFile, isLink }) => [name, isFile, isLink]), [
    ["a.avi", true, false],
    ["b", false, false],
    ["c.avi", true, true],
    ["d.avi", true, true],
    ["e", false, true],
  ]);
});

/** The shell writes names that Deno cannot: those that are not UTF-8. */
async function makeByShell(folder: string, octalName: string): Promise<void> {
  const script = `printf x > "$(printf '${octalName}')"`;
  const { success } = await new Deno.Command("sh", { args: ["-c", script], cwd: folder }).output();
  assert.ok(success);
}

testInFolder("listFolder() refuses names of videos that are not UTF-8", async (folder) => {
  await makeFiles(folder, ["a.avi", "\uFFFD.avi"]);
  await makeByShell(folder, "notes\\351.txt");
  assert.equal((await listFolder(folder)).length, 3);
  await makeByShell(folder, "caf\\351.avi");
  await assert.rejects(
    listFolder(folder),
    new ManifestError(
      folder,
      "names must be in UTF-8: 'caf\uFFFD.avi' is not; rename it, or convert all names with convmv",
    ),
  );
}, { ignore: Deno.build.os !== "linux" });

testInFolder("readFolderTree() follows links, but not in circles", async (folder) => {
  const outside = join(folder, "outside");
  const root = join(folder, "data");
  await makeFiles(folder, ["outside/o.avi", "data/a/1.avi", "data/b/2.avi", "data/c/deep/3.avi"]);
  await Deno.symlink("../b", join(root, "a/to_b"));
  await Deno.symlink("../a", join(root, "b/to_a"));
  await Deno.symlink("..", join(root, "c/up"));
  await Deno.symlink("../../..", join(root, "c/deep/above"));
  await Deno.symlink(".", join(root, "self"));
  await Deno.symlink(root, join(outside, "back"));
  await Deno.symlink("../outside", join(root, "d"));
  await Deno.symlink("../c/deep", join(root, "b/copy"));
  const paths = [...videoPaths(await readFolderTree(root))];
  assert.deepEqual(paths, ["a/1.avi", "b/2.avi", "c/deep/3.avi", "d/o.avi"]);
  await Deno.remove(join(outside, "back"));
  await Deno.remove(join(root, "c/deep/above"));
  const more = [...videoPaths(await readFolderTree(root))];
  assert.deepEqual(more, ["a/1.avi", "b/2.avi", "b/copy/3.avi", "c/deep/3.avi", "d/o.avi"]);
});
