import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { join } from "node:path";
import { Message } from "../../../pipeline/protobuf/message.ts";
import { writeMessage } from "../../../pipeline/protobuf/write_message.ts";
import { withFolder } from "../../_temporary_folder.ts";

Deno.test("Message encodes fields as the specification's examples do", () => {
  // https://protobuf.dev/programming-guides/encoding: 150, "testing", and [3, 270, 86942].
  assert.deepEqual([...new Message().integer(1, 150).toBytes()], [0x08, 0x96, 0x01]);
  assert.deepEqual(
    [...new Message().text(2, "testing").toBytes()],
    [0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67],
  );
  assert.deepEqual(
    [...new Message().message(3, new Message().integer(1, 150)).toBytes()],
    [0x1a, 0x03, 0x08, 0x96, 0x01],
  );
  assert.deepEqual(
    [...new Message().integers(6, [3, 270, 86942]).toBytes()],
    [0x32, 0x06, 0x03, 0x8e, 0x02, 0x9e, 0xa7, 0x05],
  );
});

Deno.test("Message encodes a negative integer as 64 bits, booleans, and numbers", () => {
  assert.deepEqual(
    [...new Message().integer(1, -1).toBytes()],
    [0x08, ...new Array(9).fill(0xff), 0x01],
  );
  assert.deepEqual([...new Message().integer(1, true).toBytes()], [0x08, 1]);
  assert.deepEqual([...new Message().float(16, 1).toBytes()], [0x85, 0x01, 0, 0, 0x80, 0x3f]);
  assert.deepEqual(
    [...new Message().double(1, 1).toBytes()],
    [0x09, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f],
  );
});

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
