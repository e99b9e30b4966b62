import { gunzipSync, gzipSync } from "node:zlib";
import * as v from "valibot";
import { readBytesIfPresent } from "../files/read_if_present.ts";
import { writeAtomically } from "../files/write_atomically.ts";
import { count, finite } from "./number_schemas.ts";
import { parseJson } from "./parse_json.ts";
import { RunFolderError } from "./run_folder_error.ts";

/** Version of the file; another is refused. */
const VERSION = 1;

/** Code of what zlib says of more bytes than it may give. */
const TOO_LARGE = "ERR_BUFFER_TOO_LARGE";

/** Bytes of the unpacked list, at most: two million videos have fewer. */
const UNPACKED_LIMIT = 2 ** 28;

/** What a run uses a video for. */
export type VideoPart = "labeled" | "unlabeled" | "validation" | "test";

/** What identifies the content of a video's file. */
export interface VideoContent {
  /** As `fileFingerprint()` of datasets/ computes it; null if the file could not be read. */
  readonly fingerprint: string | null;
  /** Size of the file that a prepared video was made from; null for every other video. */
  readonly originalBytes: number | null;
}

/** A video as a run keeps it. */
export interface KeptVideo extends VideoContent {
  /** What the run uses it for. */
  readonly part: VideoPart;
  /** The video's identity in the data set. */
  readonly id: string;
  /** Index into the classes; null if it is not known. */
  readonly label: number | null;
}

/** The fields of a configuration's `data` that say which videos there are. */
export interface KeptSource {
  /** `data.source`. */
  readonly source: string;
  /** `data.testList`; null if there is none. */
  readonly testList: string | null;
  /** `data.split`; null if there is none. */
  readonly split: string | null;
  /** `data.labelsPerClass`; null if every label is used, or the split names the labeled videos. */
  readonly labelsPerClass: number | null;
  /** `data.holdOutShare`. */
  readonly holdOutShare: number;
}

/** Which videos a run trains and is tested on: kept when it starts, and used ever after. */
export interface KeptVideos {
  /** What the configuration says about them. */
  readonly data: KeptSource;
  /** Names of the classes, in the order of the labels. */
  readonly classes: readonly string[];
  /** Of each part in the order in which the run has them. */
  readonly videos: readonly KeptVideo[];
  /**
   * Number of videos beside which their optical flow was stored.
   *
   * @default no clip shows flow
   */
  readonly storedFlows?: number | undefined;
}

/** A video as a line of the file, which is shorter than an object. */
const lineSchema = v.strictTuple([
  v.picklist(["labeled", "unlabeled", "validation", "test"]),
  v.nullable(count),
  v.nullable(v.string()),
  v.nullable(count),
  v.string(),
]);

type VideoLine = v.InferOutput<typeof lineSchema>;

const headerSchema = v.object({
  version: v.literal(VERSION),
  data: v.object({
    source: v.string(),
    testList: v.nullable(v.string()),
    split: v.nullable(v.string()),
    labelsPerClass: v.nullable(count),
    holdOutShare: finite,
  }),
  classes: v.array(v.string()),
  storedFlows: v.optional(count),
});

/**
 * Writes a run's videos as gzip of JSON lines: 240,000 videos are about 9 MB.
 *
 * @throws {DiskFullError} If the disk is full.
 */
export async function writeKeptVideos(path: string, kept: KeptVideos): Promise<void> {
  const { data, classes, storedFlows, videos } = kept;
  const lines = [JSON.stringify({ version: VERSION, data, classes, storedFlows })];
  for (const { part, label, fingerprint, originalBytes, id } of videos) {
    const line: VideoLine = [part, label, fingerprint, originalBytes, id];
    lines.push(JSON.stringify(line));
  }
  const bytes = gzipSync(`${lines.join("\n")}\n`);
  await writeAtomically(path, (temporary) => Deno.writeFile(temporary, bytes));
}

/**
 * Reads what {@linkcode writeKeptVideos} wrote; undefined if there is no file, as in the runs of
 * earlier versions.
 *
 * @throws {RunFolderError} If the file is broken, or is one of another version.
 */
export async function readKeptVideos(path: string): Promise<KeptVideos | undefined> {
  const bytes = await readBytesIfPresent(path);
  if (bytes === undefined) return undefined;
  const [first = "", ...lines] = unpack(path, bytes).split("\n");
  const { version: _, ...header } = parseJson(first, { path, line: 1, schema: headerSchema });
  const { classes } = header;
  const videos = lines.flatMap((text, index) => {
    return text === "" ? [] : [parseVideo(text, { path, line: index + 2, classes })];
  });
  return { ...header, videos };
}

function parseVideo(
  text: string,
  { path, line, classes }: {
    readonly path: string;
    readonly line: number;
    readonly classes: readonly string[];
  },
): KeptVideo {
  const [part, label, fingerprint, originalBytes, id] = parseJson(text, {
    path,
    line,
    schema: lineSchema,
  });
  if (label !== null && label >= classes.length) {
    throw new RunFolderError(
      `Cannot read line ${line} of ${path} as its label must be one of ${classes.length} classes: ` +
        `current value is ${label}`,
    );
  }
  return { part, label, fingerprint, originalBytes, id };
}

function unpack(path: string, bytes: Uint8Array): string {
  try {
    const unpacked = gunzipSync(bytes, { maxOutputLength: UNPACKED_LIMIT });
    return new TextDecoder("utf-8", { fatal: true }).decode(unpacked);
  } catch (cause) {
    const reason = cause instanceof Error && "code" in cause && cause.code === TOO_LARGE
      ? `it unpacks to more than ${UNPACKED_LIMIT / 2 ** 20} MiB`
      : `it is broken (${cause instanceof Error ? cause.message : String(cause)})`;
    throw new RunFolderError(
      `Cannot read ${path} as it must be the run's list of videos: ${reason}`,
      { cause },
    );
  }
}
