import { DecodeError, findStoredFlow, type StoredFlow } from "../../datasets/mod.ts";
import { taskCommand } from "../terminal/task_command.ts";

/**
 * Finds the optical flow that `data prepare --flow` stored beside videos, each file once. Notifies
 * once of whether flow is read or computed, and of each file that cannot be used: its video's flow is
 * computed instead.
 */
export class StoredFlows {
  readonly #notify: (line: string) => void;
  readonly #found = new Map<string, Promise<StoredFlow | null>>();
  readonly #known = new Map<string, StoredFlow | null>();
  readonly #said = new Set<string>();

  /** @param notify Shows the user a line. */
  constructor(notify: (line: string) => void) {
    this.#notify = notify;
  }

  /** Returns the flow of a video; null if there is none that can be used. */
  find(video: string): Promise<StoredFlow | null> {
    const running = this.#found.get(video);
    if (running !== undefined) return running;
    const finding = this.#find(video);
    this.#found.set(video, finding);
    return finding;
  }

  /** Returns what {@linkcode find} found; undefined if it was not asked for, or is not ready. */
  known(video: string): StoredFlow | null | undefined {
    return this.#known.get(video);
  }

  async #find(video: string): Promise<StoredFlow | null> {
    const flow = await this.#read(video);
    this.#known.set(video, flow);
    this.#sayOnce(
      flow === null
        ? `flow: computed for each clip; ${taskCommand("data", "prepare", "--flow")} stores it once`
        : `flow: read from the files beside the videos (${flow.algorithm})`,
    );
    return flow;
  }

  async #read(video: string): Promise<StoredFlow | null> {
    try {
      return await findStoredFlow(video);
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      const { path, reason } = error;
      this.#notify(
        `flow: ${path}: ${reason}: not used, but computed for each clip; ` +
          `${taskCommand("data", "prepare", "--flow")} writes it again`,
      );
      return null;
    }
  }

  #sayOnce(line: string): void {
    if (this.#said.has(line)) return;
    this.#said.add(line);
    this.#notify(line);
  }
}
