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
  MistakesAnswer,
  RunDetails,
  SeriesAnswer,
  StreamAnswer,
  ViewsAnswer,
} from "../api.ts";
import type { StreamState } from "../../run/stream_state.ts";
import { ChartsSection } from "./charts/charts_section.ts";
import { ConfidencePanels } from "./charts/confidence_panels.ts";
import { curveStyle } from "./charts/curve_style.ts";
import { findElement } from "./dom/find_element.ts";
import { EvaluationSection } from "./evaluation/evaluation_section.ts";
import { MistakesSection } from "./mistakes/mistakes_section.ts";
import {
  type ChosenRuns,
  keepKnownRuns,
  openRun,
  readChosenRuns,
  toggleRun,
  writeChosenRuns,
} from "./choice/chosen_runs.ts";
import { describeChanges } from "./runs/describe_changes.ts";
import { RunHeader } from "./runs/run_header.ts";
import { RunTable } from "./runs/run_table.ts";
import { Connection, type ConnectionState } from "./server/connection.ts";
import { Messages } from "./server/messages.ts";
import { RunRequests } from "./server/run_requests.ts";
import { SettingsSection } from "./settings/settings_section.ts";
import { describeBalance } from "./stream/describe_stream.ts";
import { type ShownStreamOptions, StreamSection } from "./stream/stream_section.ts";
import { ViewsSection } from "./views/views_section.ts";

/** What is known of the runs, and the parts of the page that show it. */
class Dashboard {
  readonly #header = new RunHeader();
  readonly #table = new RunTable({
    onToggle: (key) => this.#choose(toggleRun(this.#chosen, key)),
    onOpen: (key) => this.#choose(openRun(this.#chosen, key)),
  });
  readonly #stream = new StreamSection();
  readonly #charts = new ChartsSection(() => this.#showOtherSteps());
  readonly #confidence = new ConfidencePanels();
  readonly #views = new ViewsSection();
  readonly #messages = new Messages();
  readonly #requests = new RunRequests((error) => this.#messages.showProblem(error));
  readonly #evaluation = new EvaluationSection((error) => this.#messages.showProblem(error));
  readonly #mistakes = new MistakesSection();
  readonly #settings = new SettingsSection();
  readonly #waiting = findElement("waiting");
  readonly #parts = findElement("run-parts");
  readonly #connection = new Connection({
    onEvent: (event) => this.#hear(event),
    onState: (state) => this.#showConnection(state),
  });
  #connected: ConnectionState = "connecting";
  #runs: readonly ListedRun[] = [];
  #chosen: ChosenRuns = readChosenRuns(location.search);
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
        this.#messages.hideProblem();
        this.#refreshRuns();
        this.#refreshChosen();
        return this.#requests.hurry();
      case "runs":
        return this.#refreshRuns();
      case "series":
        if (shown.includes(event.run)) this.#refreshSeries(event.run);
        return;
      case "stream":
        this.#countSteps(event.run, event.state);
        if (event.run === current) this.#showStream(event.state, { isNews: true });
        return;
      case "views":
        if (event.run === current) this.#refreshViews();
        return;
      case "evaluation":
        if (event.run !== current) return;
        this.#refreshEvaluation();
        // Those of another test are not shown.
        return this.#refreshMistakes();
      case "mistakes":
        if (event.run === current) this.#refreshMistakes();
        return;
      case "problem":
        if (shown.includes(event.run)) this.#messages.showProblem(new Error(event.problem));
    }
  }

  #refreshRuns(): void {
    this.#requests.runs(({ runs }) => {
      const changes = describeChanges(this.#runs, runs);
      if (changes !== "") this.#messages.announce(changes);
      const before = this.#currentRun();
      this.#runs = runs;
      const chosen = keepKnownRuns(this.#chosen, runs);
      if (JSON.stringify(chosen) !== JSON.stringify(this.#chosen)) return this.#choose(chosen);
      this.#showRuns();
      // Parts say something else of a run that has ended, and nothing before the first list.
      if (before?.state !== this.#currentRun()?.state) return this.#refreshChosen();
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
    this.#refreshMistakes();
  }

  #refreshSeries(key: string): void {
    const show = (series: SeriesAnswer) => {
      this.#series.set(key, series);
      this.#showCurves();
    };
    this.#requests.series(key, { range: this.#charts.range, show });
  }

  #refreshDetails(key: string): void {
    this.#requests.details(key, (details) => {
      this.#details.set(key, details);
      this.#showSettings();
      this.#showConfidence();
    });
  }

  #refreshStream(): void {
    this.#refreshCurrent<StreamAnswer>(
      "stream",
      (state) => this.#showStream(state, { isNews: false }),
    );
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

  #refreshMistakes(): void {
    this.#refreshCurrent<MistakesAnswer>(
      "mistakes",
      (mistakes, run) => this.#mistakes.show(run, mistakes),
    );
  }

  /** Asks for something of the current run, and shows it unless another run was opened meanwhile. */
  #refreshCurrent<T>(what: string, show: (answer: T, run: ListedRun) => void): void {
    const key = this.#chosen.current;
    if (key === null) return;
    this.#requests.part<T>(`runs/${key}/${what}`, (answer) => {
      const run = this.#currentRun();
      if (run?.key === key) show(answer, run);
    });
  }

  #choose(chosen: ChosenRuns): void {
    const isOther = chosen.current !== this.#chosen.current;
    this.#chosen = chosen;
    history.replaceState(null, "", writeChosenRuns(chosen) + location.hash);
    if (isOther) this.#clearParts();
    this.#showRuns();
    this.#showCurves();
    this.#showSettings();
    this.#refreshChosen();
    this.#requests.hurry();
  }

  /** Nothing of one run may be seen below the name of another, also if its answers never come. */
  #clearParts(): void {
    this.#charts.reset();
    this.#streamState = null;
    this.#heard = "";
    const parts = [
      this.#stream,
      this.#confidence,
      this.#views,
      this.#evaluation,
      this.#mistakes,
      this.#settings,
    ];
    for (const part of parts) part.clear();
  }

  #showOtherSteps(): void {
    for (const key of this.#chosen.shown) this.#refreshSeries(key);
    this.#requests.hurry();
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
    // A run that is configured by epochs counts its steps only when it starts.
    const totalSteps = run.totalSteps ?? this.#streamState?.totalSteps ?? null;
    this.#header.show({ ...run, totalSteps }, { steps, series: this.#series.get(run.key) });
  }

  /** The list of runs is not sent again for each step. */
  #countSteps(key: string, { step, totalSteps }: StreamState): void {
    const counted = (run: ListedRun) => run.key === key ? { ...run, steps: step, totalSteps } : run;
    this.#runs = this.#runs.map(counted);
    this.#table.showSteps(this.#runs);
  }

  #showStream(state: StreamAnswer, options: ShownStreamOptions): void {
    const run = this.#currentRun();
    if (run === undefined) return;
    this.#streamState = state;
    this.#stream.show(run, state, options);
    this.#showHeader();
    if (state === null || state.balance === null) return;
    const balance = describeBalance(state);
    if (this.#heard !== "" && balance !== this.#heard) this.#messages.announce(balance);
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
    const run = this.#currentRun();
    const series = this.#series.get(run?.key ?? "");
    if (run === undefined || series === undefined) return;
    const threshold = this.#details.get(run.key)?.threshold ?? null;
    this.#confidence.show(series, { run: run.name, threshold });
  }

  #showSettings(): void {
    const shown = this.#chosen.shown.flatMap((key) => this.#details.get(key) ?? []);
    const current = this.#details.get(this.#chosen.current ?? "");
    if (current !== undefined) this.#settings.show(current, shown);
  }

  #showConnection(state: ConnectionState): void {
    const before = this.#connected;
    if (state === before) return;
    this.#connected = state;
    this.#header.showConnection(state);
    if (state === "lost") this.#messages.announce("The connection to the program is lost.");
    if (state === "live" && before === "lost") this.#messages.announce("Connected again.");
  }

  #currentRun(): ListedRun | undefined {
    return this.#runs.find(({ key }) => key === this.#chosen.current);
  }
}

new Dashboard().start();
