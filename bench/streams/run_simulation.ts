/**
 * `run_simulation.ts CONTENDER DEVICE STEPS SEED`: streams to a simulated device, in a process of
 * its own because its memory is measured, and prints the measurements as JSON.
 *
 * @module
 */
import { type ContenderName, runContender, type StreamRun } from "./contenders.ts";
import { MemoryGauge, type MemoryUse } from "./memory_gauge.ts";
import { type DeviceName, drawWork, simulatedCase, sleepByTimer } from "./simulated_case.ts";

/** The measurements of one stream. */
export interface SimulationRun extends StreamRun {
  readonly memoryMib: MemoryUse;
}

async function simulate(
  contender: ContenderName,
  device: DeviceName,
  { steps, seed }: { readonly steps: number; readonly seed: number },
): Promise<SimulationRun> {
  const work = drawWork(device, { steps, seed });
  // Not measured: V8 compiles, and takes the memory that it needs for so many buffers.
  await runContender(contender, simulatedCase(work, { seed, sleep: yieldOnce }));
  const streamCase = simulatedCase(work, { seed, sleep: sleepByTimer });
  using memory = new MemoryGauge();
  const run = await runContender(contender, streamCase);
  return { ...run, memoryMib: memory.use };
}

/** Waits for whatever else is to do, but not for any time. */
function yieldOnce(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

if (import.meta.main) {
  const [contender, device, steps, seed] = Deno.args;
  const numbers = { steps: Number(steps), seed: Number(seed) };
  const run = await simulate(contender as ContenderName, device as DeviceName, numbers);
  console.log(JSON.stringify(run));
}
