import { basename, dirname, extname, join, resolve } from "node:path";
import { RUN_FILE_NAMES } from "./_run_file_names.ts";
import { runsFolder } from "./runs_folder.ts";

/**
 * What a run's folder is called, and the paths of the files in it that others read and write. What a
 * test leaves lies in the run's folder if it is the run's own, as its training ends with; every
 * other test has a folder of its own below it, with a configuration and a list of videos.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { RunFiles } from "@actnetformer/deno/pipeline";
 *
 * assert.equal(new RunFiles("runs/mine").metrics, "runs/mine/metrics.jsonl");
 * ```
 */
export class RunFiles {
  /** Path of the folder. */
  readonly path: string;
  /** Name of the test whose files are meant; undefined for the run's own. */
  readonly test: string | undefined;

  /**
   * Names a folder, without reading or making anything yet.
   *
   * @param path Path of the folder.
   * @param test Name of the test whose files are meant; if omitted, the run's own.
   */
  constructor(path: string, test?: string) {
    this.path = path;
    this.test = test;
  }

  /** The run's name, the last part of its path; that of a test with `tests/` and its name. */
  get name(): string {
    const name = basename(resolve(this.path));
    return this.test === undefined ? name : `${name}/${RUN_FILE_NAMES.tests}/${this.test}`;
  }

  /** Folder of what the test leaves. */
  get testFolder(): string {
    return this.test === undefined ? this.path : join(this.path, RUN_FILE_NAMES.tests, this.test);
  }

  /** What a command line calls the run: its name, or its path if it is elsewhere than others. */
  get reference(): string {
    const path = resolve(this.path);
    return dirname(path) === runsFolder() ? basename(path) : path;
  }

  /** File of the resolved configuration: the run's, or the test's. */
  get config(): string {
    const { config, testConfig } = RUN_FILE_NAMES;
    return join(this.testFolder, this.test === undefined ? config : testConfig);
  }

  /** File of the list of videos: those of the run, or of the test. */
  get videos(): string {
    return join(this.testFolder, RUN_FILE_NAMES.videos);
  }

  /** Folder of the checkpoints. */
  get checkpoints(): string {
    return join(this.path, RUN_FILE_NAMES.checkpoints);
  }

  /** File of the metrics: one JSON object a line. */
  get metrics(): string {
    return join(this.path, RUN_FILE_NAMES.metrics);
  }

  /** Folder of what a training shows of itself while it runs. */
  get live(): string {
    return join(this.path, RUN_FILE_NAMES.live);
  }

  /** File of what the stream of the training is doing. */
  get liveStream(): string {
    return join(this.live, "stream.json");
  }

  /** File of clips as the networks saw them. */
  get liveViews(): string {
    return join(this.live, "views.json");
  }

  /** File of the final results. */
  get results(): string {
    return join(this.testFolder, RUN_FILE_NAMES.results);
  }

  /** File of the predictions for the test videos: one JSON object a line. */
  get predictions(): string {
    return join(this.testFolder, RUN_FILE_NAMES.predictions);
  }

  /** File of what the run's commands have shown. */
  get log(): string {
    return join(this.path, RUN_FILE_NAMES.log);
  }

  /** File of the metrics as curves. */
  get curves(): string {
    return join(this.path, RUN_FILE_NAMES.curves);
  }

  /** File of the report, which stands alone. */
  get report(): string {
    return join(this.testFolder, RUN_FILE_NAMES.report);
  }

  /** File of the surest mistakes of the test, as the report shows them. */
  get mistakes(): string {
    return join(this.testFolder, RUN_FILE_NAMES.mistakes);
  }

  /** Folder of the metrics as TensorBoard reads them. */
  get tensorBoard(): string {
    return join(this.path, RUN_FILE_NAMES.tensorBoard);
  }

  /**
   * File of the copy of the user's own method; undefined for a method that comes with the program,
   * whose name has no ending.
   *
   * @param name As in `method.name`: the path of the original file.
   */
  methodCopy(name: string): string | undefined {
    const ending = extname(name);
    return ending === "" ? undefined : join(this.path, `method${ending}`);
  }

  /** File of the confusion matrix as a table. */
  get confusionTable(): string {
    return join(this.testFolder, RUN_FILE_NAMES.confusionTable);
  }

  /** File of the confusion matrix as an image. */
  get confusionImage(): string {
    return join(this.testFolder, RUN_FILE_NAMES.confusionImage);
  }

  /** File of the features of tested videos, and of thumbnails of them. */
  get embeddings(): string {
    return join(this.testFolder, RUN_FILE_NAMES.embeddings);
  }

  /** File of a network's weights, as the official PyTorch code names and lays them out. */
  weights(network: "primary" | "auxiliary"): string {
    return join(this.path, `${network}.safetensors`);
  }
}
