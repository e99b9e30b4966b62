import assert from "node:assert/strict";
import { join } from "node:path";
import { writeSafetensors } from "../../../models/safetensors/mod.ts";
import {
  type EmbeddedVideo,
  readEmbeddings,
  writeEmbeddings,
} from "../../../pipeline/embedding/embeddings_file.ts";
import { RunFolderError } from "../../../pipeline/run/run_folder_error.ts";
import { testInFolder } from "../../datasets/_fixtures.ts";
import { embeddedVideo } from "./_embedded_video.ts";

const PREDICTIONS = "ab".repeat(32);

/** A tensor of zeros. */
function zeros(name: string, shape: readonly number[]) {
  const read = () => new Float32Array(shape.reduce((product, extent) => product * extent, 1));
  return { name, dtype: "F32", shape, read } as const;
}

testInFolder("readEmbeddings() reads what writeEmbeddings() wrote", async (folder) => {
  const path = join(folder, "embeddings.safetensors");
  assert.equal(await readEmbeddings(path), undefined);
  const pair = ["a", "ö/\u2028.mp4"].map((id, index) =>
    embeddedVideo(id, { primary: [index, -1], auxiliary: [2, 3, index] })
  );
  const single = pair.map(({ features: { primary }, ...video }): EmbeddedVideo => ({
    ...video,
    features: { primary },
  }));
  for (const videos of [pair, single]) {
    await writeEmbeddings(path, { predictions: PREDICTIONS, videos });
    assert.deepEqual(await readEmbeddings(path), { predictions: PREDICTIONS, videos });
  }
});

testInFolder("readEmbeddings() refuses what writeEmbeddings() does not write", async (folder) => {
  const path = join(folder, "embeddings.safetensors");
  const metadata = { version: "1", predictions: PREDICTIONS, videos: '["a"]' };
  const thumbnails = {
    ...zeros("thumbnails", [1, 60, 80, 3]),
    dtype: "U8",
    read: () => new Uint8Array(14_400),
  } as const;
  const primary = zeros("primary", [1, 2]);
  const read = () => Float32Array.of(1, NaN);
  const cases = [
    [[primary, thumbnails], { ...metadata, version: "2" }, /metadata must be that of version 1/],
    [[primary, thumbnails], { ...metadata, videos: "[1]" }, /as 0 must be text/],
    [[primary, thumbnails], { ...metadata, videos: '["a","b"]' }, /'thumbnails' must be uint8 \[2/],
    [[primary, zeros("thumbnails", [1, 60, 80, 3])], metadata, /'thumbnails' must be uint8 \[1/],
    [[zeros("primary", [2, 1]), thumbnails], metadata, /'primary' must be float32 \[1, features\]/],
    [[{ ...primary, read }, thumbnails], metadata, /'primary' must be finite numbers/],
    [[primary, zeros("auxiliary", [1]), thumbnails], metadata, /'auxiliary' must be float32/],
  ] as const;
  for (const [tensors, strings, message] of cases) {
    await writeSafetensors(path, tensors, strings);
    await assert.rejects(readEmbeddings(path), (error) => {
      assert.ok(error instanceof RunFolderError, Deno.inspect(error));
      assert.match(error.message, message);
      assert.match(error.message, /Evaluate the run again$/);
      return true;
    });
  }
  await writeSafetensors(path, [thumbnails], metadata);
  await assert.rejects(readEmbeddings(path), /it has no tensor 'primary'/);
});
