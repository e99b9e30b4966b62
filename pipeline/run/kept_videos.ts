import { gunzipSync, gzipSync } from "node:zlib";
import { readBytesIfPresent } from "../files/read_if_present.ts";
import { writeAtomically } from "../files/write_atomically.ts";
import { RunFolderError } from "./run_folder_error.ts";

/** Version of the file; another is refused. */
const VERSION = 1;

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
}

type VideoLine = [
  part: VideoPart,
  label: number | null,
  fingerprint: string | null,
  originalBytes: number | null,
  id: string,
];

/**
 * Writes a run's videos as gzip of JSON lines: 240,000 videos are about 9 MB.
 *
 * @throws {DiskFullError} If the disk is full.
 */
export async function writeKeptVideos(path: string, kept: KeptVideos): Promise<void> {
  const { data, classes, videos } = kept;
  const lines = [JSON.stringify({ version: VERSION, data, classes })];
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
  const [header, ...lines] = unpack(path, bytes);
  const { version, data, classes } = header as KeptVideos & { readonly version: number };
  if (version !== VERSION) {
    throw new RunFolderError(
      `Cannot read ${path} as it must be of version ${VERSION}: current value is ${version}`,
    );
  }
  const videos = (lines as VideoLine[]).map((
    [part, label, fingerprint, originalBytes, id],
  ): KeptVideo => ({ part, label, fingerprint, originalBytes, id }));
  return { data, classes, videos };
}

function unpack(path: string, bytes: Uint8Array): unknown[] {
  try {
    const text = gunzipSync(bytes).toString();
    return text.trimEnd().split("\n").map((line): unknown => JSON.parse(line));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new RunFolderError(
      `Cannot read ${path} as it must be the run's list of videos: it is broken (${reason})`,
      { cause },
    );
  }
}
