import {
  type ByName,
  type Clips,
  mapByName,
  type Merged,
  type PixelOptions,
  type StepBatch,
  type StepTensors,
  type TrainedStep,
} from "../../operators/mod.ts";
import { pngDataUrl } from "../pictures/png_data_url.ts";
import type { OfferedLabel, SeenClip, SeenViews } from "../run/seen_views.ts";
import { LiveFile, type LiveFileOptions } from "./_live_file.ts";
import { type ClipStrips, readClipStrips } from "./clip_strips.ts";

/** What {@linkcode LiveViews} works with. */
export interface LiveViewsOptions extends LiveFileOptions {
  /** How the clips were normalized. */
  readonly pixels: PixelOptions;
  /** What the clips that the networks see are called, by their names. */
  readonly words: ByName<string>;
  /** Class names, which labels are indexes into. */
  readonly classes: readonly string[];
  /**
   * Returns the rows of some unlabeled clips of a step among those of its results, which are of all
   * workers.
   *
   * @default they are the same
   */
  readonly rowsOf?: ((count: number) => readonly number[]) | undefined;
  /**
   * Returns the current time in milliseconds.
   *
   * @default performance.now
   */
  readonly now?: (() => number) | undefined;
}

/** A step whose clips can be shown. */
export interface ShownStep extends Pick<TrainedStep<Merged>, "step"> {
  readonly batch: Pick<StepBatch, "tickets" | "use">;
  readonly result: Pick<TrainedStep<Merged>["result"], "gate">;
}

/** Number of clips of each role that are shown. */
const SHOWN = { labeled: 1, unlabeled: 3 } as const;

/** Milliseconds from one step that is shown to the next. */
const EVERY_MILLISECONDS = 30_000;

/**
 * Writes some clips of a step as the networks saw them into `live/views.json`: of the first step,
 * then of one every 30 seconds. Dispose it to wait until they are written.
 */
export class LiveViews implements AsyncDisposable {
  readonly #options: LiveViewsOptions;
  readonly #file: LiveFile;
  readonly #now: () => number;
  #shownAt = -Infinity;
  #writing: Promise<void> | undefined;

  /** Has shown nothing yet. */
  constructor(path: string, options: LiveViewsOptions) {
    this.#options = options;
    this.#file = new LiveFile(path, options);
    this.#now = options.now ?? (() => performance.now());
  }

  /**
   * Shows the clips of a step if it is time. Reads them back from the device before it returns, as
   * they are freed then; the rest is done later, in small parts.
   */
  show(step: ShownStep): void {
    const now = this.#now();
    if (this.#writing !== undefined || now - this.#shownAt < EVERY_MILLISECONDS) return;
    this.#shownAt = now;
    this.#writing = this.#file.write(() => seenViews(step, this.#options)).finally(() => {
      this.#writing = undefined;
    });
  }

  /** Waits for what is being written. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#writing;
  }
}

async function seenViews(
  { step, batch, result }: ShownStep,
  { classes, words, pixels, rowsOf }: LiveViewsOptions,
): Promise<SeenViews> {
  const rows = rowsOf?.(batch.tickets.unlabeled.length);
  const strips = await batch.use((tensors) => readStrips(tensors, { words, pixels }));
  const clips: SeenClip[] = [];
  for (const [index, { video }] of batch.tickets.labeled.slice(0, SHOWN.labeled).entries()) {
    const views = { N: await encode(strips.labeled, index) };
    clips.push({ video: video.id, role: "labeled", label: nameOf(video.label, classes), views });
  }
  for (const [index, { video }] of batch.tickets.unlabeled.slice(0, SHOWN.unlabeled).entries()) {
    clips.push({
      video: video.id,
      role: "unlabeled",
      label: nameOf(video.label, classes),
      views: { W: await encode(strips.weak, index), S: await encode(strips.strong, index) },
      pseudoLabels: offeredLabels(result, { index: rows?.[index] ?? index, classes }),
    });
  }
  return { version: 1, time: new Date().toISOString(), step: step + 1, words, clips };
}

/** Frames of the first clips, by the view. */
type ViewStrips = Readonly<
  Record<"labeled" | "weak" | "strong", ByName<ClipStrips> | undefined>
>;

/** Waits for the device. */
function readStrips(
  { labeled, weak, strong }: StepTensors,
  { pixels, words }: Pick<LiveViewsOptions, "pixels" | "words">,
): ViewStrips {
  const read = (clips: Clips | undefined, count: number) => {
    if (clips === undefined) return undefined;
    return mapByName(words, (_, name) => {
      const { normalization = pixels } = pixels.clips?.[name] ?? {};
      return readClipStrips(clips[name]!, count, normalization);
    });
  };
  return {
    labeled: read(labeled, SHOWN.labeled),
    weak: read(weak, SHOWN.unlabeled),
    strong: read(strong, SHOWN.unlabeled),
  };
}

/** Encodes the images of one clip, each in its own turn of the event loop. */
async function encode(
  clips: ByName<ClipStrips> | undefined,
  index: number,
): Promise<ByName<string> | undefined> {
  if (clips === undefined) return undefined;
  const encoded: [string, string][] = [];
  for (const [name, strips] of Object.entries(clips)) {
    encoded.push([name, await encodeStrip(strips, index)]);
  }
  return Object.fromEntries(encoded) as ByName<string>;
}

async function encodeStrip({ strips, ...size }: ClipStrips, index: number): Promise<string> {
  await new Promise((resolve) => setTimeout(resolve));
  return pngDataUrl(strips[index]!, size);
}

/** What {@linkcode offeredLabels} looks for. */
interface OfferedTo {
  /** Of the clip among the unlabeled ones of all workers. */
  readonly index: number;
  readonly classes: readonly string[];
}

function offeredLabels(
  { gate }: ShownStep["result"],
  { index, classes }: OfferedTo,
): ByName<OfferedLabel> | undefined {
  if (gate === undefined) return undefined;
  return mapByName<PseudoLabels, OfferedLabel>(
    gate.pseudo,
    ({ labels, confidence, mask }) => ({
      class: classes[labels[index]!]!,
      confidence: confidence[index]!,
      passed: mask[index] !== 0,
    }),
  );
}

type PseudoLabels = NonNullable<ShownStep["result"]["gate"]>["pseudo"]["primary"];

function nameOf(label: number | null, classes: readonly string[]): string | null {
  return label === null ? null : classes[label]!;
}
