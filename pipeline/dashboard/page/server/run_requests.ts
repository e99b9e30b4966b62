import type { RunDetails, RunList, SeriesAnswer } from "../../api.ts";
import { askServer } from "./ask_server.ts";
import { Refresher } from "./refresher.ts";

/** Options of {@linkcode RunRequests.series}. */
export interface SeriesRequest {
  /** The steps that are wanted; null for all. */
  readonly range: { readonly from: number; readonly to: number } | null;
  readonly show: (series: SeriesAnswer) => void;
}

/** Points of each curve: about as many as there are pixels for. */
const POINTS = 300;

/** Time between two requests for the same thing, in milliseconds. */
const PAUSE_MS = 2500;

/** Asks the server about runs: for each thing not more often than a reader can follow. */
export class RunRequests {
  readonly #refresher: Refresher;

  /** @param onError Called if the server does not answer, or what it answers cannot be shown. */
  constructor(onError: (error: unknown) => void) {
    this.#refresher = new Refresher({ pauseMs: PAUSE_MS, onError });
  }

  /** Asks which runs there are. */
  runs(show: (list: RunList) => void): void {
    this.#ask("runs", show);
  }

  /** Asks for the curves of a run. */
  series(key: string, { range, show }: SeriesRequest): void {
    const query = new URLSearchParams({ points: String(POINTS) });
    if (range !== null) {
      query.set("from", String(range.from));
      query.set("to", String(range.to));
    }
    this.#ask(`runs/${key}/series`, show, { query: `?${query}` });
  }

  /** Asks for a run as a whole. */
  details(key: string, show: (details: RunDetails) => void): void {
    this.#ask(`runs/${key}`, show);
  }

  /** Asks for a part of a run that is shown of one run only, such as `stream`. */
  part<T>(path: string, show: (answer: T) => void): void {
    this.#ask(path, show);
  }

  /** Asks now for what waits, as somebody looks. */
  hurry(): void {
    this.#refresher.endPauses();
  }

  #ask<T>(
    path: string,
    show: (answer: T) => void,
    { query = "" }: { readonly query?: string } = {},
  ): void {
    this.#refresher.request(path, async () => show(await askServer<T>(path + query)));
  }
}
