import { firstValueFrom, of } from "rxjs";
import {
  type DecodedWindow,
  labeledViews,
  type PlannedClip,
  type Role,
  slowFast,
  type SpatialPlan,
  type StrongOperation,
  type StrongPlan,
  strongViews,
  testCrops,
  type Ticket,
  viewsToDevice,
  weakViews,
} from "../../operators/mod.ts";
import { disposeTree, startTensorFlow, tf } from "../../runtime/mod.ts";
import { requireMachine, thisMachine } from "../../runtime/install/mod.ts";
import type { Config } from "../config/config.ts";
import type { WorkOptions } from "../terminal/work_options.ts";
import { findFfmpeg } from "./find_ffmpeg.ts";
import { type Color, Picture, textHeight, textWidth } from "../pictures/picture.ts";
import { MEAN, STD, viewOptions } from "./views.ts";
import { WindowLoader } from "./window_loader.ts";

/** Draws shown of each kind of view. */
const DRAWS = { labeled: 2, weak: 2, strong: 6 } as const;

/** Tiles are enlarged by a whole factor to about this side, in pixels. */
const TILE = 112;

const MARGIN = 8;

/** Side of a tile, in pixels, from which letters are twice as large. */
const LARGE_TILE = 192;

/** Lets white pixels at the edge of a tile be seen. */
const BACKGROUND: Color = [232, 232, 232];

/** How the titles and the lines below the tiles are to be read. */
const EXPLANATION =
  "crops: size at left,top of the decoded picture; times: from the start of the window";

/** One view of the video at both rates. */
interface View {
  readonly title: string;
  readonly rows: readonly Row[];
}

interface Row {
  readonly name: string;
  /** uint8 `[frames, size, size, 3]`. */
  readonly levels: Uint8Array;
  /** When each frame is shown, in seconds from the start of the window. */
  readonly seconds: readonly number[];
}

/**
 * Draws a contact sheet of a video: several draws of the views N, W and S, and the three crops of its
 * middle that a test looks at, each at the low and the high frame rate. They come out of the operators that a training uses, normalized
 * as the networks see them; the sheet undoes nothing but the normalization.
 *
 * @throws {DecodeError} where the video cannot be read.
 */
export async function contactSheet(
  config: Config,
  path: string,
  options: WorkOptions,
): Promise<Picture> {
  requireMachine(thisMachine());
  const ffmpeg = await findFfmpeg(options);
  const notify = (line: string) => options.progress.note(line);
  await startTensorFlow({ device: config.device, notify });
  const loader = new WindowLoader(config, ffmpeg.path, notify);
  const views: View[] = [];
  for (let draw = 0; draw < Math.max(...Object.values(DRAWS)); draw++) {
    const planned = async (role: Role) => {
      const ticket = ticketOf(path, role, draw);
      return await planViews(config, await loader.training(ticket, options.signal));
    };
    const add = (kind: "labeled" | "weak" | "strong", letter: string, clip: PlannedClip) => {
      if (draw >= DRAWS[kind]) return;
      views.push(viewOf(`${letter} ${kind} ${draw + 1}`, clip, clip.views[kind]!, config));
    };
    add("labeled", "N", await planned("labeled"));
    const unlabeled = await planned("unlabeled");
    add("weak", "W", unlabeled);
    add("strong", "S", unlabeled);
  }
  const [window] = await loader.test(ticketOf(path, "unlabeled", 0), 1, options.signal);
  const rates = { ...config.clip, seed: config.seed, training: false };
  const tested = await firstValueFrom(of(window!).pipe(slowFast(rates)));
  testCrops(tested).forEach((plan, at) => {
    views.push(viewOf(`T test crop ${at + 1} of 3`, tested, plan, config));
  });
  const order = "NWST";
  views.sort((one, other) => order.indexOf(one.title[0]!) - order.indexOf(other.title[0]!));
  return drawSheet(path, views, config);
}

/** Each draw is an epoch of its own. */
function ticketOf(path: string, role: Role, draw: number): Ticket {
  const video = { id: path, path, label: null };
  return { video, role, epoch: draw, position: 0, repeat: 0 };
}

/** Plans a clip's views as the training stream does. */
async function planViews(config: Config, window: DecodedWindow): Promise<PlannedClip> {
  const views = viewOptions(config);
  return await firstValueFrom(
    of(window).pipe(
      slowFast({ ...config.clip, seed: config.seed, training: true }),
      labeledViews(views.labeled),
      weakViews(views.weak),
      strongViews(views.strong),
    ),
  );
}

function viewOf(
  name: string,
  clip: PlannedClip,
  plan: SpatialPlan | StrongPlan,
  { clip: { size } }: Config,
): View {
  const { pair } = viewsToDevice([clip], { pair: [plan] }, { size, mean: MEAN, std: STD });
  const row = (network: "primary" | "auxiliary", rate: string): Row => {
    const indices = clip.indices[network]!;
    return {
      name: `${rate}, ${network}`,
      levels: levelsOf(pair[network]!),
      seconds: indices.map((index) => index / clip.framesPerSecond),
    };
  };
  const rows = [row("primary", "slow"), row("auxiliary", "fast")];
  disposeTree(pair);
  return { title: `${name}: ${describePlan(plan, clip)}`, rows };
}

/** What normalization was given, as bytes. */
function levelsOf(clip: tf.Tensor5D): Uint8Array {
  const levels = tf.tidy(() => clip.mul(STD).add(MEAN).mul(255).round().clipByValue(0, 255));
  const bytes = Uint8Array.from(levels.dataSync());
  levels.dispose();
  return bytes;
}

function describePlan(plan: SpatialPlan | StrongPlan, { height, width }: PlannedClip): string {
  const { box, flip } = plan;
  const side = box.height.toFixed(0);
  const place = `${box.left.toFixed(0)},${box.top.toFixed(0)}`;
  return [
    `${side}x${side} at ${place} of ${width}x${height}`,
    ...flip ? ["flipped"] : [],
    ...("operations" in plan ? plan.operations.map(describeOperation) : []),
  ].join("; ");
}

function describeOperation(operation: StrongOperation): string {
  switch (operation.name) {
    case "cutout":
      return `cutout ${operation.box.width}x${operation.box.height}`;
    case "channelDropout":
      return `without ${operation.channels.map((at) => ["red", "green", "blue"][at]).join(", ")}`;
    case "pixelDropout":
      return `without ${(100 * operation.rate).toFixed(0)} % of the pixels`;
    case "autocontrast":
    case "equalize":
    case "invert":
      return operation.name;
    default:
      return `${operation.name} ${Number(operation.magnitude.toFixed(2))}`;
  }
}

function drawSheet(path: string, views: readonly View[], { clip }: Config): Picture {
  const factor = Math.max(1, Math.round(TILE / clip.size));
  const side = clip.size * factor;
  const scale = side >= LARGE_TILE ? 2 : 1;
  const line = textHeight(scale) + 4;
  const labelWidth = textWidth("fast, auxiliary", scale) + MARGIN;
  const rowHeight = side + line;
  const viewHeight = line + 2 * rowHeight + MARGIN;
  const frames = Math.max(clip.primary.frames, clip.auxiliary.frames);
  const enlarged = factor === 1 ? "" : `, shown ${factor} times as large`;
  const head = [path, `${clip.size}x${clip.size} pixels${enlarged}`, EXPLANATION];
  const titles = [...head, ...views.map(({ title }) => title)];
  const picture = new Picture(
    Math.max(labelWidth + frames * (side + 2), ...titles.map((title) => textWidth(title, scale))) +
      2 * MARGIN,
    2 * MARGIN + head.length * line + views.length * viewHeight,
  );
  const { width, height } = picture;
  picture.fill({ left: 0, top: 0, width, height }, BACKGROUND);
  head.forEach((text, at) => picture.text(text, { left: MARGIN, top: MARGIN + at * line, scale }));
  views.forEach(({ title, rows }, at) => {
    const top = MARGIN + head.length * line + MARGIN + at * viewHeight;
    picture.text(title, { left: MARGIN, top, scale });
    rows.forEach(({ name, levels, seconds }, place) => {
      const rowTop = top + line + place * rowHeight;
      picture.text(name, { left: MARGIN, top: rowTop + Math.floor(side / 2), scale });
      seconds.forEach((second, frame) => {
        const left = MARGIN + labelWidth + frame * (side + 2);
        const tile = enlarge(frameOf(levels, frame, clip.size), clip.size, factor);
        picture.copy(tile, { left, top: rowTop, width: side, height: side });
        picture.text(`${second.toFixed(2)} s`, { left, top: rowTop + side + 1, scale });
      });
    });
  });
  return picture;
}

function frameOf(levels: Uint8Array, frame: number, size: number): Uint8Array {
  const bytes = size * size * 3;
  return levels.subarray(frame * bytes, (frame + 1) * bytes);
}

/** Repeats every pixel of a square picture. */
function enlarge(pixels: Uint8Array, size: number, factor: number): Uint8Array {
  const side = size * factor;
  const large = new Uint8Array(side * side * 3);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const from = (Math.floor(y / factor) * size + Math.floor(x / factor)) * 3;
      large.set(pixels.subarray(from, from + 3), (y * side + x) * 3);
    }
  }
  return large;
}
