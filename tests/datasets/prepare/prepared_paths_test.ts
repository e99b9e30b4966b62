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
