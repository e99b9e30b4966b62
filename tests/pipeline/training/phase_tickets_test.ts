import { clipRates } from "../../../pipeline/config/clip_rates.ts";
import assert from "node:assert/strict";
import fc from "fast-check";
import { firstValueFrom, from, toArray } from "rxjs";
import {
  gridFrameCount,
  MOTION_CLASSES,
  MOTION_FRAME_COUNT,
  MOTION_FRAMES_PER_SECOND,
  trainingWindow,
} from "../../../datasets/mod.ts";
import {
  decodingGrid,
  drawsForTicket,
  labeledViews,
  type RatioTicketsOptions,
  replacementTicket,
  slowFast,
  type Ticket,
} from "../../../operators/mod.ts";
import { loadConfig } from "../../../pipeline/config/config.ts";
import { createNetworks } from "../../../pipeline/networks/create_networks.ts";
import { METHODS } from "../../../pipeline/methods/methods.ts";
import type { PhaseOrder } from "../../../pipeline/training/phase.ts";
import { phaseTickets } from "../../../pipeline/training/phase_tickets.ts";
import { planPhases } from "../../../pipeline/training/plan_phases.ts";
import { videoOrder } from "../../../pipeline/training/video_order.ts";
import { viewOptions } from "../../../pipeline/videos/view_options.ts";
import { videos } from "../../operators/_clips.ts";

/** What is drawn for a clip, by the operators and the loader. */
const VIEWS = ["window", "time", "labeled", "weak", "strong", "step"];

/** One phase; its unlabeled videos may be the labeled ones again, as in FixMatch. */
const PHASE = fc.record({
  steps: fc.integer({ min: 1, max: 12 }),
  labeled: fc.integer({ min: 1, max: 5 }),
  unlabeled: fc.integer({ min: 1, max: 9 }),
  labeledPerBatch: fc.integer({ min: 1, max: 7 }),
  ratio: fc.nat({ max: 4 }),
});

const PHASES: fc.Arbitrary<PhaseOrder[]> = fc
  .tuple(fc.array(PHASE, { minLength: 1, maxLength: 4 }), fc.nat())
  .map(([phases, seed]) => {
    let from = 0;
    return phases.map(({ steps, labeled, unlabeled, labeledPerBatch, ratio }) => {
      const order: RatioTicketsOptions = {
        labeled: videos("v", labeled),
        unlabeled: ratio === 0 ? [] : videos("v", unlabeled),
        labeledPerBatch,
        ratio,
        seed,
      };
      const to = from + steps;
      const phase = { from, to, order };
      from = to;
      return phase;
    });
  });

/** 62 bits of a ticket's draws for a view: two independent ones are never equal in practice. */
function fingerprint(ticket: Ticket, view: string, seed: number): string {
  const draws = drawsForTicket(ticket, view, seed);
  const [high, low] = [draws.integer(0, 2 ** 31 - 1), draws.integer(0, 2 ** 31 - 1)];
  return `${high} ${low}`;
}

/** The tickets that are shown if some videos cannot be read, as the decoder replaces them. */
function readableTickets(
  phases: readonly PhaseOrder[],
  isBroken: (id: string) => boolean,
): Ticket[] {
  return [...phaseTickets(phases, 0)].map((ticket) => {
    const { order } = phases[ticket.phase]!;
    const replace = replacementTicket(order, order.seed);
    let shown = ticket;
    for (let attempt = 1; isBroken(shown.video.id); attempt++) shown = replace(shown, attempt)!;
    return shown;
  });
}

Deno.test("phaseTickets() shows no clip of a run with draws that another one had", () =>
  fc.assert(
    fc.property(PHASES, (phases) => {
      const { seed } = phases[0]!.order;
      const tickets = [...phaseTickets(phases, 0)];
      const drawn = VIEWS.flatMap((view) =>
        tickets.map((ticket) => fingerprint(ticket, view, seed))
      );
      assert.equal(new Set(drawn).size, drawn.length);
      const repeated = VIEWS.flatMap((view) =>
        tickets.map((ticket) => fingerprint(ticket, view, seed))
      );
      assert.deepEqual(repeated, drawn);
    }),
    { numRuns: 40 },
  ));

Deno.test("phaseTickets() shows none with earlier draws if broken videos are replaced", () =>
  fc.assert(
    fc.property(PHASES, fc.constantFrom("v0", "v1", "v2"), (phases, brokenId) => {
      const isBroken = (id: string) => id === brokenId;
      const isReadable = ({ order }: PhaseOrder) =>
        [order.labeled, order.unlabeled].every((list) =>
          list.length === 0 || list.some(({ id }) => !isBroken(id))
        );
      fc.pre(phases.every(isReadable));
      const { seed } = phases[0]!.order;
      const tickets = readableTickets(phases, isBroken);
      const drawn = tickets.map((ticket) => fingerprint(ticket, "window", seed));
      assert.equal(new Set(drawn).size, drawn.length);
    }),
    { numRuns: 60 },
  ));

Deno.test("phaseTickets() resumed at any step continues the same tickets", () =>
  fc.assert(fc.property(PHASES, fc.nat({ max: 50 }), (phases, step) => {
    const whole = [...phaseTickets(phases, 0)];
    const sizeOf = ({ order }: PhaseOrder) => order.labeledPerBatch * (1 + order.ratio);
    const passed = phases.reduce((sum, phase) => {
      const steps = Math.min(Math.max(step - phase.from, 0), phase.to - phase.from);
      return sum + steps * sizeOf(phase);
    }, 0);
    assert.deepEqual([...phaseTickets(phases, step)], whole.slice(passed));
  })));

Deno.test("phaseTickets() starts each phase with an epoch and an order of its own", () =>
  fc.assert(fc.property(PHASES, (phases) => {
    const tickets = [...phaseTickets(phases, 0)];
    for (const [phase, { order }] of phases.entries()) {
      const own = tickets.filter((ticket) => ticket.phase === phase);
      assert.deepEqual([own[0]?.epoch, own[0]?.position, own[0]?.repeat], [0, 0, 0]);
      const counts = order.labeled.map(({ id }) =>
        own.filter(({ role, video }) => role === "labeled" && video.id === id).length
      );
      assert.ok(Math.max(...counts) - Math.min(...counts) <= 1);
    }
  })));

/** The labeled tickets of the built-in preset, in order, and its configuration. */
async function motionPlan() {
  const { config } = await loadConfig("motion_small");
  const { labelsPerClass = 0, motion: { trainPerClass } } = config.data;
  const labeled = labelsPerClass * MOTION_CLASSES.length;
  const unlabeled = trainPerClass * MOTION_CLASSES.length - labeled;
  const method = METHODS.actnetformer;
  const found = { labeled: videos("l", labeled), unlabeled: videos("u", unlabeled) };
  const order = videoOrder(config, { method, videos: found });
  const networks = createNetworks(config, { dual: true, classes: MOTION_CLASSES.length });
  const totalSteps = config.schedule.steps!;
  const phases = planPhases(config, { method, networks, order, totalSteps });
  const tickets = [...phaseTickets(phases, 0)].filter(({ role }) => role === "labeled");
  return { config, tickets };
}

/** Starts of the window in a built-in video, and where the low frame rate may start in it. */
const STARTS = 5;
const OFFSETS = 2;

/** Levels that a size or position of a crop is rounded to here. */
const LEVELS = 10;

/** All kinds of clip that can be told apart, each equally likely: by time, crop and flip. */
const KINDS = STARTS * OFFSETS * 2 * LEVELS ** 3;

/** The clips of a plan, without frames, and the starts of their windows. */
async function planClips({ config, tickets }: Awaited<ReturnType<typeof motionPlan>>) {
  const grid = decodingGrid(clipRates(config.clip));
  const gridFrames = gridFrameCount(
    MOTION_FRAME_COUNT / MOTION_FRAMES_PER_SECOND,
    grid.framesPerSecond,
  );
  const { size } = config.data.motion;
  const windows = tickets.map((ticket) => {
    const draw = drawsForTicket(ticket, "window", config.seed).uniform(0, 1);
    const { startFrame } = trainingWindow({ gridFrames, windowFrames: grid.frameCount }, draw);
    return { ticket, startFrame, frames: new Uint8Array(), height: size, width: size, ...grid };
  });
  const clips = await firstValueFrom(
    from(windows).pipe(
      slowFast({ clips: clipRates(config.clip), seed: config.seed, training: true }),
      labeledViews(viewOptions(config).labeled),
      toArray(),
    ),
  );
  return clips.map((clip, index) => ({ ...clip, startFrame: windows[index]!.startFrame }));
}

/** Rounds a share from 0 to 1. */
function levelOf(share: number): number {
  return Math.min(LEVELS - 1, Math.floor(share * LEVELS));
}

Deno.test("motion_small shows labeled clips again no more often than independent draws", async () => {
  const plan = await motionPlan();
  const clips = await planClips(plan);
  const { schedule, views } = plan.config;
  assert.equal(clips.length, schedule.steps! * schedule.labeledPerStep);

  // As they are drawn: crops are numbers that never repeat by chance.
  const shown = clips.map(({ ticket, startFrame, indices, views }) =>
    JSON.stringify([ticket.video.id, startFrame, indices, views.labeled])
  );
  assert.equal(new Set(shown).size, shown.length);

  // Rounded, so that independent draws repeat at a rate that can be computed.
  const [smallest, largest] = views.labeled.scale;
  const kinds = clips.map(({ ticket, startFrame, indices, height, views }) => {
    const { box, flip } = views.labeled!;
    const scale = (height / box.height - smallest) / (largest - smallest);
    const levels = [scale, box.top / (height - box.height), box.left / (height - box.width)]
      .map(levelOf);
    return [ticket.video.id, startFrame, indices.primary[0], flip, ...levels].join(" ");
  });
  const repeats = kinds.length - new Set(kinds).size;
  const perVideo = Map.groupBy(clips, ({ ticket }) => ticket.video.id);
  const expected = [...perVideo.values()]
    .map(({ length }) => length - KINDS * (1 - (1 - 1 / KINDS) ** length))
    .reduce((sum, count) => sum + count, 0);
  assert.ok(
    Math.abs(repeats - expected) < 4 * Math.sqrt(expected),
    `${repeats} of ${kinds.length} repeat, ${expected} by chance`,
  );
});
