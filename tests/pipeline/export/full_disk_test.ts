import assert from "node:assert/strict";
import { join } from "node:path";
import type { Config } from "../../../pipeline/config/config.ts";
import { writeOnnx } from "../../../pipeline/export/onnx/write_onnx.ts";
import { recordModel } from "../../../pipeline/export/record_model.ts";
import type { RunModel } from "../../../pipeline/export/run_model.ts";
import { writeSavedModel } from "../../../pipeline/export/write_saved_model.ts";
import { writeWeights } from "../../../pipeline/export/write_weights.ts";
import { DiskFullError } from "../../../pipeline/files/disk_full_error.ts";
import { withFolder } from "../../_temporary_folder.ts";
import "../../_tensorflow.ts";
import { canMount, withSmallDisk } from "../_small_disk.ts";
import { tinyModel } from "./_tiny_models.ts";

type Write = (path: string, model: RunModel, config: Config) => Promise<void>;

const WRITERS: Readonly<Record<string, Write>> = {
  "weights.safetensors": writeWeights,
  "model.onnx": (path, { networks, facts }) => writeOnnx(path, recordModel(networks, facts), facts),
  "a_saved_model": (path, { networks, facts }) =>
    writeSavedModel(path, recordModel(networks, facts), facts),
};

for (const [name, write] of Object.entries(WRITERS)) {
  Deno.test({
    name: `${name} is not written in part on a full disk`,
    ignore: !await canMount(),
    fn: () =>
      withFolder((folder) =>
        withSmallDisk(folder, async () => {
          const { config, model } = await tinyModel("basic", "primary");
          using _model = model;
          const path = join(folder, name);
          await assert.rejects(write(path, model, config), (error) => {
            assert.ok(error instanceof DiskFullError);
            assert.ok(error.message.startsWith(`Cannot write ${path}`), error.message);
            assert.match(error.message, /as the disk must have room: it is full$/);
            return true;
          });
          assert.deepEqual([...Deno.readDirSync(folder)], []);
        })
      ),
  });
}
