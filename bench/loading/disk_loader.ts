import { join } from "node:path";
import { type FrameCache, FrameFile } from "../../datasets/mod.ts";
import { planDecoder, type PlannedLoading } from "./loading_plan.ts";
import { loadOurs } from "./our_loader.ts";
import { dropPageCache } from "./page_cache.ts";

/** Options of {@linkcode DiskLoader}. */
export interface DiskLoaderOptions {
  readonly ffmpegPath: string;
  /** Where decoded videos are kept. */
  readonly folder: string;
  /** Whether what is known of the videos is used; if not, they are probed in the first epoch. */
  readonly probed: boolean;
}

/** Our loader with whole decoded videos kept on disk: in a first epoch, and in those that follow. */
export class DiskLoader implements Disposable {
  readonly #planned: PlannedLoading;
  readonly #options: DiskLoaderOptions;
  #disk: FrameFile | undefined;
  #decoder: FrameCache | undefined;

  constructor(planned: PlannedLoading, options: DiskLoaderOptions) {
    this.#planned = planned;
    this.#options = options;
  }

  /**
   * Loads all windows, and keeps their videos, in place of those of the call before.
   *
   * @returns Seconds.
   * @throws {Error} If a video is not kept.
   */
  async fill(): Promise<number> {
    const { ffmpegPath, folder, probed } = this.#options;
    this[Symbol.dispose]();
    this.#disk = await FrameFile.open(join(folder, "disk"), {
      budgetBytes: Infinity,
      leaveBytes: 0,
    });
    const decoder = planDecoder(ffmpegPath, this.#disk);
    const seconds = await loadOurs(this.#planned, { decoder, probed });
    const lost = this.#planned.plan.windows.find((window) => !decoder.holds(window));
    if (lost !== undefined) {
      throw new Error(`Cannot measure videos on disk as all must be kept: ${lost.path} is not`);
    }
    this.#decoder = decoder;
    return seconds;
  }

  /**
   * Loads all windows from disk.
   *
   * @param file Where the bytes of all windows are written to; nowhere if omitted.
   * @returns Seconds.
   */
  async load(file?: string): Promise<number> {
    if (this.#decoder === undefined) throw new Error("Cannot load from disk as fill() comes first");
    return await loadOurs(this.#planned, { decoder: this.#decoder, probed: true, file });
  }

  /**
   * Loads all windows from the disk itself, not from what the system has in memory of it. The videos'
   * own files are in memory afterwards, as they were before.
   *
   * @returns Seconds.
   * @throws {Error} If the system's memory cannot be emptied.
   */
  async loadCold(): Promise<number> {
    if (!await dropPageCache()) {
      throw new Error("Cannot read from disk as only root can drop pages");
    }
    const seconds = await this.load();
    for (const path of this.#planned.videos.keys()) await Deno.readFile(path);
    return seconds;
  }

  /** Gives the disk space back. */
  [Symbol.dispose](): void {
    this.#disk?.[Symbol.dispose]();
    this.#disk = undefined;
    this.#decoder = undefined;
  }
}
