/// <reference lib="dom" />
import type {
  EvaluationAnswer,
  ListedRun,
  MistakesAnswer,
  StreamAnswer,
  ViewsAnswer,
} from "../api.ts";
import { EvaluationSection } from "./evaluation/evaluation_section.ts";
import type { KnownRuns } from "./known_runs.ts";
import { MistakesSection } from "./mistakes/mistakes_section.ts";
import type { Messages } from "./server/messages.ts";
import type { RunRequests } from "./server/run_requests.ts";
import { describeBalance } from "./stream/describe_stream.ts";
import { type ShownStreamOptions, StreamSection } from "./stream/stream_section.ts";
import { ViewsSection } from "./views/views_section.ts";

/** Options of {@linkcode CurrentParts}. */
export interface CurrentPartsOptions {
  readonly runs: KnownRuns;
  readonly requests: RunRequests;
  readonly messages: Messages;
  /** Called when another state of the stream is shown. */
  readonly onStream: () => void;
}

/**
 * The parts of the page that show the current run alone: each asks for its own part of the run, and
 * shows it unless another run was opened meanwhile.
 */
export class CurrentParts {
  readonly #options: CurrentPartsOptions;
  readonly #stream = new StreamSection();
  readonly #views = new ViewsSection();
  readonly #evaluation: EvaluationSection;
  readonly #mistakes = new MistakesSection();
  #streamState: StreamAnswer = null;
  /** What was last said about the balance of the stream. */
  #balance = "";

  constructor(options: CurrentPartsOptions) {
    this.#options = options;
    this.#evaluation = new EvaluationSection((error) => options.messages.showProblem(error));
  }

  /** The state of the stream that is shown; null if there is none. */
  get streamState(): StreamAnswer {
    return this.#streamState;
  }

  /** Asks for all parts. */
  refresh(): void {
    this.#refreshStream();
    this.refreshViews();
    this.refreshEvaluation();
    this.refreshMistakes();
  }

  /** Asks for the clips that the networks saw last. */
  refreshViews(): void {
    this.#request<ViewsAnswer>("views", (views, run) => this.#views.show(run, views));
  }

  /** Asks for the scores on the test videos. */
  refreshEvaluation(): void {
    this.#request<EvaluationAnswer | null>(
      "evaluation",
      (evaluation, run) => this.#evaluation.show(run, evaluation),
    );
  }

  /** Asks for the surest mistakes. */
  refreshMistakes(): void {
    this.#request<MistakesAnswer>(
      "mistakes",
      (mistakes, run) => this.#mistakes.show(run, mistakes),
    );
  }

  /** Shows a state of the current run's stream. */
  showStream(state: StreamAnswer, options: ShownStreamOptions): void {
    const run = this.#options.runs.current;
    if (run === undefined) return;
    this.#streamState = state;
    this.#stream.show(run, state, options);
    this.#options.onStream();
    if (state === null || state.balance === null) return;
    const balance = describeBalance(state);
    if (this.#balance !== "" && balance !== this.#balance) this.#options.messages.announce(balance);
    this.#balance = balance;
  }

  /** Shows nothing, until there are answers about another run. */
  clear(): void {
    this.#streamState = null;
    this.#balance = "";
    for (const part of [this.#stream, this.#views, this.#evaluation, this.#mistakes]) part.clear();
  }

  #refreshStream(): void {
    this.#request<StreamAnswer>("stream", (state) => this.showStream(state, { isNews: false }));
  }

  #request<T>(what: string, show: (answer: T, run: ListedRun) => void): void {
    const { runs, requests } = this.#options;
    const key = runs.chosen.current;
    if (key === null) return;
    requests.part<T>(`runs/${key}/${what}`, (answer) => {
      const run = runs.current;
      if (run?.key === key) show(answer, run);
    });
  }
}
