import assert from "node:assert/strict";
import { DataType } from "../../../runtime/ffi/data_types.ts";
import { GraphMemory } from "../../../runtime/bindings/graph_memory.ts";

/** A tensor of `bytes` bytes. */
function tensor(id: number, bytes: number) {
  return { id, shape: [bytes], dtype: DataType.uint8 };
}

Deno.test("GraphMemory.peakBytes() counts what is alive at the same time", () => {
  const memory = new GraphMemory();
  memory.record("Exp", [1], [tensor(2, 100)]); // 1 is a parameter
  memory.record("Exp", [2], [tensor(3, 100)]);
  memory.record("Exp", [3], [tensor(4, 100)]); // 2 is free by now
  assert.equal(memory.peakBytes([4]), 200);
  memory.record("AddV2", [4, 2], [tensor(5, 100)]); // now 2 waits for this
  assert.equal(memory.peakBytes([5]), 300);
});

Deno.test("GraphMemory.peakBytes() keeps results to the end", () => {
  const memory = new GraphMemory();
  memory.record("Split", [1], [tensor(2, 60), tensor(3, 40)]);
  memory.record("Exp", [3], [tensor(4, 40)]);
  assert.equal(memory.peakBytes([4]), 100);
  assert.equal(memory.peakBytes([2, 4]), 140);
  assert.equal(new GraphMemory().peakBytes([1]), 0);
});

Deno.test("GraphMemory.peakBytes() counts a view with its tensor, and a view of a parameter not at all", () => {
  const memory = new GraphMemory();
  memory.record("Reshape", [1], [tensor(2, 100)]);
  memory.record("Exp", [2], [tensor(3, 100)]);
  memory.record("Reshape", [3], [tensor(4, 100)]);
  memory.record("Exp", [1], [tensor(5, 10)]);
  memory.record("AddV2", [4, 5], [tensor(6, 10)]);
  assert.equal(memory.peakBytes([6]), 120);
  assert.equal(memory.peakBytes([4, 6]), 120);
});

Deno.test("GraphMemory.peakBytes() leaves out ops that no result depends on", () => {
  const memory = new GraphMemory();
  memory.record("Exp", [1], [tensor(2, 100)]);
  memory.record("Conv2D", [2], [tensor(3, 1000)]);
  memory.record("Exp", [2], [tensor(4, 100)]);
  assert.equal(memory.peakBytes([4]), 200);
  assert.equal(memory.peakBytes([4, 3]), 1200);
});
