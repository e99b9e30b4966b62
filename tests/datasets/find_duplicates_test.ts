import assert from "node:assert/strict";
import { join } from "node:path";
import { findDuplicates } from "../../datasets/mod.ts";
import { testInFolder } from "./_fixtures.ts";
import { makeFiles } from "./_manifests.ts";

testInFolder("findDuplicates() finds equal files, not those that differ inside", async (folder) => {
  const long = "x".repeat(50_000);
  const files = {
    a: `${long}1${long}`,
    b: `${long}2${long}`,
    c: `${long}1${long}`,
    d: "1",
    e: "1",
  };
  await makeFiles(folder, { ...files, empty1: "", empty2: "" });
  const names = [...Object.keys(files), "empty1", "empty2", "missing1", "missing2"];
  const videos = names.map((name) => ({ name, path: join(folder, name) }));
  const namesOf = (groups: (typeof videos)[]) =>
    groups.map((group) => group.map(({ name }) => name));
  assert.deepEqual(namesOf(await findDuplicates(videos)).sort(), [["a", "c"], ["d", "e"]]);
  const short = await findDuplicates(videos, (group) => group.some(({ name }) => name === "e"));
  assert.deepEqual(namesOf(short), [["d", "e"]]);
});
