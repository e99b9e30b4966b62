import { dashboardHandler } from "../dashboard/dashboard_handler.ts";
import { endOfParent } from "../dashboard/end_of_parent.ts";
import { RunCatalog } from "../dashboard/run_catalog.ts";
import { servePage } from "../local_page/serve_page.ts";
import { findRunFolder } from "../run/find_run_folder.ts";
import { processTerminal } from "../terminal/process_terminal.ts";
import { Progress } from "../terminal/progress.ts";
import type { WorkOptions } from "../terminal/work_options.ts";
import { readRunConfig } from "./read_run_config.ts";
import { withProgress } from "./with_progress.ts";

/** Options of `deno task dashboard`. */
export interface DashboardCommandOptions {
  /** Names or paths of the runs; all in the folder of runs, also later ones, if there are none. */
  readonly runs: readonly string[];
  /** Port of the page; 0 for any that is free. If omitted, the first free one of some. */
  readonly port?: number | undefined;
  /** Whether it was started by a training, and ends with it. */
  readonly beside: boolean;
}

/** Ports that are tried if the user names none. */
const PORTS = { port: 8766, otherPorts: 20 };

/**
 * Shows runs in the browser, those that train too, until it is interrupted.
 *
 * @returns The exit code.
 * @throws {RunFolderError} If there is no such run.
 * @throws {Error} If the port is used by another program.
 */
export async function dashboardCommand(options: DashboardCommandOptions): Promise<number> {
  const named = options.runs.map((run) => findRunFolder(run));
  const catalog = new RunCatalog(named.length === 0 ? undefined : named);
  const { port, beside } = options;
  const ports = port === undefined ? PORTS : { port };
  const serve = async (work: WorkOptions, ending: string) => {
    const handler = dashboardHandler({ ...work, catalog, readConfig: readRunConfig });
    const onListen = (address: string) => {
      work.progress.note(`Open ${address} ${ending}`);
      // What cannot be read is reported to the page that asks for it.
      handler.readFirstRun().catch(() => {});
    };
    await servePage(handler.respond, { ...ports, signal: work.signal, onListen });
    return 0;
  };
  if (!beside) {
    return await withProgress({ first: "Stopping." }, (work) => {
      return serve(work, "to see the runs; Ctrl-C ends");
    });
  }
  const work = { signal: endOfParent(), progress: new Progress(processTerminal()) };
  return await serve(work, "to see the run while it trains");
}
