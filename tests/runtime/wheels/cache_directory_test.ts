import assert from "node:assert/strict";
import { cacheDirectory, type CacheEnvironment } from "../../../runtime/wheels/cache_directory.ts";

const CASES: readonly [CacheEnvironment["os"], Record<string, string>, string][] = [
  ["linux", { HOME: "/home/a" }, "/home/a/.cache/actnetformer"],
  ["linux", { HOME: "/home/a", XDG_CACHE_HOME: "/b" }, "/b/actnetformer"],
  ["linux", { HOME: "/home/a", XDG_CACHE_HOME: "" }, "/home/a/.cache/actnetformer"],
  ["linux", { HOME: "/home/a", XDG_CACHE_HOME: "relative" }, "/home/a/.cache/actnetformer"],
  ["darwin", { HOME: "/Users/a" }, "/Users/a/Library/Caches/actnetformer"],
  ["windows", { LOCALAPPDATA: "/a" }, "/a/actnetformer"],
  ["darwin", { HOME: "/Users/a", XDG_CACHE_HOME: "/b" }, "/b/actnetformer"],
];
Deno.test.each(CASES)("cacheDirectory() on %s with %j is %s", (os, variables, expected) => {
  assert.equal(cacheDirectory({ os, variable: (name) => variables[name] }), expected);
});

Deno.test("cacheDirectory() names the variables that are not set", () => {
  assert.throws(() => cacheDirectory({ os: "linux", variable: () => undefined }), /'HOME'/);
});
