import assert from "node:assert/strict";
import { Message } from "../../../runtime/protobuf/message.ts";

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
