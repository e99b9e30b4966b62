import * as v from "valibot";
import {
  SafetensorsReader,
  type TensorToWrite,
  writeSafetensors,
} from "../../models/safetensors/mod.ts";
import type { PerNetwork } from "../../operators/mod.ts";
import { explainFullDisk } from "../files/explain_full_disk.ts";
import { statIfPresent } from "../files/stat_if_present.ts";
import { parseJson } from "../run/parse_json.ts";
import { RunFolderError } from "../run/run_folder_error.ts";
import { THUMBNAIL } from "./thumbnail.ts";

/** A tested video as its networks saw it. */
export interface EmbeddedVideo {
  /** The video's identity in the data set. */
  readonly id: string;
  /** `[features]` of each network: what its last layer reads, mean over the views of the test. */
  readonly features: PerNetwork<Float32Array>;
  /** As {@linkcode thumbnailOf} makes it: uint8 RGB `[60, 80, 3]`. */
  readonly thumbnail: Uint8Array;
}

/** Features and thumbnails of a test. */
export interface Embeddings {
  /** SHA-256 of the `predictions.jsonl` of the same test, in hex. */
  readonly predictions: string;
  /** In the order of the test. */
  readonly videos: readonly EmbeddedVideo[];
}

/** Videos of a test whose features are kept, at most; of more, some at equal distances are. */
export const MAPPED_VIDEOS = 2000;

/** Version of the file; another is refused. */
const VERSION = "1";

/** Values of a pixel. */
const CHANNELS = 3;

const NETWORKS = ["primary", "auxiliary"] as const;

const idsSchema = v.array(v.string());

/** What to do about a broken file. */
const REMEDY = "Evaluate the run again";

/**
 * Writes the features of a test as safetensors: `primary` and, if there are two networks,
 * `auxiliary`, float32 `[videos, features]`; `thumbnails`, uint8 `[videos, 60, 80, 3]`; and in the
 * metadata `videos`, their ids as JSON.
 *
 * @throws {DiskFullError} If the disk is full.
 */
export async function writeEmbeddings(
  path: string,
  { predictions, videos }: Embeddings,
): Promise<void> {
  const networks = NETWORKS.filter((network) => videos[0]?.features[network] !== undefined);
  const tensors = networks.map((network): TensorToWrite => {
    const rows = videos.map(({ features }) => features[network]!);
    return {
      name: network,
      dtype: "F32",
      shape: [rows.length, rows[0]!.length],
      read: () => joined(rows, Float32Array),
    };
  });
  const thumbnails: TensorToWrite = {
    name: "thumbnails",
    dtype: "U8",
    shape: [videos.length, THUMBNAIL.height, THUMBNAIL.width, CHANNELS],
    read: () => joined(videos.map(({ thumbnail }) => thumbnail), Uint8Array),
  };
  const ids = JSON.stringify(videos.map(({ id }) => id));
  const metadata = { version: VERSION, predictions, videos: ids };
  try {
    await writeSafetensors(path, [...tensors, thumbnails], metadata);
  } catch (error) {
    throw explainFullDisk(path, error, "The checkpoints are kept; make room and evaluate again.");
  }
}

/**
 * Reads what {@linkcode writeEmbeddings} wrote; undefined if there is no file, as in runs that were
 * tested by an earlier version.
 *
 * @throws {SafetensorsError} If the file is broken.
 * @throws {RunFolderError} If it holds something else.
 */
export async function readEmbeddings(path: string): Promise<Embeddings | undefined> {
  if (statIfPresent(path) === undefined) return undefined;
  using file = await SafetensorsReader.open(path);
  const { version, predictions, videos: text } = file.metadata;
  if (version !== VERSION || predictions === undefined || text === undefined) {
    throw damage(path, `its metadata must be that of version ${VERSION}`);
  }
  const ids = parseJson(text, { path, schema: idsSchema, remedy: REMEDY });
  const thumbnails = await readThumbnails(file, ids.length);
  const primary = await readFeatures(file, "primary", ids.length);
  const auxiliary = file.tensors.has("auxiliary")
    ? await readFeatures(file, "auxiliary", ids.length)
    : undefined;
  const videos = ids.map((id, index): EmbeddedVideo => {
    const features = { primary: primary[index]! };
    return {
      id,
      thumbnail: thumbnails[index]!,
      features: auxiliary === undefined ? features : { ...features, auxiliary: auxiliary[index]! },
    };
  });
  return { predictions, videos };
}

async function readFeatures(
  file: SafetensorsReader,
  name: string,
  videos: number,
): Promise<Float32Array[]> {
  const shape = file.tensors.get(name)?.shape;
  const values = await file.read(name);
  if (!(values instanceof Float32Array) || shape?.length !== 2 || shape[0] !== videos) {
    throw damage(file.path, `'${name}' must be float32 [${videos}, features]`);
  }
  if (!values.every(Number.isFinite)) throw damage(file.path, `'${name}' must be finite numbers`);
  return rowsOf(values, videos);
}

async function readThumbnails(file: SafetensorsReader, videos: number): Promise<Uint8Array[]> {
  const expected = [videos, THUMBNAIL.height, THUMBNAIL.width, CHANNELS];
  const shape = file.tensors.get("thumbnails")?.shape;
  const values = await file.read("thumbnails");
  if (!(values instanceof Uint8Array) || String(shape) !== String(expected)) {
    throw damage(file.path, `'thumbnails' must be uint8 [${expected.join(", ")}]`);
  }
  return rowsOf(values, videos);
}

/** Divides values into as many parts of one length. */
function rowsOf<Values extends Float32Array | Uint8Array>(values: Values, rows: number): Values[] {
  const length = values.length / Math.max(1, rows);
  return Array.from(
    { length: rows },
    (_, row) => values.slice(row * length, (row + 1) * length) as Values,
  );
}

/** Puts arrays of one length one after another. */
function joined<Values extends Float32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>>(
  parts: readonly ArrayLike<number>[],
  Type: new (length: number) => Values,
): Values {
  const length = parts[0]?.length ?? 0;
  const values = new Type(parts.length * length);
  for (const [index, part] of parts.entries()) values.set(part, index * length);
  return values;
}

function damage(path: string, problem: string): RunFolderError {
  return new RunFolderError(`Cannot read ${path} as ${problem}. ${REMEDY}`);
}
