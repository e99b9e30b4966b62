/// <reference lib="dom" />
import type { EvaluationAnswer, ListedRun } from "../../api.ts";
import { createElement } from "../dom/create_element.ts";
import { findElement } from "../dom/find_element.ts";
import { setText } from "../dom/set_text.ts";
import { countOf } from "../text/count_of.ts";
import { formatPercent } from "../text/format_percent.ts";
import { classScores } from "./class_scores.ts";
import { ClassTable } from "./class_table.ts";
import type { ConfusionCell } from "./confusion_cell.ts";
import { ConfusionMatrix } from "./confusion_matrix.ts";
import { describeCell } from "./describe_cell.ts";
import { VideoList } from "./video_list.ts";

/** Shows how a run did on its test videos. */
export class EvaluationSection {
  readonly #empty = findElement("evaluation-empty");
  readonly #shown = findElement("evaluation-shown");
  readonly #who = findElement("evaluation-who", HTMLSelectElement);
  readonly #score = findElement("evaluation-score");
  readonly #matrix = new ConfusionMatrix((cell) => this.#open(cell));
  readonly #table = new ClassTable((cell) => this.#open(cell));
  readonly #onError: (error: unknown) => void;
  readonly #videos: VideoList;
  #run: ListedRun | undefined;
  #evaluation: EvaluationAnswer | null = null;
  #drawn = "";

  /** @param onError Called if videos cannot be shown. */
  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
    this.#videos = new VideoList(onError);
    this.#who.addEventListener("change", () => this.#update());
  }

  /** Shows the scores, or says why there are none. */
  show(run: ListedRun, evaluation: EvaluationAnswer | null): void {
    this.#run = run;
    this.#evaluation = evaluation;
    const who = Object.keys(evaluation?.scores ?? {});
    this.#empty.hidden = who.length > 0;
    this.#shown.hidden = who.length === 0;
    setText(this.#empty, describeAbsence(run));
    const drawn = JSON.stringify([run.key, evaluation]);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    this.#videos.hide();
    this.#who.replaceChildren(...who.map((name) => createElement("option", { value: name }, name)));
    if (who.includes("both")) this.#who.value = "both";
    this.#update();
  }

  /** Shows nothing, until there is an answer about another run. */
  clear(): void {
    this.#run = undefined;
    this.#evaluation = null;
    this.#drawn = "";
    this.#empty.hidden = true;
    this.#shown.hidden = true;
    this.#videos.hide();
  }

  #update(): void {
    const scores = this.#evaluation?.scores[this.#who.value];
    if (scores === undefined || this.#evaluation === null) return;
    const { classes } = this.#evaluation;
    const top5 = scores.top5 === null ? "" : `, top-5 ${formatPercent(scores.top5)}`;
    const text = scores.top1 === null
      ? "There are no test videos."
      : `Top-1 ${formatPercent(scores.top1)}${top5} of ${countOf(scores.videos, "test video")}.`;
    setText(this.#score, text);
    this.#matrix.show(scores.confusion, classes);
    this.#table.show(classScores(scores, classes), classes);
  }

  #open(cell: ConfusionCell): void {
    if (this.#run === undefined || this.#evaluation === null) return;
    if (!this.#evaluation.hasVideos) {
      this.#onError(new Error("This run has kept no answers of single videos: evaluate it again."));
      return;
    }
    const title = describeCell(cell, this.#evaluation.classes);
    this.#videos.show({ run: this.#run.key, who: this.#who.value, cell, title })
      .catch(this.#onError);
  }
}

function describeAbsence({ state }: ListedRun): string {
  switch (state) {
    case "running":
      return "The run is tested at its end; until then the curves have its scores on the " +
        "validation videos, if it has any.";
    case "finished":
      return "This run was not tested, or has no test videos.";
    default:
      return "This run ended before it was tested.";
  }
}
