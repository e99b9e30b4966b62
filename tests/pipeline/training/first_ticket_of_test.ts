import assert from "node:assert/strict";
import { ratioTickets } from "../../../operators/mod.ts";
import { firstTicketOf } from "../../../pipeline/training/first_ticket_of.ts";
import type { PhaseOrder } from "../../../pipeline/training/phase.ts";
import { videos } from "../../operators/_clips.ts";

Deno.test("firstTicketOf() is the first of the whole step, whichever worker takes it", () => {
  const share = { task: 1, size: 2, microBatches: 1 };
  const order = { labeled: videos("l", 5), labeledPerBatch: 2, seed: 4, share };
  const phases: PhaseOrder[] = [
    { from: 0, to: 3, order: { ...order, unlabeled: [], ratio: 0 } },
    { from: 3, to: 8, order: { ...order, unlabeled: videos("u", 7), ratio: 3 } },
  ];
  for (const [phase, { from, to, order: { share: _, ...whole } }] of phases.entries()) {
    const tickets = [...ratioTickets(whole, { phase, from: 0, to: to - from })];
    for (let step = from; step < to; step++) {
      const first = tickets[(step - from) * 2 * (1 + whole.ratio)];
      assert.deepEqual(firstTicketOf(step, phases), first);
    }
  }
});
