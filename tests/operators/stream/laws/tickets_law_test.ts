import assert from "node:assert/strict";
import fc from "fast-check";
import {
  batchesPerEpoch,
  ratioTickets,
  type RatioTicketsOptions,
  replacementTicket,
  type Role,
  type Ticket,
} from "../../../../operators/stream/mod.ts";
import { videos } from "../../_clips.ts";
import { law } from "./_law.ts";

/** An order with unlabeled videos, or without any and a ratio of 0. */
const ORDER: fc.Arbitrary<RatioTicketsOptions> = fc.record({
  labeled: fc.integer({ min: 1, max: 9 }).map((count) => videos("l", count)),
  unlabeled: fc.nat({ max: 30 }).map((count) => videos("u", count)),
  labeledPerBatch: fc.integer({ min: 1, max: 3 }),
  ratio: fc.integer({ min: 1, max: 5 }),
  seed: fc.integer(),
}).map((order) => order.unlabeled.length === 0 ? { ...order, ratio: 0 } : order);

const ORDER_AND_EPOCH = fc.record({ order: ORDER, epoch: fc.nat({ max: 3 }) });

function sizeOf({ labeledPerBatch, ratio }: RatioTicketsOptions): number {
  return labeledPerBatch * (1 + ratio);
}

function epochOf(order: RatioTicketsOptions, epoch: number, phase = 0): Ticket[] {
  const batches = batchesPerEpoch(order);
  return [...ratioTickets(order, { phase, from: epoch * batches, to: (epoch + 1) * batches })];
}

function idsOf(tickets: readonly Ticket[], role: Role): string[] {
  return tickets.filter((ticket) => ticket.role === role).map(({ video }) => video.id);
}

/** What random draws are derived from. */
function keyOf({ phase, epoch, video, role, repeat }: Ticket): string {
  return [phase, epoch, video.id, role, repeat].join(" ");
}

law(
  "batchesPerEpoch() is the smallest number of batches that shows every video of the pass",
  ORDER,
  (order) => {
    const role = order.ratio === 0 ? "labeled" : "unlabeled";
    const shown = new Set(idsOf(epochOf(order, 0), role));
    assert.equal(shown.size, order[role].length);
    const perBatch = role === "labeled"
      ? order.labeledPerBatch
      : order.labeledPerBatch * order.ratio;
    assert.ok((batchesPerEpoch(order) - 1) * perBatch < order[role].length);
  },
);

law(
  "ratioTickets() shows every unlabeled video once an epoch, the last batch filled up from its start",
  ORDER_AND_EPOCH,
  ({ order, epoch }) => {
    const tickets = epochOf(order, epoch);
    const ids = idsOf(tickets, "unlabeled");
    const { length: count } = order.unlabeled;
    assert.equal(new Set(ids.slice(0, count)).size, count);
    assert.deepEqual(ids.slice(count), ids.slice(0, ids.length - count));
    assert.equal(tickets.length, batchesPerEpoch(order) * sizeOf(order));
    for (const [position, ticket] of tickets.entries()) {
      assert.deepEqual([ticket.epoch, ticket.position], [epoch, position]);
    }
  },
);

law(
  "ratioTickets() follows each labeled video by `ratio` unlabeled ones",
  ORDER_AND_EPOCH,
  ({ order, epoch }) => {
    for (const { role, position } of epochOf(order, epoch)) {
      assert.equal(role, position % (1 + order.ratio) === 0 ? "labeled" : "unlabeled");
    }
  },
);

law(
  "ratioTickets() shows labeled videos equally often over a phase",
  fc.record({ order: ORDER, to: fc.nat({ max: 20 }) }),
  ({ order, to }) => {
    const ids = idsOf([...ratioTickets(order, { phase: 0, from: 0, to })], "labeled");
    const counts = order.labeled.map(({ id }) => ids.filter((shown) => shown === id).length);
    assert.ok(Math.max(...counts) - Math.min(...counts) <= 1);
  },
);

law(
  "ratioTickets() resumed at any batch continues the same order",
  fc.record({ order: ORDER, from: fc.nat({ max: 8 }), more: fc.nat({ max: 8 }) }),
  ({ order, from, more }) => {
    const whole = [...ratioTickets(order, { phase: 0, from: 0, to: from + more })];
    assert.deepEqual(
      [...ratioTickets(order, { phase: 0, from, to: from + more })],
      whole.slice(from * sizeOf(order)),
    );
  },
);

law(
  "ratioTickets() and replacementTicket() give no two showings of a run the same draws",
  fc.record({ order: ORDER, brokenEvery: fc.integer({ min: 1, max: 5 }) }),
  ({ order, brokenEvery }) => {
    const replace = replacementTicket(order, order.seed);
    const tickets = [0, 1].flatMap((phase) =>
      [0, 1].flatMap((epoch) => epochOf(order, epoch, phase))
    );
    const shown = tickets.map((ticket, index) =>
      index % brokenEvery === 0 ? replace(ticket, 1) ?? ticket : ticket
    );
    assert.equal(new Set(shown.map(keyOf)).size, shown.length);
  },
);

law(
  "replacementTicket() keeps the position, never takes the same video, and depends on nothing else",
  fc.record({ order: ORDER, index: fc.nat({ max: 40 }), attempt: fc.integer({ min: 1, max: 5 }) }),
  ({ order, index, attempt }) => {
    const tickets = epochOf(order, 0);
    const ticket = tickets[index % tickets.length]!;
    const replacement = replacementTicket(order, order.seed)(ticket, attempt);
    assert.equal(replacement === null, order[ticket.role].length === 1);
    assert.deepEqual(replacement, replacementTicket(order, order.seed)(ticket, attempt));
    if (replacement === null) return;
    const { video, repeat } = replacement;
    assert.deepEqual({ ...replacement, video: null, repeat: 0 }, {
      ...ticket,
      video: null,
      repeat: 0,
    });
    assert.ok(order[ticket.role].includes(video));
    assert.notEqual(video.id, ticket.video.id);
    assert.ok(repeat < 0);
  },
);
