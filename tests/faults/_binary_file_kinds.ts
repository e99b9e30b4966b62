import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { readManifest } from "../../datasets/mod.ts";
import { readFileFacts } from "../../models/weights/_file_facts.ts";
import { openWeights, SafetensorsReader, writeSafetensors } from "../../models/mod.ts";
import { embedVideos } from "../../pipeline/embedding/embed_videos.ts";
import { readEmbeddings, writeEmbeddings } from "../../pipeline/embedding/embeddings_file.ts";
import { openCheckpoint } from "../../pipeline/run/open_checkpoint.ts";
import { saveCheckpoint } from "../../pipeline/run/save_checkpoint.ts";
import { CREATE_TABLES } from "../datasets/database/_create_tables.ts";
import { embeddedVideo } from "../pipeline/embedding/_embedded_video.ts";
import { stateAt, TENSORS } from "../pipeline/run/_checkpoints.ts";
import type { FileKind } from "./_file_kind.ts";

/** Reads all tensors of a file. */
async function readAll(path: string): Promise<Map<string, unknown>> {
  using file = await openWeights(path);
  const tensors = new Map<string, unknown>();
  for (const name of file.tensors.keys()) tensors.set(name, await file.read(name));
  return tensors;
}

/** Name of the only part of a network. */
const PART = "model-00001-of-00001.safetensors";

/** Makes the kinds that must be written before they can be damaged, in a folder of their own. */
export async function binaryKinds(folder: string): Promise<FileKind[]> {
  const weights = join(folder, "weights.safetensors");
  const values = { a: [1, 2, 3], b: [4] };
  await writeSafetensors(
    weights,
    Object.entries(values).map(([name, numbers]) => ({
      name,
      dtype: "F32" as const,
      shape: [numbers.length],
      read: () => Float32Array.from(numbers),
    })),
    { format: "pt" },
  );
  const checkpoint = await saveCheckpoint(folder, { state: stateAt(7), tensors: TENSORS });
  const database = join(folder, "videos.sqlite");
  makeDatabase(database);
  const pytorch = new URL("../fixtures/pytorch/protocol_2.pth", import.meta.url);
  return [
    {
      name: "weights in safetensors",
      file: "weights.safetensors",
      content: await Deno.readFile(weights),
      use: readAll,
    },
    {
      name: "weights in PyTorch's format",
      file: "weights.pth",
      content: await Deno.readFile(pytorch),
      use: readAll,
    },
    {
      name: "index of weights in parts",
      file: "model.safetensors.index.json",
      content: `{"metadata":{},"weight_map":{"a":"${PART}"}}`,
      beside: { [PART]: await Deno.readFile(weights) },
      use: readAll,
    },
    {
      name: "what weights say of their network",
      file: "weights.safetensors",
      content: JSON.stringify({
        kind: "timesformer",
        classes: 2,
        size: 32,
        frames: 4,
        patch: 16,
        width: 8,
        depth: 1,
        heads: 2,
        mlpRatio: 4,
        dropout: 0,
        dropPath: 0.1,
      }),
      pack: packMetadata,
      async use(path) {
        using file = await SafetensorsReader.open(path);
        return await readFileFacts(file, "ActNetFormer");
      },
    },
    {
      name: "checkpoint",
      file: "step-000007.safetensors",
      content: await Deno.readFile(checkpoint),
      async use(path) {
        using opened = await openCheckpoint(path);
        const tensors = [];
        for (const name of opened.file.tensors.keys()) tensors.push(await opened.file.read(name));
        return { state: opened.state, tensors };
      },
    },
    {
      name: "features of a test",
      file: "embeddings.safetensors",
      content: await embeddingsFile(folder),
      async use(path) {
        const embeddings = await readEmbeddings(path);
        return embedVideos(embeddings!.videos.map(({ features }) => features));
      },
    },
    {
      name: "database of videos",
      file: "videos.sqlite",
      content: await Deno.readFile(database),
      use: (path) => readManifest(path),
    },
  ];
}

async function embeddingsFile(folder: string): Promise<Uint8Array> {
  const path = join(folder, "embeddings.safetensors");
  const videos = ["a", "b"].map((id, index) =>
    embeddedVideo(id, { primary: [1, index], auxiliary: [index] })
  );
  await writeEmbeddings(path, { predictions: "ab".repeat(32), videos });
  return await Deno.readFile(path);
}

/** Writes a file of weights whose metadata holds a text. */
function packMetadata(content: Uint8Array): Uint8Array<ArrayBuffer> {
  const network = new TextDecoder().decode(content);
  const header = new TextEncoder().encode(JSON.stringify({
    __metadata__: { actnetformer: "0.1.0", network, classes: '["a","b"]' },
    "model.cls_token": { dtype: "F32", shape: [1, 1, 1], data_offsets: [0, 4] },
  }));
  const bytes = new Uint8Array(8 + header.length + 4);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
  bytes.set(header, 8);
  return bytes;
}

function makeDatabase(path: string): void {
  using database = new DatabaseSync(path);
  database.exec(`
    PRAGMA page_size = 512;
    ${CREATE_TABLES}
    INSERT INTO about VALUES ('version', '3'), ('finished', 'yes'), ('classes', '["a","b"]'),
      ('notes', '[]'), ('missing', '[]'), ('split', 'null'), ('testSource', 'null'),
      ('videos', '60');
  `);
  const clock = '{"tickSec":0.01,"maxStepSec":2,"firstTick":0,"keyFrames":[[0,0],[9,0.1]]}';
  for (let index = 0; index < 60; index++) {
    database.prepare("INSERT INTO videos VALUES (?, ?, ?, ?, 0)")
      .run(`${index}.mp4`, `${index}.mp4`, index < 40 ? "train" : "test", index % 2);
    database.prepare(
      "INSERT INTO files VALUES (?, 1, 1, 'ab', NULL, 1.5, 1.5, 25, 32, 24, 32, 24, 0, 0, 1, 'h264', '[]', ?)",
    ).run(`${index}.mp4`, clock);
  }
}
