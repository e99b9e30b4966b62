import * as v from "valibot";
import { amount, count, share } from "./number_schemas.ts";
import { sha256 } from "./sha256.ts";
import { imageUrl, shownText } from "./shown_schemas.ts";

/** A class, and how probable a network holds it. */
export interface KeptAnswer {
  /** Name of the class. */
  readonly class: string;
  /** 0 to 1. */
  readonly probability: number;
}

/** Frames of a video. */
export interface KeptFrames {
  /** JPEG images as `data:` URLs. */
  readonly images: readonly string[];
  /** When each of them is shown, in seconds. */
  readonly seconds: readonly number[];
}

/** What one network looks at in the frames of a video. */
export interface KeptHeat {
  /** The network, and how it is explained. */
  readonly explained: {
    readonly network: "primary" | "auxiliary";
    /** What kind of network it is. */
    readonly kind: string;
    /** Name of the method. */
    readonly method: string;
    /** Number of rows, and of columns, of the cells that the method tells apart in a frame. */
    readonly side: number;
  };
  /** The frames with heat over them: JPEG images as `data:` URLs. */
  readonly images: readonly string[];
}

/** How heat is to be read. */
export interface HeatLegend {
  /** What it shows. */
  readonly how: string;
  /** Of which cells it is made, and what it does not say. */
  readonly limits: string;
  /** Colors from low to high at equal distances: red, green and blue, 0 to 255. */
  readonly colors: readonly (readonly [red: number, green: number, blue: number])[];
}

/** A test video that was taken for another class. */
export interface KeptMistake {
  /** The video's identity in the data set. */
  readonly video: string;
  /** Name of its true class. */
  readonly label: string;
  /** The wrong answer. */
  readonly wrong: KeptAnswer;
  /** By who answered (`primary`, `auxiliary`, `both`): the most probable classes, the highest first. */
  readonly answers: Readonly<Record<string, readonly KeptAnswer[]>>;
  /** Frames of the video, or why there are none. */
  readonly strip: KeptFrames | string;
  /** What each network looks at in the same frames, the primary one first; none if not known. */
  readonly heat: readonly KeptHeat[];
}

/**
 * The mistakes of which a run was most sure, as its report shows them: `mistakes.json`, replaced
 * with each report.
 */
export interface SurestMistakes {
  /** Version of the file's format. */
  readonly version: 1;
  /** SHA-256 of the `predictions.jsonl` of the same test, in hex. */
  readonly predictions: string;
  /** Whose mistakes they are, in words. */
  readonly about: string;
  /** How heat is to be read, or why none is shown. */
  readonly legend: HeatLegend | string;
  /** The surest first. */
  readonly mistakes: readonly KeptMistake[];
}

/** The maximum number of items of any list. */
const MAX_ITEMS = 64;

/** Largest value of a part of a color. */
const MAX_COLOR = 255;

const images = listOf(imageUrl("jpeg"));

const answer = v.object({ class: shownText, probability: share });

const answersOf = v.exactOptional(listOf(answer));

// By fixed names: a message about a broken file names where it is broken.
const answers = v.object({ primary: answersOf, auxiliary: answersOf, both: answersOf });

const colorPart = v.pipe(count, v.maxValue(MAX_COLOR, `must be at most ${MAX_COLOR}`));

const legend = v.object({
  how: shownText,
  limits: shownText,
  colors: listOf(v.tuple([colorPart, colorPart, colorPart])),
});

const heat = v.object({
  explained: v.object({
    network: v.picklist(["primary", "auxiliary"]),
    kind: shownText,
    method: shownText,
    side: count,
  }),
  images,
});

/** Schema of `mistakes.json`. */
export const surestMistakesSchema = v.object({
  version: v.literal(1),
  predictions: sha256,
  about: shownText,
  legend: orReason(legend),
  mistakes: listOf(v.object({
    video: shownText,
    label: shownText,
    wrong: answer,
    answers,
    strip: orReason(v.object({ images, seconds: listOf(amount) })),
    heat: listOf(heat),
  })),
}) satisfies v.GenericSchema<unknown, SurestMistakes>;

function listOf<const Schema extends v.GenericSchema>(schema: Schema) {
  return v.pipe(v.array(schema), v.maxLength(MAX_ITEMS, `must be at most ${MAX_ITEMS}`));
}

/** Makes the schema of something, or of the reason why it is not there. */
function orReason<const Schema extends v.GenericSchema>(schema: Schema) {
  return v.lazy((value): Schema | typeof shownText =>
    typeof value === "string" ? shownText : schema
  );
}
