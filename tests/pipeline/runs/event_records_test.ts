import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { encodeEvents } from "../../../pipeline/runs/_event_records.ts";

/** What TensorBoard 2.18's own RecordWriter writes for these events. */
const FILE =
  "GAAAAAAAAACjf0siCQAAAAAARI9AGg1icmFpbi5FdmVudDoyq6MzRSsAAAAAAAAAhhvDSwkAAAAAAEqPQBCs" +
  "AiodChEKCmxvc3MvdG90YWwVAAAgQAoICgFhFQAAgL+aOjQo";

Deno.test("encodeEvents() writes the bytes that TensorBoard's own writer writes", () => {
  const scalars = [{ tag: "loss/total", value: 2.5 }, { tag: "a", value: -1 }];
  const file = encodeEvents(1000.5, [{ wallTime: 1001.25, step: 300, scalars }]);
  assert.equal(Buffer.from(file).toString("base64"), FILE);
});
