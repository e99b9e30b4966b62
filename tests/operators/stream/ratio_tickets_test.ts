import assert from "node:assert/strict";
import { ratioTickets, type Ticket } from "../../../operators/mod.ts";
import { videos } from "../_clips.ts";

function idsOf(tickets: Iterable<Ticket>, role: Ticket["role"]): string[] {
  return [...tickets].filter((ticket) => ticket.role === role).map(({ video }) => video.id);
}

Deno.test("ratioTickets() follows each labeled video by its unlabeled ones", () => {
  const options = {
    labeled: videos("l", 4),
    unlabeled: videos("u", 8),
    labeledPerBatch: 2,
    ratio: 2,
    seed: 0,
  };
  const tickets = ratioTickets(options, { phase: 0, from: 0, to: 2 });
  const roles = Array.from(tickets, ({ role }) => role[0]);
  assert.equal(roles.join(""), "luuluuluuluu");
  assert.deepEqual([...tickets], [...tickets]);
  const otherSeed = ratioTickets({ ...options, seed: 1 }, { phase: 0, from: 0, to: 2 });
  assert.notDeepEqual(idsOf(tickets, "unlabeled"), idsOf(otherSeed, "unlabeled"));
  const nextEpoch = ratioTickets(options, { phase: 0, from: 2, to: 4 });
  assert.notDeepEqual(idsOf(tickets, "unlabeled"), idsOf(nextEpoch, "unlabeled"));
  const nextPhase = [...ratioTickets(options, { phase: 1, from: 0, to: 2 })];
  assert.notDeepEqual(idsOf(tickets, "unlabeled"), idsOf(nextPhase, "unlabeled"));
  assert.notDeepEqual(idsOf(tickets, "labeled"), idsOf(nextPhase, "labeled"));
  assert.ok(nextPhase.every(({ phase }) => phase === 1));
});
