import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { encodeEvents } from "../../../pipeline/runs/_event_records.ts";

/** What TensorBoard 2.21's own RecordWriter writes for these events. */
const FILE =
  "GAAAAAAAAACjf0siCQAAAAAARI9AGg1icmFpbi5FdmVudDoyq6MzRXoAAAAAAAAAE4mGeAkAAAAAAEqPQBCsAips" +
  "ChEKCmxvc3MvdG90YWwVAAAgQAoICgFhFQAAgL8KTQoBaCpICQAAAAAAAOA/EQAAAAAAAABAGQAAAAAAAAhAIQAA" +
  "AAAAAPg/MhAAAAAAAADwPwAAAAAAAABAOhAAAAAAAADwPwAAAAAAAABAg8Qbtw==";

Deno.test("encodeEvents() writes the bytes that TensorBoard's own writer writes", () => {
  const summaries = [
    { tag: "loss/total", scalar: 2.5 },
    { tag: "a", scalar: -1 },
    { tag: "h", histogram: { edges: [0.5, 1, 2], counts: [1, 2], mean: 0.5 } },
  ];
  const file = encodeEvents(1000.5, [{ wallTime: 1001.25, step: 300, summaries }]);
  assert.equal(Buffer.from(file).toString("base64"), FILE);
});
