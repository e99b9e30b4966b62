import type { ListedRun, RunDetails, SeriesAnswer } from "../api.ts";
import type { StreamState } from "../../run/stream_state.ts";
import { curveStyle } from "./charts/curve_style.ts";
import type { CurveRun } from "./charts/curves_of.ts";
import type { ChosenRuns } from "./choice/chosen_runs.ts";

/** What the page knows of the runs, and which of them it shows. */
export class KnownRuns {
  /** All runs, as the server has listed them last. */
  list: readonly ListedRun[] = [];
  /** Which of them are shown. */
  chosen: ChosenRuns;
  /** Curves by the key of their run. */
  readonly series = new Map<string, SeriesAnswer>();
  /** Whole runs by their key. */
  readonly details = new Map<string, RunDetails>();

  /** @param chosen Keys of runs, which may be gone. */
  constructor(chosen: ChosenRuns) {
    this.chosen = chosen;
  }

  /** The run that is shown in detail; undefined before the first list, or if there is none. */
  get current(): ListedRun | undefined {
    return this.list.find(({ key }) => key === this.chosen.current);
  }

  /** Curves of the runs that are shown, as far as they are there already. */
  get curves(): CurveRun[] {
    return this.chosen.shown.flatMap((key, index) => {
      const run = this.list.find((listed) => listed.key === key);
      const series = this.series.get(key);
      if (run === undefined || series === undefined) return [];
      return [{ name: run.name, series, style: curveStyle(index) }];
    });
  }

  /** The runs that are shown as a whole, as far as they are there already. */
  get shownDetails(): RunDetails[] {
    return this.chosen.shown.flatMap((key) => this.details.get(key) ?? []);
  }

  /** Takes the steps from the state of a run's stream: the list is not sent again for each step. */
  countSteps(key: string, { step, totalSteps }: StreamState): void {
    const counted = (run: ListedRun) => run.key === key ? { ...run, steps: step, totalSteps } : run;
    this.list = this.list.map(counted);
  }
}
