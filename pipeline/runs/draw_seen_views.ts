import { Buffer } from "node:buffer";
import { below } from "../pictures/below.ts";
import { beside } from "../pictures/beside.ts";
import { image } from "../pictures/image.ts";
import { GAP } from "../pictures/measures.ts";
import type { Part } from "../pictures/part.ts";
import { pngSize } from "../pictures/png_size.ts";
import { svgDocument } from "../pictures/svg_document.ts";
import { textLine } from "../pictures/text_line.ts";
import { shortenText } from "../pictures/text_width.ts";
import type { OfferedLabel, SeenClip, SeenViews } from "../run/seen_views.ts";
import { explainClips } from "../videos/explain_clips.ts";
import { formatPercent } from "../terminal/format_percent.ts";

/** Least width of what a row is called, in pixels. */
const NAME_WIDTH = 52;

/** About how high frames are drawn, in pixels. */
const STRIP_HEIGHT = 64;

/** Average characters that a line has room for. */
const LONGEST_LINE = 80;

/** Draws clips of a step as the networks saw them, as SVG that contains the frames. */
export function drawSeenViews({ step, words, clips }: SeenViews): string {
  const listed = clips.map(({ role, video, views }) =>
    `${role} clip of ${video}, views ${Object.keys(views).join(" and ")}`
  );
  return svgDocument({
    title: `Clips of step ${step} as the networks saw them`,
    explanation: [
      "N: a labeled clip. W: the weak view of an unlabeled clip, changed as little; pseudo-labels " +
      "are the answers to it. S: its strong view, changed by random operations.",
      ...explainClips(Object.values<string>(words ?? {})),
    ],
    description: `${listed.join("; ")}.`,
  }, below(clips.map((clip) => clipPart(clip, words)), 2 * GAP));
}

function clipPart(
  { video, role, label, views, pseudoLabels }: SeenClip,
  words: SeenViews["words"],
): Part {
  const truth = label === null ? "true class unknown" : `true class ${label}`;
  const hidden = role === "unlabeled" && label !== null ? ", hidden from training" : "";
  const offers = Object.entries<OfferedLabel>(pseudoLabels ?? {})
    .map(([learner, offered]) => lineOf(`for ${learner}: ${describeOffer(offered)}`));
  const strips = (["N", "W", "S"] as const).flatMap((view) =>
    Object.entries<string>(views[view] ?? {}).map(([clip, strip]) => ({
      name: textLine(`${view} ${words?.[clip] ?? clip}`),
      strip: stripPart(strip),
    }))
  );
  const width = Math.max(NAME_WIDTH, ...strips.map(({ name }) => name.width + GAP));
  const rows = strips.map(({ name, strip }) =>
    beside([{ ...name, width }, strip], { align: "middle" })
  );
  return below([
    below([lineOf(`${role} clip: ${video}`, "ink bold"), lineOf(`${truth}${hidden}`), ...offers]),
    ...rows,
  ], GAP / 2);
}

function describeOffer({ class: name, confidence, passed }: OfferedLabel): string {
  const use = passed ? "sure enough, learned from" : "not sure enough, not used";
  return `pseudo-label ${name}, ${formatPercent(confidence)}, ${use}`;
}

function lineOf(text: string, look = "muted"): Part {
  return textLine(shortenText(text, LONGEST_LINE), { look });
}

/** Frames in a row, small ones enlarged. */
function stripPart(url: string): Part {
  const { width, height } = pngSize(pngBytes(url));
  const scale = Math.max(1, Math.round(STRIP_HEIGHT / height));
  return image(url, { width: scale * width, height: scale * height, isPixelated: scale > 1 });
}

/** The bytes of an image in a `data:` URL. */
function pngBytes(url: string): Uint8Array {
  return Buffer.from(url.slice(url.indexOf(",") + 1), "base64");
}
