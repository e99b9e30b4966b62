import fc from "fast-check";

/** Runs of each law; thousands by hand: `FC_NUM_RUNS=10000 deno task test tests/operators/stream`. */
const RUNS = Number(Deno.env.get("FC_NUM_RUNS") ?? 200);

/** Registers a law as a test. If it fails, the message has the seed and the smallest example. */
export function law<Example>(
  name: string,
  examples: fc.Arbitrary<Example>,
  check: (example: Example) => void | Promise<void>,
): void {
  Deno.test(`law: ${name}`, () =>
    fc.assert(fc.asyncProperty(examples, async (example) => await check(example)), {
      numRuns: RUNS,
    }));
}

/** Runs everything that the scheduler holds and what follows from it. */
export async function runAll(scheduler: fc.Scheduler): Promise<void> {
  do {
    await scheduler.waitIdle();
    await settle();
  } while (scheduler.count() > 0);
}

/** Runs the next task that the scheduler picks and what follows from it, if there is one. */
export async function runOne(scheduler: fc.Scheduler): Promise<void> {
  if (scheduler.count() > 0) await scheduler.waitOne();
  await settle();
}

/** Waits until Promises that are settled have been noticed, through some layers of them. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}

/** A value now and then, else null. */
export function sometimes<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  return fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: value });
}
