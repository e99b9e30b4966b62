import assert from "node:assert/strict";
import fc from "fast-check";
import {
  batchesPerEpoch,
  ratioTickets,
  type RatioTicketsOptions,
  type Ticket,
} from "../../../operators/mod.ts";
import { videos } from "../_clips.ts";

const OPTIONS: fc.Arbitrary<RatioTicketsOptions> = fc.record({
  labeled: fc.integer({ min: 1, max: 9 }).map((count) => videos("l", count)),
  unlabeled: fc.integer({ min: 1, max: 30 }).map((count) => videos("u", count)),
  labeledPerBatch: fc.integer({ min: 1, max: 3 }),
  ratio: fc.integer({ min: 1, max: 5 }),
  seed: fc.integer(),
});

function idsOf(tickets: Iterable<Ticket>, role: Ticket["role"]): string[] {
  return [...tickets].filter((ticket) => ticket.role === role).map(({ video }) => video.id);
}

Deno.test("ratioTickets() shows every unlabeled video once an epoch, the last batch filled up", () =>
  fc.assert(fc.property(OPTIONS, fc.nat({ max: 3 }), (options, epoch) => {
    const batches = batchesPerEpoch(options);
    const range = { phase: 0, from: epoch * batches, to: (epoch + 1) * batches };
    const tickets = [...ratioTickets(options, range)];
    const ids = idsOf(tickets, "unlabeled");
    assert.equal(new Set(ids.slice(0, options.unlabeled.length)).size, options.unlabeled.length);
    assert.equal(ids.length, batches * options.labeledPerBatch * options.ratio);
    assert.ok(ids.length - options.unlabeled.length < options.labeledPerBatch * options.ratio);
    assert.ok(
      tickets.every((ticket, position) => ticket.epoch === epoch && ticket.position === position),
    );
    const keys = tickets.map(({ video, repeat }) => `${video.id} ${repeat}`);
    assert.equal(new Set(keys).size, keys.length);
  })));

Deno.test("ratioTickets() shows labeled videos equally often over a phase", () =>
  fc.assert(fc.property(OPTIONS, fc.nat({ max: 20 }), (options, to) => {
    const ids = idsOf(ratioTickets(options, { phase: 0, from: 0, to }), "labeled");
    const counts = options.labeled.map(({ id }) => ids.filter((shown) => shown === id).length);
    assert.ok(Math.max(...counts) - Math.min(...counts) <= 1);
  })));

Deno.test("ratioTickets() resumed at any batch continues the same order", () =>
  fc.assert(fc.property(OPTIONS, fc.nat({ max: 8 }), fc.nat({ max: 8 }), (options, from, more) => {
    const size = options.labeledPerBatch * (1 + options.ratio);
    const whole = [...ratioTickets(options, { phase: 0, from: 0, to: from + more })];
    assert.deepEqual(
      [...ratioTickets(options, { phase: 0, from, to: from + more })],
      whole.slice(from * size),
    );
  })));

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
