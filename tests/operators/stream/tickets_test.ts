import { deepEqual, equal, notDeepEqual, ok, throws } from "node:assert/strict";
import fc from "fast-check";
import {
  batchesPerEpoch,
  ratioTickets,
  type RatioTicketsOptions,
  replacementTicket,
  type Ticket,
} from "../../../operators/mod.ts";
import { ticket, video } from "../_clips.ts";

function videos(prefix: string, count: number) {
  return Array.from({ length: count }, (_, index) => video(`${prefix}${index}`));
}

const OPTIONS: fc.Arbitrary<RatioTicketsOptions> = fc.record({
  labelled: fc.integer({ min: 1, max: 9 }).map((count) => videos("l", count)),
  unlabelled: fc.integer({ min: 1, max: 30 }).map((count) => videos("u", count)),
  labelledPerBatch: fc.integer({ min: 1, max: 3 }),
  ratio: fc.integer({ min: 1, max: 5 }),
  seed: fc.integer(),
});

function idsOf(tickets: Iterable<Ticket>, role: Ticket["role"]): string[] {
  return [...tickets].filter((ticket) => ticket.role === role).map(({ video }) => video.id);
}

Deno.test("ratioTickets() shows every unlabelled video once an epoch, the last batch filled up", () =>
  fc.assert(fc.property(OPTIONS, fc.nat({ max: 3 }), (options, epoch) => {
    const batches = batchesPerEpoch(options);
    const range = { from: epoch * batches, to: (epoch + 1) * batches };
    const tickets = [...ratioTickets(options, range)];
    const ids = idsOf(tickets, "unlabelled");
    equal(new Set(ids.slice(0, options.unlabelled.length)).size, options.unlabelled.length);
    equal(ids.length, batches * options.labelledPerBatch * options.ratio);
    ok(ids.length - options.unlabelled.length < options.labelledPerBatch * options.ratio);
    ok(tickets.every((ticket, position) => ticket.epoch === epoch && ticket.position === position));
    const keys = tickets.map(({ video, repeat }) => `${video.id} ${repeat}`);
    equal(new Set(keys).size, keys.length);
  })));

Deno.test("ratioTickets() shows labelled videos equally often over a run", () =>
  fc.assert(fc.property(OPTIONS, fc.nat({ max: 20 }), (options, to) => {
    const ids = idsOf(ratioTickets(options, { from: 0, to }), "labelled");
    const counts = options.labelled.map(({ id }) => ids.filter((other) => other === id).length);
    ok(Math.max(...counts) - Math.min(...counts) <= 1);
  })));

Deno.test("ratioTickets() goes on from any batch as if it had not stopped", () =>
  fc.assert(fc.property(OPTIONS, fc.nat({ max: 8 }), fc.nat({ max: 8 }), (options, from, more) => {
    const size = options.labelledPerBatch * (1 + options.ratio);
    const whole = [...ratioTickets(options, { from: 0, to: from + more })];
    deepEqual([...ratioTickets(options, { from, to: from + more })], whole.slice(from * size));
  })));

Deno.test("ratioTickets() follows each labelled video by its unlabelled ones", () => {
  const options = {
    labelled: videos("l", 4),
    unlabelled: videos("u", 8),
    labelledPerBatch: 2,
    ratio: 2,
    seed: 0,
  };
  const tickets = ratioTickets(options, { from: 0, to: 2 });
  const roles = Array.from(tickets, ({ role }) => role[0]);
  equal(roles.join(""), "luuluuluuluu");
  deepEqual([...tickets], [...tickets]);
  const other = ratioTickets({ ...options, seed: 1 }, { from: 0, to: 2 });
  notDeepEqual(idsOf(tickets, "unlabelled"), idsOf(other, "unlabelled"));
  const nextEpoch = ratioTickets(options, { from: 2, to: 4 });
  notDeepEqual(idsOf(tickets, "unlabelled"), idsOf(nextEpoch, "unlabelled"));
});

Deno.test("batchesPerEpoch() passes over the unlabelled videos, or the labelled ones without them", () => {
  const common = { labelledPerBatch: 2, seed: 0 };
  const [labelled, unlabelled] = [videos("l", 5), videos("u", 21)];
  equal(batchesPerEpoch({ ...common, labelled, unlabelled, ratio: 5 }), 3);
  equal(batchesPerEpoch({ ...common, labelled, unlabelled: [], ratio: 0 }), 3);
});

Deno.test("batchesPerEpoch() refuses lists and numbers that do not fit", () => {
  const good = { labelled: videos("l", 1), unlabelled: videos("u", 1), ratio: 1, seed: 0 };
  const refused = [
    [{ labelledPerBatch: 0 }, /'labelledPerBatch'/],
    [{ ratio: -1 }, /'ratio'/],
    [{ ratio: 0 }, /'ratio' must be 0 without/],
    [{ labelled: [] }, /'labelled' must not be empty/],
    [{ unlabelled: [] }, /current value is 1 for 0 unlabelled videos/],
  ] as const;
  for (const [change, message] of refused) {
    throws(() => batchesPerEpoch({ labelledPerBatch: 1, ...good, ...change }), {
      name: "RangeError",
      message,
    });
  }
});

Deno.test("replacementTicket() keeps role and place, and depends on nothing but its arguments", () => {
  const lists = { labelled: videos("l", 1), unlabelled: videos("u", 5) };
  const replace = replacementTicket(lists, 3);
  const broken = ticket("u2", "unlabelled", 7);
  const ids = Array.from({ length: 20 }, (_, attempt) => {
    const next = replace(broken, attempt)!;
    deepEqual([next.role, next.position, next.epoch], ["unlabelled", 7, 0]);
    deepEqual(next, replacementTicket(lists, 3)(broken, attempt));
    return next.video.id;
  });
  deepEqual([...new Set(ids)].sort(), ["u0", "u1", "u3", "u4"]);
  equal(replace(ticket("l0", "labelled"), 1), null);
});
