/// <reference lib="dom" />
import type { ListedRun, SeriesAnswer } from "../../api.ts";
import { findElement } from "../dom/find_element.ts";
import { setText } from "../dom/set_text.ts";
import type { ConnectionState } from "../server/connection.ts";
import { formatDuration } from "../text/format_duration.ts";
import { formatNumber } from "../text/format_number.ts";
import { describeState, stateWord } from "./describe_state.ts";
import { timeLeft } from "./time_left.ts";

const CONNECTION_WORDS: Readonly<Record<ConnectionState, string>> = {
  connecting: "connecting…",
  live: "live",
  lost: "connection lost, trying again…",
  asleep: "asleep",
};

/** How far a run is. */
export interface RunProgress {
  /** Steps done, which may be newer than the run's own number. */
  readonly steps: number;
  /** Its curves, if they are there already. */
  readonly series: SeriesAnswer | undefined;
}

/** Shows how far the run is, and whether the page hears of it. */
export class RunHeader {
  readonly #name = findElement("run-name");
  readonly #state = findElement("run-state");
  readonly #steps = findElement("run-steps");
  readonly #left = findElement("run-left");
  readonly #words = findElement("run-words");
  readonly #progress = findElement("run-progress", HTMLProgressElement);
  readonly #connection = findElement("connection");
  readonly #lost = findElement("lost");

  /** Shows a run. */
  show(run: ListedRun, { steps, series }: RunProgress): void {
    const { name, state, totalSteps } = run;
    setText(this.#name, name);
    setText(this.#state, stateWord(run));
    this.#state.className = `state ${state}`;
    const share = totalSteps === null || totalSteps === 0 ? 0 : steps / totalSteps;
    const total = totalSteps === null ? "" : ` of ${formatNumber(totalSteps)}`;
    setText(this.#steps, `step ${formatNumber(steps)}${total}`);
    this.#progress.value = share;
    const isRunning = state === "running";
    setText(this.#left, isRunning ? describeTimeLeft(series, (totalSteps ?? 0) - steps) : "");
    setText(this.#words, describeState({ ...run, steps }));
    document.title = `${isRunning ? `${Math.floor(100 * share)} %, ` : ""}${name} – ActNetFormer`;
  }

  /** Shows that there is no run. */
  showNone(): void {
    setText(this.#name, "no run yet");
    for (const element of [this.#state, this.#steps, this.#left, this.#words]) setText(element, "");
    this.#state.className = "state";
    this.#progress.value = 0;
    document.title = "ActNetFormer";
  }

  /** Shows whether the page hears of news. */
  showConnection(state: ConnectionState): void {
    setText(this.#connection, CONNECTION_WORDS[state]);
    this.#connection.className = `connection ${state}`;
    this.#lost.hidden = state !== "lost";
  }
}

/** Empty if it cannot be known yet. */
function describeTimeLeft(series: SeriesAnswer | undefined, stepsLeft: number): string {
  const seconds = series === undefined || stepsLeft <= 0 ? null : timeLeft(series, stepsLeft);
  return seconds === null ? "" : `about ${formatDuration(seconds)} left`;
}
