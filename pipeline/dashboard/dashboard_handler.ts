import type { Observable } from "rxjs";
import { answerJson } from "../local_page/answer_json.ts";
import { answerText } from "../local_page/answer_text.ts";
import { guardRequests } from "../local_page/guard_requests.ts";
import { refuse } from "../local_page/refuse.ts";
import { requirePlainFiles } from "../run/require_plain_files.ts";
import type { RunFolder } from "../run/run_folder.ts";
import { answerDashboardFile } from "./answer_dashboard_file.ts";
import type { LiveEvent, RunList } from "./api.ts";
import { BusyError } from "./busy_error.ts";
import { describeRun } from "./describe_run.ts";
import { eventStream } from "./event_stream.ts";
import { firstRun } from "./page/choice/first_run.ts";
import { RecentItems } from "./recent_items.ts";
import type { RunCatalog } from "./run_catalog.ts";
import { RunEvaluations } from "./run_evaluations.ts";
import { readCell } from "./read_cell.ts";
import { readRange } from "./read_range.ts";
import { RunSeries } from "./run_series.ts";
import { VideoPreviews, type VideoPreviewsOptions } from "./video_previews.ts";
import { watchRuns } from "./watch_runs.ts";

/** Options of {@linkcode dashboardHandler}. */
export interface DashboardHandlerOptions extends VideoPreviewsOptions {
  /** The runs that are shown. */
  readonly catalog: RunCatalog;
}

/** What serves the pages of the dashboard. */
export interface DashboardHandler {
  /** Answers a request. */
  readonly respond: (request: Request) => Promise<Response>;
  /**
   * Reads the metrics of the run that a page shows first, so that it need not wait for them.
   *
   * @throws {Error} If they cannot be read, which a page that asks for them learns as well.
   */
  readonly readFirstRun: () => Promise<void>;
}

/** Numbers of runs that are kept in memory: those of about ten runs of 100,000 steps. */
const KEPT_NUMBERS = 5e7;

/** Pages that may be open. */
const MAX_CLIENTS = 64;

/** An address about a run: its key, and what is asked for. */
const RUN_PATH = /^\/api\/runs\/([0-9a-f]+)(?:\/(.+))?$/;

/** The number of a tested video. */
const VIDEO_PATH = /^videos\/(\d{1,9})$/;

/**
 * Answers the requests of the dashboard, see api.ts. Runs and videos are named by keys and numbers,
 * never by paths. See {@linkcode guardRequests} for what is refused.
 */
export function dashboardHandler(
  options: DashboardHandlerOptions,
): DashboardHandler {
  const dashboard = new Dashboard(options);
  return {
    respond: guardRequests((request, url) => dashboard.respond(request, url)),
    readFirstRun: () => dashboard.readFirstRun(),
  };
}

/** What is kept between requests. */
class Dashboard {
  readonly #options: DashboardHandlerOptions;
  readonly #catalog: RunCatalog;
  readonly #events: Observable<LiveEvent>;
  readonly #series = new RecentItems<RunSeries>({
    limit: KEPT_NUMBERS,
    weigh: ({ size }) => size,
  });
  readonly #evaluations = new RunEvaluations();
  readonly #previews: VideoPreviews;
  #clients = 0;

  constructor(options: DashboardHandlerOptions) {
    this.#options = options;
    this.#catalog = options.catalog;
    this.#events = watchRuns(options.catalog);
    this.#previews = new VideoPreviews(options);
  }

  async readFirstRun(): Promise<void> {
    const first = firstRun(await this.#catalog.list());
    const run = first === undefined ? undefined : this.#catalog.find(first.key);
    if (run === undefined) return;
    requirePlainFiles(run);
    await this.#seriesOf(run).read();
  }

  async respond({ method }: Request, { pathname, searchParams }: URL): Promise<Response> {
    if (method !== "GET") return refuse(405, `${method} is not answered`);
    if (pathname === "/api/events") return this.#openEvents();
    if (pathname === "/api/runs") return answerJson(await this.#list());
    const [, key, part = ""] = RUN_PATH.exec(pathname) ?? [];
    if (key === undefined) return await answerDashboardFile(pathname);
    const run = this.#catalog.find(key);
    if (run === undefined) return refuse(404, "this run is not there, or not any more");
    requirePlainFiles(run);
    return await this.#respondAbout(run, part, searchParams);
  }

  async #respondAbout(run: RunFolder, part: string, query: URLSearchParams): Promise<Response> {
    switch (part) {
      case "":
        return answerJson(await describeRun(run));
      case "series":
        return await this.#sendSeries(run, query);
      case "stream":
        return answerJson(await run.readStream() ?? null);
      case "views":
        return answerJson(await run.readViews() ?? null);
      case "evaluation":
        return answerJson(await this.#evaluations.scores(run));
      case "mistakes":
        return answerJson(await run.readMistakes() ?? null);
      case "videos":
        return await this.#sendVideos(run, query);
    }
    const number = VIDEO_PATH.exec(part)?.[1];
    if (number === undefined) return refuse(404, `a run has no ${part}`);
    return await this.#sendPreview(run, Number(number));
  }

  async #list(): Promise<RunList> {
    return { runs: await this.#catalog.list() };
  }

  #openEvents(): Response {
    if (this.#clients === MAX_CLIENTS) return refuse(503, `${MAX_CLIENTS} pages are open already`);
    this.#clients++;
    const onEnd = () => {
      this.#clients--;
    };
    return eventStream(this.#events, { signal: this.#options.signal, onEnd });
  }

  async #sendSeries(run: RunFolder, query: URLSearchParams): Promise<Response> {
    const range = readRange(query);
    if (range === undefined) {
      return refuse(400, "points must be from 1 to 2000, from and to must be numbers of steps");
    }
    return answerText(await this.#seriesOf(run).answer(range), { type: "application/json" });
  }

  #seriesOf(run: RunFolder): RunSeries {
    const series = this.#series.get(run.path) ?? new RunSeries(run.metrics);
    this.#series.set(run.path, series);
    return series;
  }

  async #sendVideos(run: RunFolder, query: URLSearchParams): Promise<Response> {
    const cell = readCell(query);
    if (cell === undefined) {
      return refuse(400, "who must be an answerer, label and answer must be numbers of classes");
    }
    return answerJson(await this.#evaluations.videos(run, cell));
  }

  async #sendPreview(run: RunFolder, number: number): Promise<Response> {
    const prediction = (await this.#evaluations.predictions(run))[number];
    if (prediction === undefined) return refuse(404, `the run has no tested video ${number}`);
    try {
      return answerJson(await this.#previews.preview(run, prediction));
    } catch (error) {
      if (error instanceof BusyError) return refuse(503, error.message);
      throw error;
    }
  }
}
