/// <reference lib="dom" />
/**
 * The dashboard in the browser: it hears what changes, asks the server for what is shown, and hands
 * it to the parts of the page.
 *
 * @module
 */
import type {
  EvaluationAnswer,
  ListedRun,
  LiveEvent,
  RunDetails,
  RunList,
  SeriesAnswer,
  StreamAnswer,
  ViewsAnswer,
} from "../api.ts";
import { ChartsSection, type StepRange } from "./charts/charts_section.ts";
import { ConfidenceSection } from "./charts/confidence_section.ts";
import { curveStyle } from "./charts/curve_style.ts";
import { findElement } from "./dom/find_element.ts";
import { setText } from "./dom/set_text.ts";
import { EvaluationSection } from "./evaluation/evaluation_section.ts";
import {
  type ChosenRuns,
  keepKnownRuns,
  openRun,
  readChosenRuns,
  toggleRun,
  writeChosenRuns,
} from "./runs/chosen_runs.ts";
import { describeState } from "./runs/describe_state.ts";
import { RunHeader } from "./runs/run_header.ts";
import { RunTable } from "./runs/run_table.ts";
import { timeLeft } from "./runs/time_left.ts";
import { askServer } from "./server/ask_server.ts";
import { Connection, type ConnectionState } from "./server/connection.ts";
import { Refresher } from "./server/refresher.ts";
import { UnreachableError } from "./server/unreachable_error.ts";
import { SettingsSection } from "./settings/settings_section.ts";
import { describeBalance } from "./stream/describe_stream.ts";
import { StreamSection } from "./stream/stream_section.ts";
import { formatNumber } from "./text/format_number.ts";
import { ViewsSection } from "./views/views_section.ts";

/** Points of each curve: about as many as there are pixels for. */
const POINTS = 300;

/** Time between two requests for the same thing. */
const PAUSE_MS = 2500;

class Dashboard {
  readonly #header = new RunHeader();
  readonly #table = new RunTable({
    onToggle: (key) => this.#choose(toggleRun(this.#chosen, key)),
    onOpen: (key) => this.#choose(openRun(this.#chosen, key)),
  });
  readonly #stream = new StreamSection();
  readonly #charts = new ChartsSection((range) => this.#setRange(range));
  readonly #confidence = new ConfidenceSection();
  readonly #views = new ViewsSection();
  readonly #evaluation = new EvaluationSection((error) => this.#showProblem(error));
  readonly #settings = new SettingsSection();
  readonly #waiting = findElement("waiting");
  readonly #parts = findElement("run-parts");
  readonly #problem = findElement("problem");
  readonly #announcement = findElement("announcement");
  readonly #refresher = new Refresher({
    pauseMs: PAUSE_MS,
    onError: (error) => this.#showProblem(error),
  });
  readonly #connection = new Connection({
    onEvent: (event) => this.#hear(event),
    onState: (state) => this.#showConnection(state),
  });
  #connected: ConnectionState = "connecting";
  #runs: readonly ListedRun[] = [];
  #chosen: ChosenRuns = readChosenRuns(location.search);
  #range: StepRange = null;
  readonly #series = new Map<string, SeriesAnswer>();
  readonly #details = new Map<string, RunDetails>();
  #streamState: StreamAnswer = null;
  #heard = "";

  start(): void {
    this.#connection.start();
  }

  /** What the server reports; what it does not is asked for again with each connection. */
  #hear(event: LiveEvent): void {
    const { current, shown } = this.#chosen;
    switch (event.what) {
      case "connected":
        this.#problem.hidden = true;
        this.#refreshRuns();
        this.#refreshChosen();
        return this.#refresher.endPauses();
      case "runs":
        return this.#refreshRuns();
      case "series":
        if (shown.includes(event.run)) this.#refreshSeries(event.run);
        return;
      case "stream":
        if (event.run === current) this.#showStream(event.state);
        return;
      case "views":
        if (event.run === current) this.#refreshViews();
        return;
      case "evaluation":
        if (event.run === current) this.#refreshEvaluation();
    }
  }

  #refreshRuns(): void {
    this.#refresher.request("runs", async () => {
      const { runs } = await askServer<RunList>("runs");
      this.#announceChanges(runs);
      this.#runs = runs;
      const chosen = keepKnownRuns(this.#chosen, runs);
      if (JSON.stringify(chosen) !== JSON.stringify(this.#chosen)) return this.#choose(chosen);
      this.#showRuns();
      for (const key of this.#chosen.shown) this.#refreshDetails(key);
    });
  }

  /** Asks for all that is shown of the chosen runs. */
  #refreshChosen(): void {
    for (const key of this.#chosen.shown) {
      this.#refreshSeries(key);
      this.#refreshDetails(key);
    }
    this.#refreshStream();
    this.#refreshViews();
    this.#refreshEvaluation();
  }

  #refreshSeries(key: string): void {
    this.#refresher.request(`series of ${key}`, async () => {
      const query = new URLSearchParams({ points: String(POINTS) });
      if (this.#range !== null) {
        query.set("from", String(this.#range.from));
        query.set("to", String(this.#range.to));
      }
      this.#series.set(key, await askServer<SeriesAnswer>(`runs/${key}/series?${query}`));
      this.#showCurves();
    });
  }

  #refreshDetails(key: string): void {
    this.#refresher.request(`details of ${key}`, async () => {
      this.#details.set(key, await askServer<RunDetails>(`runs/${key}`));
      this.#showSettings();
      this.#showConfidence();
    });
  }

  #refreshStream(): void {
    this.#refreshCurrent<StreamAnswer>("stream", (state) => this.#showStream(state));
  }

  #refreshViews(): void {
    this.#refreshCurrent<ViewsAnswer>("views", (views, run) => this.#views.show(run, views));
  }

  #refreshEvaluation(): void {
    this.#refreshCurrent<EvaluationAnswer | null>(
      "evaluation",
      (evaluation, run) => this.#evaluation.show(run, evaluation),
    );
  }

  /** Asks for something of the current run, and shows it unless another run was opened meanwhile. */
  #refreshCurrent<T>(what: string, show: (answer: T, run: ListedRun) => void): void {
    const key = this.#chosen.current;
    if (key === null) return;
    this.#refresher.request(`${what} of ${key}`, async () => {
      const answer = await askServer<T>(`runs/${key}/${what}`);
      const run = this.#currentRun();
      if (run?.key === key) show(answer, run);
    });
  }

  #choose(chosen: ChosenRuns): void {
    const isOther = chosen.current !== this.#chosen.current;
    this.#chosen = chosen;
    history.replaceState(null, "", writeChosenRuns(chosen) + location.hash);
    if (isOther) {
      this.#streamState = null;
      this.#heard = "";
    }
    this.#showRuns();
    this.#showCurves();
    this.#refreshChosen();
  }

  #setRange(range: StepRange): void {
    this.#range = range;
    for (const key of this.#chosen.shown) this.#refreshSeries(key);
    this.#refresher.endPauses();
  }

  #showRuns(): void {
    this.#table.show(this.#runs, this.#chosen);
    this.#waiting.hidden = true;
    this.#parts.hidden = this.#runs.length === 0;
    if (this.#runs.length === 0) this.#header.showNone();
    this.#showHeader();
  }

  #showHeader(): void {
    const run = this.#currentRun();
    if (run === undefined) return;
    const steps = Math.max(run.steps, this.#streamState?.step ?? 0);
    const series = this.#series.get(run.key);
    const secondsLeft = series === undefined || run.totalSteps === null
      ? null
      : timeLeft(series, run.totalSteps - steps);
    this.#header.show(run, { steps, secondsLeft });
  }

  #showStream(state: StreamAnswer): void {
    const run = this.#currentRun();
    if (run === undefined) return;
    this.#streamState = state;
    this.#stream.show(run, state);
    this.#showHeader();
    if (state === null || state.balance === null) return;
    const balance = describeBalance(state);
    if (this.#heard !== "" && balance !== this.#heard) this.#announce(balance);
    this.#heard = balance;
  }

  #showCurves(): void {
    const runs = this.#chosen.shown.flatMap((key, index) => {
      const run = this.#runs.find((listed) => listed.key === key);
      const series = this.#series.get(key);
      if (run === undefined || series === undefined) return [];
      return [{ name: run.name, series, style: curveStyle(index) }];
    });
    this.#charts.show(runs);
    this.#showConfidence();
    this.#showHeader();
  }

  #showConfidence(): void {
    const key = this.#chosen.current ?? "";
    const series = this.#series.get(key);
    if (series === undefined) return;
    this.#confidence.show(series, this.#details.get(key)?.threshold ?? null);
  }

  #showSettings(): void {
    const shown = this.#chosen.shown.flatMap((key) => this.#details.get(key) ?? []);
    const current = this.#details.get(this.#chosen.current ?? "");
    if (current !== undefined) this.#settings.show(current, shown);
  }

  #announceChanges(runs: readonly ListedRun[]): void {
    for (const run of runs) {
      const before = this.#runs.find(({ key }) => key === run.key);
      if (before !== undefined && before.state !== run.state) {
        this.#announce(`Run ${run.name}: ${describeState(run)}, step ${formatNumber(run.steps)}`);
      }
    }
  }

  #showConnection(state: ConnectionState): void {
    const before = this.#connected;
    if (state === before) return;
    this.#connected = state;
    this.#header.showConnection(state);
    if (state === "lost") this.#announce("The connection to the program is lost.");
    if (state === "live" && before === "lost") this.#announce("Connected again.");
  }

  /** Says something to readers who do not see what changes: rarely, and only what matters. */
  #announce(text: string): void {
    setText(this.#announcement, text);
  }

  #showProblem(error: unknown): void {
    // The header says so, and whatever was asked for is asked for again later.
    if (error instanceof UnreachableError) return;
    setText(this.#problem, error instanceof Error ? error.message : String(error));
    this.#problem.hidden = false;
    if (error instanceof TypeError) throw error;
  }

  #currentRun(): ListedRun | undefined {
    return this.#runs.find(({ key }) => key === this.#chosen.current);
  }
}

new Dashboard().start();
