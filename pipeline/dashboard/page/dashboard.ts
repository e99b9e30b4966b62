/// <reference lib="dom" />
/**
 * The dashboard in the browser: it hears what changes, asks the server for what is shown, and hands
 * it to the parts of the page.
 *
 * @module
 */
import type { LiveEvent, SeriesAnswer } from "../api.ts";
import { ChartsSection } from "./charts/charts_section.ts";
import { ConfidencePanels } from "./charts/confidence_panels.ts";
import {
  type ChosenRuns,
  keepKnownRuns,
  openRun,
  readChosenRuns,
  toggleRun,
  writeChosenRuns,
} from "./choice/chosen_runs.ts";
import { CurrentParts } from "./current_parts.ts";
import { findElement } from "./dom/find_element.ts";
import { KnownRuns } from "./known_runs.ts";
import { describeChanges } from "./runs/describe_changes.ts";
import { RunHeader } from "./runs/run_header.ts";
import { RunTable } from "./runs/run_table.ts";
import { Connection, type ConnectionState } from "./server/connection.ts";
import { Messages } from "./server/messages.ts";
import { RunRequests } from "./server/run_requests.ts";
import { SettingsSection } from "./settings/settings_section.ts";

/** Brings the page up to date with what the server reports, and with what the reader chooses. */
class Dashboard {
  readonly #runs = new KnownRuns(readChosenRuns(location.search));
  readonly #messages = new Messages();
  readonly #requests = new RunRequests((error) => this.#messages.showProblem(error));
  readonly #header = new RunHeader();
  readonly #table = new RunTable({
    onToggle: (key) => this.#choose(toggleRun(this.#runs.chosen, key)),
    onOpen: (key) => this.#choose(openRun(this.#runs.chosen, key)),
  });
  readonly #charts = new ChartsSection(() => this.#showOtherSteps());
  readonly #confidence = new ConfidencePanels();
  readonly #settings = new SettingsSection();
  readonly #current = new CurrentParts({
    runs: this.#runs,
    requests: this.#requests,
    messages: this.#messages,
    onStream: () => this.#showHeader(),
  });
  readonly #waiting = findElement("waiting");
  readonly #parts = findElement("run-parts");
  readonly #connection = new Connection({
    onEvent: (event) => this.#hear(event),
    onState: (state) => this.#showConnection(state),
  });
  #connected: ConnectionState = "connecting";

  start(): void {
    this.#connection.start();
  }

  /** What the server reports; what it does not is asked for again with each connection. */
  #hear(event: LiveEvent): void {
    const { current, shown } = this.#runs.chosen;
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
        this.#runs.countSteps(event.run, event.state);
        this.#table.showSteps(this.#runs.list);
        if (event.run === current) this.#current.showStream(event.state, { isNews: true });
        return;
      case "views":
        if (event.run === current) this.#current.refreshViews();
        return;
      case "evaluation":
        if (event.run !== current) return;
        this.#current.refreshEvaluation();
        // Those of another test are not shown.
        return this.#current.refreshMistakes();
      case "mistakes":
        if (event.run === current) this.#current.refreshMistakes();
        return;
      case "problem":
        if (shown.includes(event.run)) this.#messages.showProblem(new Error(event.problem));
    }
  }

  #refreshRuns(): void {
    this.#requests.runs(({ runs }) => {
      const changes = describeChanges(this.#runs.list, runs);
      if (changes !== "") this.#messages.announce(changes);
      const before = this.#runs.current;
      this.#runs.list = runs;
      const { chosen } = this.#runs;
      const kept = keepKnownRuns(chosen, runs);
      if (JSON.stringify(kept) !== JSON.stringify(chosen)) return this.#choose(kept);
      this.#showRuns();
      // Parts say something else of a run that has ended, and nothing before the first list.
      if (before?.state !== this.#runs.current?.state) return this.#refreshChosen();
      for (const key of chosen.shown) this.#refreshDetails(key);
    });
  }

  /** Asks for all that is shown of the chosen runs. */
  #refreshChosen(): void {
    for (const key of this.#runs.chosen.shown) {
      this.#refreshSeries(key);
      this.#refreshDetails(key);
    }
    this.#current.refresh();
  }

  #refreshSeries(key: string): void {
    const show = (series: SeriesAnswer) => {
      this.#runs.series.set(key, series);
      this.#showCurves();
    };
    this.#requests.series(key, { range: this.#charts.range, show });
  }

  #refreshDetails(key: string): void {
    this.#requests.details(key, (details) => {
      this.#runs.details.set(key, details);
      this.#showSettings();
      this.#showConfidence();
    });
  }

  #choose(chosen: ChosenRuns): void {
    const isOther = chosen.current !== this.#runs.chosen.current;
    this.#runs.chosen = chosen;
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
    for (const part of [this.#current, this.#confidence, this.#settings]) part.clear();
  }

  #showOtherSteps(): void {
    for (const key of this.#runs.chosen.shown) this.#refreshSeries(key);
    this.#requests.hurry();
  }

  #showRuns(): void {
    const { list, chosen } = this.#runs;
    this.#table.show(list, chosen);
    this.#waiting.hidden = true;
    this.#parts.hidden = list.length === 0;
    if (list.length === 0) this.#header.showNone();
    this.#showHeader();
  }

  #showHeader(): void {
    const run = this.#runs.current;
    if (run === undefined) return;
    const { streamState } = this.#current;
    const steps = Math.max(run.steps, streamState?.step ?? 0);
    // A run that is configured by epochs counts its steps only when it starts.
    const totalSteps = run.totalSteps ?? streamState?.totalSteps ?? null;
    this.#header.show({ ...run, totalSteps }, { steps, series: this.#runs.series.get(run.key) });
  }

  #showCurves(): void {
    this.#charts.show(this.#runs.curves);
    this.#showConfidence();
    this.#showHeader();
  }

  #showConfidence(): void {
    const { current, series, details } = this.#runs;
    const shown = series.get(current?.key ?? "");
    if (current === undefined || shown === undefined) return;
    const threshold = details.get(current.key)?.threshold ?? null;
    this.#confidence.show(shown, { run: current.name, threshold });
  }

  #showSettings(): void {
    const { chosen, details, shownDetails } = this.#runs;
    const current = details.get(chosen.current ?? "");
    if (current !== undefined) this.#settings.show(current, shownDetails);
  }

  #showConnection(state: ConnectionState): void {
    const before = this.#connected;
    if (state === before) return;
    this.#connected = state;
    this.#header.showConnection(state);
    if (state === "lost") this.#messages.announce("The connection to the program is lost.");
    if (state === "live" && before === "lost") this.#messages.announce("Connected again.");
  }
}

new Dashboard().start();
