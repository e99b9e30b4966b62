/// <reference lib="dom" />
import type { ListedRun, ViewsAnswer } from "../../api.ts";
import type { SeenClip, SeenViews } from "../../../run/seen_views.ts";
import { createElement } from "../dom/create_element.ts";
import { findElement } from "../dom/find_element.ts";
import { setText } from "../dom/set_text.ts";
import { formatNumber } from "../text/format_number.ts";
import { describePseudoLabels } from "./describe_pseudo_label.ts";

/** Views in the order in which they are shown, and what they are called. */
const VIEWS = [
  ["N", "labeled view"],
  ["W", "weak view"],
  ["S", "strong view"],
] as const;

/** Shows clips of a step as the networks saw them, and the pseudo-labels that they were offered. */
export class ViewsSection {
  readonly #about = findElement("views-about");
  readonly #grid = findElement("views-grid");
  #shown = "";

  /** Shows clips, or says why there are none. */
  show(run: ListedRun, views: ViewsAnswer): void {
    const shown = `${run.key} ${views?.time}`;
    setText(this.#about, views === null ? describeAbsence(run) : describeViews(views));
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#grid.replaceChildren(...(views?.clips ?? []).map((clip) => clipCard(clip, views?.words)));
  }

  /** Shows nothing, until there is an answer about another run. */
  clear(): void {
    this.#shown = "";
    setText(this.#about, "");
    this.#grid.replaceChildren();
  }
}

function describeAbsence({ state }: ListedRun): string {
  return state === "running"
    ? "No clip has been shown to the networks yet."
    : "This run has no record of its views.";
}

function describeViews({ step, words }: SeenViews): string {
  const text = `Clips of step ${formatNumber(step)}, as the networks saw them.`;
  return words?.primary === "slow" && words.auxiliary === "fast"
    ? `${text} The primary network sees the slow clip, the auxiliary one the fast clip.`
    : text;
}

function clipCard(clip: SeenClip, words: SeenViews["words"]): HTMLElement {
  const { video, role, label } = clip;
  const truth = label === null ? "true class unknown" : `true class: ${label}`;
  const labels = describePseudoLabels(clip).map(({ offer, verdict, passed, isRight }) => {
    const gate = createElement("span", { class: passed ? "gate passed" : "gate held" }, verdict);
    const judged = isRight === null ? "" : isRight ? ", right" : ", wrong";
    return createElement("li", {}, createElement("span", {}, offer + judged), gate);
  });
  return createElement(
    "article",
    { class: "clip" },
    createElement("h3", {}, video),
    createElement("p", { class: "muted" }, `${role}; ${truth}`),
    ...stripsOf(clip, words),
    createElement("ul", { class: "answers" }, ...labels),
  );
}

/** A row for each clip of each view. */
function stripsOf({ video, views }: SeenClip, words: SeenViews["words"]): HTMLElement[] {
  return VIEWS.flatMap(([view, name]) =>
    Object.entries<string>(views[view] ?? {}).map(([clip, strip]) => {
      const word = words?.[clip] ?? clip;
      return createElement(
        "div",
        { class: "strip" },
        createElement("span", { class: "caption" }, `${name}, ${word}`),
        stripImage(strip, `Frames of ${video}: ${name}, ${word}`),
      );
    })
  );
}

/** Height of the frames in pixels, in which they are neither tiny nor blurred. */
const STRIP_HEIGHT = 56;

/** An image whose size is known only when it is loaded; narrow pages show it smaller. */
function stripImage(src: string, alt: string): HTMLImageElement {
  const image = createElement("img", { alt, height: STRIP_HEIGHT });
  image.addEventListener("load", () => {
    image.width = Math.round(image.naturalWidth * STRIP_HEIGHT / image.naturalHeight);
  });
  image.src = src;
  return image;
}
