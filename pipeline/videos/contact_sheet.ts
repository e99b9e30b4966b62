import { firstValueFrom, of } from "rxjs";
import {
  type DecodedWindow,
  labeledViews,
  mapByName,
  type PerChannel,
  type PlannedClip,
  type Role,
  slowFast,
  type SpatialPlan,
  type StrongPlan,
  strongViews,
  testCrops,
  type Ticket,
  viewsToDevice,
  weakViews,
} from "../../operators/mod.ts";
import { disposeTree, tf } from "../../runtime/mod.ts";
import type { Config } from "../config/config.ts";
import type { WorkOptions } from "../terminal/work_options.ts";
import { describePlan } from "./describe_plan.ts";
import {
  drawContactSheet,
  type SheetFrames,
  type SheetView,
  type ViewKind,
} from "./draw_contact_sheet.ts";
import { pixelOptions } from "./pixel_options.ts";
import { startWork } from "./start_work.ts";
import { viewOptions } from "./view_options.ts";
import { clipRates } from "../config/clip_rates.ts";
import { clipWords } from "./clip_words.ts";

/** Options of {@linkcode contactSheet}. */
export interface ContactSheetOptions extends WorkOptions {
  /**
   * Views of each kind; of the crops of a test at the most three.
   *
   * @default { labeled: 2, weak: 2, strong: 6, test: 3 }
   */
  readonly draws?: Readonly<Record<ViewKind, number>> | undefined;
}

const DRAWS = { labeled: 2, weak: 2, strong: 6, test: 3 } as const;

/**
 * Draws a contact sheet of a video, as SVG: several draws of the views N, W and S, and the crops of
 * its middle that a test looks at, each with all clips: the low and the high frame rate, and further
 * ones of the configuration. They come from the same operators as in training, as the networks see
 * them; only the normalization is undone.
 *
 * @throws {DecodeError} If the video cannot be read.
 */
export async function contactSheet(
  config: Config,
  path: string,
  options: ContactSheetOptions,
): Promise<string> {
  const { signal, draws = DRAWS } = options;
  using loader = await startWork(withoutDisk(config), options);
  const views: SheetView[] = [];
  for (const kind of ["labeled", "weak", "strong"] as const) {
    for (let draw = 0; draw < draws[kind]; draw++) {
      const ticket = ticketOf(path, kind === "labeled" ? "labeled" : "unlabeled", draw);
      const clip = await planViews(config, await loader.training(ticket, signal));
      views.push(viewOf(kind, `draw ${draw + 1}`, { clip, plan: clip.views[kind]!, config }));
    }
  }
  const [middle] = await loader.test(ticketOf(path, "unlabeled", 0), 1, signal);
  const window = middle!;
  views.push(...(await testViews(config, window)).slice(0, draws.test));
  const words = clipWords(clipRates(config.clip));
  const clips = Object.entries<string>(words).map(([name, word]) => ({ name, word }));
  return drawContactSheet({ path, size: config.clip.size, frame: window, clips, views });
}

/** Nothing is kept of a single video. */
function withoutDisk(config: Config): Config {
  return { ...config, data: { ...config.data, diskMebibytes: 0 } };
}

/** Each draw is an epoch of its own. */
function ticketOf(path: string, role: Role, draw: number): Ticket {
  const video = { id: path, path, label: null };
  return { video, role, phase: 0, epoch: draw, position: 0, repeat: 0 };
}

/** Plans a clip's views as the training stream does. */
async function planViews(config: Config, window: DecodedWindow): Promise<PlannedClip> {
  const views = viewOptions(config);
  return await firstValueFrom(
    of(window).pipe(
      slowFast({ clips: clipRates(config.clip), seed: config.seed, training: true }),
      labeledViews(views.labeled),
      weakViews(views.weak),
      strongViews(views.strong),
    ),
  );
}

/** The crops of a test; those of a square video are equal, and shown once. */
async function testViews(config: Config, window: DecodedWindow): Promise<SheetView[]> {
  const rates = { clips: clipRates(config.clip), seed: config.seed, training: false };
  const clip = await firstValueFrom(of(window).pipe(slowFast(rates)));
  const crops = testCrops(clip);
  if (clip.width === clip.height) {
    return [viewOf("test", "all three crops", { clip, plan: crops[0], config })];
  }
  return crops.map((plan, index) =>
    viewOf("test", `crop ${index + 1} of ${crops.length}`, { clip, plan, config })
  );
}

/** A clip and how it is changed. */
interface ViewSource {
  readonly clip: PlannedClip;
  readonly plan: SpatialPlan | StrongPlan;
  readonly config: Config;
}

function viewOf(kind: ViewKind, name: string, { clip, plan, config }: ViewSource): SheetView {
  const { pair } = viewsToDevice([clip], { pair: [plan] }, pixelOptions(config));
  const { clip: { normalization: usual } } = config;
  const frames = mapByName(
    clipRates(config.clip),
    ({ normalization = usual }, clipName): SheetFrames => ({
      pixels: levelsOf(pair[clipName]!, normalization),
      seconds: clip.indices[clipName]!.map((index) => index / clip.framesPerSecond),
    }),
  );
  disposeTree(pair);
  return { kind, name, details: describePlan(plan), frames };
}

/** The pixels before normalization, 0 to 255. */
function levelsOf(
  clip: tf.Tensor5D,
  { mean, std }: Config["clip"]["normalization"],
): Uint8Array {
  const levels = tf.tidy(() => {
    const unit = clip.mul(tensorOf(std)).add(tensorOf(mean));
    return unit.mul(255).round().clipByValue(0, 255);
  });
  const bytes = Uint8Array.from(levels.dataSync());
  levels.dispose();
  return bytes;
}

/** A tensor that multiplies or adds to [..., 3]. */
function tensorOf(value: PerChannel): tf.Tensor {
  return typeof value === "number" ? tf.scalar(value) : tf.tensor1d([...value]);
}
