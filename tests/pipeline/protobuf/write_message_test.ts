import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { join } from "node:path";
import { writeMessage } from "../../../pipeline/protobuf/write_message.ts";
import { Message } from "../../../runtime/protobuf/message.ts";
import { withFolder } from "../../_temporary_folder.ts";

Deno.test("writeMessage() writes short and long pieces in their order", () =>
  withFolder(async (folder) => {
    const message = new Message();
    for (const length of [1, 2 ** 21, 3, 2 ** 20 - 1, 2 ** 19]) {
      message.bytes(1, new Uint8Array(length).fill(length % 251));
    }
    const path = join(folder, "message.pb");
    await writeMessage(path, message);
    assert.ok(Buffer.from(await Deno.readFile(path)).equals(message.toBytes()));
  }));

Deno.test("writeMessage() refuses what no program reads, and writes nothing", () =>
  withFolder(async (folder) => {
    const message = new Message();
    const tensor = new Uint8Array(2 ** 20);
    for (let count = 0; count < 2048; count++) message.bytes(1, tensor);
    const path = join(folder, "model.onnx");
    await assert.rejects(
      writeMessage(path, message),
      /^RangeError: Cannot write .*model\.onnx as it must be smaller than 2 GiB, .*: it would have 21474\d+ bytes$/,
    );
    assert.deepEqual([...Deno.readDirSync(folder)], []);
  }));
