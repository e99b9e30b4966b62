import assert from "node:assert/strict";
import { preparedPaths } from "../../../datasets/prepare/_prepared_paths.ts";

Deno.test("preparedPaths() gives each video a file of its own", () => {
  const paths = preparedPaths([
    "a/1.avi",
    "a/2.avi",
    "a/2.mkv",
    "../b/3",
    "C:/d/4.MP4",
    "../../5.ts",
  ]);
  assert.deepEqual([...paths.values()], [
    "a/1.mp4",
    "a/2.avi.mp4",
    "a/2.mkv.mp4",
    "outside/b/3.mp4",
    "C_/d/4.mp4",
    "outside/outside/5.mp4",
  ]);
  assert.throws(
    () => preparedPaths(["../1.avi", "outside/1.avi"]),
    /must have a file of its own: current value is '\.\.\/1\.avi', 'outside\/1\.avi'$/,
  );
});

Deno.test("preparedPaths() cuts names that would be too long", () => {
  // ".flow" beside ".mp4" must fit as well.
  const letters = "x".repeat(250);
  const images = "\u52d5".repeat(85);
  const ids = [
    `a/${letters}.avi`,
    `a/${letters}.mkv`,
    `b/${letters}1234`,
    `c/${images}`,
    `d/${letters}.avi`,
  ];
  const paths = [...preparedPaths(ids).values()];
  const names = paths.map((path) => path.slice("a/".length));
  for (const name of names) assert.ok(new TextEncoder().encode(name).length <= 255, name);
  assert.equal(names[4], `${letters}.mp4`);
  assert.match(names[0] ?? "", /^x{233}-[0-9a-f]{16}\.mp4$/);
  assert.match(names[3] ?? "", /^\u52d5{77}-[0-9a-f]{16}\.mp4$/);
  assert.equal(new Set(paths).size, ids.length);
});
