import assert from "node:assert/strict";
import fc from "fast-check";
import { PendingWork } from "../../../../operators/stream/mod.ts";
import { law, settle } from "./_law.ts";

law(
  "PendingWork resolves for those who wait exactly when no work is left",
  fc.array(fc.constantFrom("start", "start", "end", "wait")),
  async (events) => {
    const pendingWork = new PendingWork();
    let running = 0;
    let resolved = 0;
    let due = 0;
    let waiting = 0;
    for (const event of events) {
      if (event === "start") {
        pendingWork.start();
        running++;
      } else if (event === "end" && running > 0) {
        pendingWork.end();
        running--;
      } else if (event === "wait") {
        waiting++;
        pendingWork.settled().then(() => resolved++);
      }
      if (running === 0) {
        due += waiting;
        waiting = 0;
      }
      await settle();
      assert.deepEqual([pendingWork.running, resolved], [running, due]);
    }
  },
);
