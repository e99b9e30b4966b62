import assert from "node:assert/strict";
import type { BrowserContextOptions, Page } from "playwright-core";
import type { ListedRun } from "../../../../pipeline/dashboard/api.ts";
import { testInBrowser } from "../../../_browser.ts";
import { SUREST_MISTAKES } from "../../run/_surest_mistakes.ts";
import {
  detailsOf,
  evaluationOf,
  previewOf,
  runOf,
  seriesOf,
  streamOf,
  viewsOf,
} from "./_fixtures.ts";
import { PageServer } from "./_page_server.ts";

/** The page in a browser, and what answers it. */
export interface PageSession {
  readonly server: PageServer;
  readonly open: (options?: BrowserContextOptions) => Promise<Page>;
  /** What went wrong in any page, as its console has it. */
  readonly complaints: string[];
}

/** Tests the page with two runs: one that trains, and one that is finished. */
export function testPage(name: string, work: (session: PageSession) => Promise<void>): void {
  testInBrowser(name, async (browser) => {
    await using server = new PageServer();
    answerAbout(server, [RUNNING, FINISHED]);
    await server.start();
    const complaints: string[] = [];
    const open = async (options?: BrowserContextOptions) => {
      const page = await browser.open(server.address, options);
      page.on("console", (message) => {
        if (message.type() === "error") complaints.push(message.text());
      });
      await page.getByText("live", { exact: true }).waitFor();
      return page;
    };
    await work({ server, open, complaints });
    // What the browser writes when the server is away, or refuses something.
    const other = complaints.filter((text) => !/^Failed to load resource|net::ERR_/.test(text));
    assert.deepEqual(other, []);
  });
}

/** A run that trains. */
export const RUNNING = runOf("a");

/** A run that is finished, and was tested. */
export const FINISHED = runOf("b", { state: "finished", steps: 200, test: { both: 0.92 } });

/** Makes up what the server answers about runs; only finished ones were tested. */
export function answerAbout({ answers }: PageServer, runs: readonly ListedRun[]): void {
  answers.set("runs", { runs });
  for (const run of runs) {
    const path = `runs/${run.key}`;
    answers.set(path, detailsOf(run));
    answers.set(`${path}/series`, seriesOf(run.steps));
    answers.set(`${path}/stream`, streamOf());
    answers.set(`${path}/views`, viewsOf());
    answers.set(`${path}/evaluation`, run.state === "finished" ? evaluationOf() : null);
    answers.set(`${path}/mistakes`, run.state === "finished" ? SUREST_MISTAKES : null);
    answers.set(`${path}/videos`, {
      total: 5,
      videos: [
        { number: 3, name: "nod/v1.mp4", probability: 0.93 },
        { number: 4, name: "nod/v2.mp4", probability: 0.7 },
      ],
    });
    answers.set(`${path}/videos/3`, previewOf("nod/v1.mp4"));
    answers.set(`${path}/videos/4`, previewOf("nod/v2.mp4"));
  }
}
