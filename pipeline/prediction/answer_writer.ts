import { writeText } from "../files/write_text.ts";
import { clockTime } from "./clock_time.ts";
import { CSV_HEADER, csvOf } from "./csv_of.ts";
import { jsonOf, momentJson } from "./json_of.ts";
import type { Answering } from "./predict_options.ts";
import type { Prediction, Segment } from "./prediction.ts";
import { srtOf } from "./srt_of.ts";
import { labelOf, textOf } from "./text_of.ts";
import type { VideoInput } from "./video_input.ts";

/** How answers are written. */
export type AnswerFormat = "text" | "json" | "csv" | "srt";

/** Options of {@linkcode AnswerWriter}. */
export interface AnswerWriterOptions {
  /** How answers are written. */
  readonly format: AnswerFormat;
  /** Number of classes that text names for a video. */
  readonly top: number;
  /** File for each video; if omitted, answers are printed. */
  readonly files?: ReadonlyMap<VideoInput, string> | undefined;
  /** Prints a line. */
  readonly print: (line: string) => void;
}

/**
 * Writes answers: prints each as it comes, or collects them for their files, which are written
 * whole: one for a video when it has its answer, one for several videos at the end.
 */
export class AnswerWriter {
  readonly #options: AnswerWriterOptions;
  readonly #texts = new Map<string, string[]>();
  readonly #written = new Set<string>();
  #answering: Answering | undefined;
  #hasHeader = false;

  /** Writes nothing yet. */
  constructor(options: AnswerWriterOptions) {
    this.#options = options;
  }

  /** Files that were written. */
  get written(): ReadonlySet<string> {
    return this.#written;
  }

  /** Notes who answers. */
  start(answering: Answering): void {
    this.#answering = answering;
  }

  /** Prints a moment of a live video; for its file its end is waited for. */
  addMoment(input: VideoInput, moment: Segment, isNew: boolean): void {
    const { format, files, print } = this.#options;
    if (files !== undefined || format === "srt") return;
    if (format === "json") print(momentJson(input, moment, this.#requireAnswering()));
    if (format === "csv") this.#printTable(csvOf(input, [moment]));
    if (format === "text" && isNew) {
      print(`${input.name}: ${clockTime(moment.start, { digits: 1 })}  ${labelOf(moment)}`);
    }
  }

  /** Writes an answer, or in JSON why there is none. */
  async add(prediction: Prediction): Promise<void> {
    const { files, format } = this.#options;
    const { input } = prediction;
    const file = files?.get(input);
    const isPrinted = file === undefined && input.isLive && format !== "srt";
    const text = isPrinted ? undefined : this.#format(prediction);
    if (text === undefined) return;
    if (file === undefined) {
      if (format === "csv") this.#printTable(text);
      else this.#options.print(text);
      return;
    }
    this.#texts.set(file, [...this.#texts.get(file) ?? [], text]);
    const isShared = files!.values().filter((other) => other === file).toArray().length > 1;
    if (!isShared) await this.#write(file);
  }

  /** Writes the files that are about several videos. */
  async finish(): Promise<void> {
    for (const file of this.#texts.keys()) await this.#write(file);
  }

  #format(prediction: Prediction): string | undefined {
    const { format, top } = this.#options;
    if (format === "json") return jsonOf(prediction, this.#requireAnswering());
    if ("problem" in prediction) return undefined;
    switch (format) {
      case "csv":
        return csvOf(prediction.input, prediction.segments);
      case "srt":
        return srtOf(prediction.segments).trimEnd();
      case "text":
        return textOf(prediction, { top });
    }
  }

  #printTable(rows: string): void {
    if (!this.#hasHeader) this.#options.print(CSV_HEADER);
    this.#hasHeader = true;
    this.#options.print(rows);
  }

  async #write(file: string): Promise<void> {
    const texts = this.#texts.get(file) ?? [];
    this.#texts.delete(file);
    const header = this.#options.format === "csv" ? [CSV_HEADER] : [];
    const text = `${[...header, ...texts].join("\n")}\n`;
    await writeText(file, text);
    this.#written.add(file);
  }

  #requireAnswering(): Answering {
    if (this.#answering !== undefined) return this.#answering;
    throw new Error("Cannot write answers as start() must be called first: it was not");
  }
}
