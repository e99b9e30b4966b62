import assert from "node:assert/strict";
import { wholePaths } from "../../../pipeline/config/whole_paths.ts";

Deno.test("wholePaths() completes every path and nothing else", () => {
  const raw = {
    seed: 1,
    data: {
      source: "videos",
      testList: "../test.txt",
      unlabeled: ["a", "/b"],
      split: "ucf101-1pct",
    },
    weights: { primary: "a.safetensors", auxiliary: "/b.safetensors" },
    method: { name: "./own.ts", threshold: 0.9 },
  };
  assert.deepEqual(wholePaths(raw, "/home/me"), {
    seed: 1,
    data: {
      source: "/home/me/videos",
      testList: "/home/test.txt",
      unlabeled: ["/home/me/a", "/b"],
      split: "ucf101-1pct",
    },
    weights: { primary: "/home/me/a.safetensors", auxiliary: "/b.safetensors" },
    method: { name: "/home/me/own.ts", threshold: 0.9 },
  });
});

Deno.test("wholePaths() leaves names as they are", () => {
  const raw = { data: { source: "motion" }, method: { name: "actnetformer" } };
  assert.deepEqual(wholePaths(raw, "/home/me"), raw);
  assert.deepEqual(wholePaths({ data: 3 }, "/home/me"), { data: 3 });
});
