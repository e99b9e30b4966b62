import type { GateMetrics, PerNetwork } from "../../operators/mod.ts";
import { mean } from "../numbers/mean.ts";
import { sum } from "../numbers/sum.ts";
import type { PseudoLabelShares, RecentSteps, SlowestWorker } from "../terminal/step_progress.ts";
import type { ActivitySeconds } from "./step_clock.ts";

/** The numbers of one step. */
export interface StepSample {
  readonly loss: number;
  /** Terms of the loss by name: the same in all steps of a phase. */
  readonly lossTerms: Readonly<Record<string, number>>;
  /** Measures of the pseudo-labels; undefined if the step had none. */
  readonly gate: PerNetwork<GateMetrics> | undefined;
  /** Number of clips. */
  readonly clips: number;
  readonly seconds: ActivitySeconds;
  /** Seconds that each worker waited for others. */
  readonly waitedSec: readonly number[];
}

/** Steps that are averaged over. */
const WINDOW = 20;

/** Averages the numbers of the last 20 steps; those of an earlier phase are forgotten. */
export class RecentMeans {
  #phase: unknown;
  #samples: StepSample[] = [];

  /**
   * Adds a step and returns the means over the last ones.
   *
   * @param phase The phase of the step, compared by identity.
   */
  add(phase: unknown, sample: StepSample): RecentSteps {
    if (phase !== this.#phase) this.#samples = [];
    this.#phase = phase;
    this.#samples = [...this.#samples, sample].slice(-WINDOW);
    const recent = (valueOf: (sample: StepSample) => number) => mean(this.#samples.map(valueOf));
    const device = recent(({ seconds }) => seconds.device);
    const data = recent(({ seconds }) => seconds.data);
    const busy = device + data + recent(({ seconds }) => seconds.peers);
    return {
      loss: recent(({ loss }) => loss),
      lossTerms: mapValues(
        sample.lossTerms,
        (_, name) => recent(({ lossTerms }) => lossTerms[name] ?? 0),
      ),
      pseudoLabels: this.#pseudoLabels(),
      pace: {
        clipsPerSecond: busy === 0 ? 0 : recent(({ clips }) => clips) / busy,
        waitingShare: busy === 0 ? 0 : data / busy,
        slowest: this.#slowest(busy),
      },
    };
  }

  /** The worker that waits least is the one that the others wait for. */
  #slowest(busy: number): SlowestWorker | undefined {
    const workers = this.#samples[0]?.waitedSec.length ?? 1;
    if (workers === 1) return undefined;
    const waited = Array.from(
      { length: workers },
      (_, task) => sum(this.#samples.map(({ waitedSec }) => waitedSec[task]!)),
    );
    const others = sum(waited) - Math.min(...waited);
    const share = others / (workers - 1) / this.#samples.length / busy;
    return { task: waited.indexOf(Math.min(...waited)), waitingShare: busy === 0 ? 0 : share };
  }

  #pseudoLabels(): RecentSteps["pseudoLabels"] {
    const gates = this.#samples.flatMap(({ gate }) => gate ?? []);
    return mapValues(gates[0] ?? {}, (_, network) => {
      const metrics = gates.flatMap((gate) => gate[network as keyof typeof gate] ?? []);
      const judged = sum(metrics.map((gate) => gate.judged));
      const right = sum(metrics.map((gate) => gate.right));
      return {
        used: mean(metrics.map(({ maskRate }) => maskRate)),
        right: judged === 0 ? undefined : right / judged,
      } satisfies PseudoLabelShares;
    });
  }
}

function mapValues<Value, Mapped>(
  record: Readonly<Record<string, Value>>,
  change: (value: Value, name: string) => Mapped,
): Record<string, Mapped> {
  const entries = Object.entries(record).map(([name, value]) =>
    [name, change(value, name)] as const
  );
  return Object.fromEntries(entries);
}
