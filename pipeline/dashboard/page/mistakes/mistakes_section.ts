/// <reference lib="dom" />
import type { HeatLegend, SurestMistakes } from "../../../run/surest_mistakes.ts";
import type { ListedRun, MistakesAnswer } from "../../api.ts";
import { createElement } from "../dom/create_element.ts";
import { findElement } from "../dom/find_element.ts";
import { setText } from "../dom/set_text.ts";
import { mistakeCard } from "./mistake_card.ts";

/** Shows the mistakes of which a run was most sure, and what its networks looked at in them. */
export class MistakesSection {
  readonly #about = findElement("mistakes-about");
  readonly #missing = findElement("heat-missing");
  readonly #legend = findElement("heat-legend");
  readonly #how = findElement("heat-how");
  readonly #colors = findElement("heat-colors");
  readonly #limits = findElement("heat-limits");
  readonly #list = findElement("mistakes-list");
  #shown = "";

  /** Shows mistakes, or says why there are none. */
  show(run: ListedRun, answer: MistakesAnswer): void {
    const shown = JSON.stringify([run.key, run.state, answer]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#about.replaceChildren(
      ...answer === null ? describeAbsence(run) : [describeMistakes(answer)],
    );
    this.#showLegend(answer);
    this.#list.replaceChildren(...(answer?.mistakes ?? []).map(mistakeCard));
  }

  /** Shows nothing, until there is an answer about another run. */
  clear(): void {
    this.#shown = "";
    setText(this.#about, "");
    this.#showLegend(null);
    this.#list.replaceChildren();
  }

  #showLegend(answer: MistakesAnswer): void {
    const { legend = "", mistakes = [] } = answer ?? {};
    const reason = typeof legend === "string" ? legend : "";
    setText(this.#missing, reason);
    this.#missing.hidden = reason === "" || mistakes.length === 0;
    this.#legend.hidden = mistakes.every(({ heat }) => heat.length === 0);
    if (typeof legend !== "string") this.#explain(legend);
  }

  #explain({ how, limits, colors }: HeatLegend): void {
    setText(this.#how, how);
    setText(this.#limits, limits);
    const scale = colors.map((color) => `rgb(${color.join(", ")})`).join(", ");
    this.#colors.style.background = `linear-gradient(to right, ${scale})`;
  }
}

function describeMistakes({ about, mistakes }: SurestMistakes): string {
  return mistakes.length === 0 ? "There are none: all answers to test videos are right." : about;
}

function describeAbsence({ name, state }: ListedRun): (Node | string)[] {
  if (state === "running") return ["The report that is written at the end of the run has them."];
  if (state !== "finished") return ["A report has them, which needs a run that is finished."];
  const command = createElement("code", {}, `deno task report ${name}`);
  return ["There is no report of this test yet: ", command, " writes it."];
}
