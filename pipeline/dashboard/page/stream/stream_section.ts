/// <reference lib="dom" />
import type { ListedRun, StreamAnswer } from "../../api.ts";
import type { StreamState } from "../../../run/stream_state.ts";
import { createElement } from "../dom/create_element.ts";
import { findElement } from "../dom/find_element.ts";
import { setText } from "../dom/set_text.ts";
import { formatBytes } from "../text/format_bytes.ts";
import { formatNumber } from "../text/format_number.ts";
import {
  describeActivity,
  describeBalance,
  describeTotals,
  listStreamNumbers,
} from "./describe_stream.ts";
import { creditsPerDot } from "./dot_flow.ts";
import { StreamAge } from "./stream_age.ts";
import { StreamPicture } from "./stream_picture.ts";

/** Options of {@linkcode StreamSection.show}. */
export interface ShownStreamOptions {
  /** Whether the server has sent the state as soon as it was written. */
  readonly isNews: boolean;
}

/** Time between two looks at the age of the state, in milliseconds. */
const LOOK_MS = 5000;

/** Shows the stream of the run that the page is about. */
export class StreamSection {
  readonly #empty = findElement("stream-empty");
  readonly #shown = findElement("stream-shown");
  readonly #balance = findElement("stream-balance");
  readonly #activity = findElement("stream-activity");
  readonly #totals = findElement("stream-totals");
  readonly #dots = findElement("stream-dots");
  readonly #numbers = findElement("stream-numbers");
  readonly #picture = new StreamPicture(findElement("stream-picture", SVGSVGElement));
  #age = new StreamAge();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Shows a state, or says why there is none. */
  show(run: ListedRun, state: StreamAnswer, { isNews }: ShownStreamOptions): void {
    clearTimeout(this.#timer);
    this.#empty.hidden = state !== null;
    this.#shown.hidden = state === null;
    if (state === null) {
      setText(this.#empty, describeAbsence(run));
      return;
    }
    this.#age.see({ time: state.time, isNews, now: Date.now() });
    setText(this.#balance, describeBalance(state));
    this.#showActivity(run, state);
    setText(
      this.#totals,
      `${describeTotals(state)} The process uses ${formatBytes(state.residentBytes)} of memory.`,
    );
    setText(this.#dots, describeDots(state));
    this.#picture.show(state);
    this.#showNumbers(state);
  }

  /** Shows nothing, until there is an answer about another run. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#age = new StreamAge();
    this.#empty.hidden = true;
    this.#shown.hidden = true;
  }

  /** Shows what the training waits for, and looks from time to time whether that is still true. */
  #showActivity(run: ListedRun, state: StreamState): void {
    if (run.state !== "running") {
      setText(this.#activity, "The run is over; this is its last state.");
      return;
    }
    setText(this.#activity, describeActivity(state, this.#age.seconds(Date.now())));
    // A tab that is seen again asks for the state.
    if (document.hidden) return;
    this.#timer = setTimeout(() => this.#showActivity(run, state), LOOK_MS);
  }

  #showNumbers(state: StreamState): void {
    const rows = listStreamNumbers(state);
    const numbers = this.#numbers.querySelectorAll("dd");
    if (numbers.length === rows.length) {
      rows.forEach(({ count }, index) => {
        const number = numbers[index];
        if (number !== undefined) setText(number, formatNumber(count));
      });
      return;
    }
    this.#numbers.replaceChildren(
      ...rows.flatMap(({ name, count }) => [
        createElement("dt", {}, name),
        createElement("dd", {}, formatNumber(count)),
      ]),
    );
  }
}

function describeAbsence({ state }: ListedRun): string {
  return state === "running"
    ? "The stream has not started yet: the run prepares its first step."
    : "This run has no record of its stream.";
}

function describeDots(state: StreamState): string {
  const credits = creditsPerDot(state);
  const dot = credits === 1 ? "One dot is one credit" : `One dot stands for ${credits} credits`;
  return `${dot}: filled while a clip holds it, hollow on its way back.`;
}
