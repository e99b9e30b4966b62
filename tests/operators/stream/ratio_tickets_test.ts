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

/** Labeled videos, unlabeled videos, and the repeats of both roles in two epochs of three batches. */
const REPEATS = [
  [2, 6, [0, 0, 1, 1, 2, 2, 0, 0, 1, 1, 2, 2], [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
  // The second epoch starts in the middle of an order.
  [4, 5, [0, 0, 0, 0, 1, 1, 0, 0, 1, 1, 1, 1], [0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1]],
] as const;

for (const [labeled, unlabeled, ofLabeled, ofUnlabeled] of REPEATS) {
  Deno.test(`ratioTickets() counts repeats within an epoch: ${labeled}, ${unlabeled} videos`, () => {
    const order = { labeledPerBatch: 2, ratio: 1, seed: 0 };
    const lists = { labeled: videos("l", labeled), unlabeled: videos("u", unlabeled) };
    const tickets = [...ratioTickets({ ...order, ...lists }, { phase: 0, from: 0, to: 6 })];
    const repeatsOf = (role: Ticket["role"]) =>
      tickets.filter((ticket) => ticket.role === role).map(({ repeat }) => repeat);
    assert.deepEqual(repeatsOf("labeled"), ofLabeled);
    assert.deepEqual(repeatsOf("unlabeled"), ofUnlabeled);
    // What random draws are derived from.
    const keys = tickets.map(({ epoch, video, role, repeat }) =>
      [epoch, video.id, role, repeat].join()
    );
    assert.equal(new Set(keys).size, tickets.length);
  });
}

Deno.test("ratioTickets() gives the order that earlier versions gave", () => {
  const order = { labeledPerBatch: 1, ratio: 2, seed: 1 };
  const lists = { labeled: videos("l", 3), unlabeled: videos("u", 5) };
  const tickets = ratioTickets({ ...order, ...lists }, { phase: 0, from: 0, to: 6 });
  const ids = Array.from(tickets, ({ video }) => video.id);
  assert.equal(ids.join(" "), "l1 u4 u0 l2 u1 u2 l0 u3 u4 l1 u2 u4 l2 u1 u3 l0 u0 u2");
});

Deno.test.each([[2, 1], [2, 2], [4, 1]] as const)(
  "ratioTickets() divides each batch among %i workers with %i micro-batches",
  (size, microBatches) => {
    const order = { labeledPerBatch: 4, ratio: 2, seed: 3 };
    const lists = { labeled: videos("l", 5), unlabeled: videos("u", 11) };
    const range = { phase: 1, from: 2, to: 7 };
    const whole = [...ratioTickets({ ...order, ...lists }, range)];
    const parts = Array.from({ length: size }, (_, task) => {
      const share = { task, size, microBatches };
      return [...ratioTickets({ ...order, ...lists, share }, range)];
    });
    const count = 4 * (1 + 2) / size / microBatches;
    const joined = Array.from({ length: whole.length / count / size }, (_, part) => part)
      .flatMap((part) =>
        parts.flatMap((tickets) => tickets.slice(part * count, (part + 1) * count))
      );
    assert.deepEqual(joined, whole);
  },
);
