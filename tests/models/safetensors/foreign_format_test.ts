import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { join } from "node:path";
import fc from "fast-check";
import { SafetensorsError, SafetensorsReader } from "../../../models/safetensors/mod.ts";
import { withFolder } from "../../_temporary_folder.ts";

/** Bytes of a file, a character for each. */
function bytesOf(text: string): Uint8Array {
  return Buffer.from(text.padEnd(300, "\0"), "latin1");
}

/** The beginning of a zip archive with one file. */
function zip(name: string): Uint8Array {
  return bytesOf(`PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0${name}`);
}

/** Returns the end of the message that a file is refused with. */
async function refusalOf(content: Uint8Array | string, name = "weights.bin"): Promise<string> {
  return await withFolder(async (folder) => {
    const path = join(folder, name);
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    await Deno.writeFile(path, bytes);
    try {
      using _file = await SafetensorsReader.open(path);
    } catch (error) {
      assert.ok(error instanceof SafetensorsError, String(error));
      assert.ok(!error.message.includes("\n"), error.message);
      const beginning = `Cannot read '${path}' as safetensors: `;
      assert.ok(error.message.startsWith(beginning), error.message);
      return error.message.slice(beginning.length).replaceAll(folder, "FOLDER");
    }
    throw new Error("Cannot show a refusal as the file must not be safetensors");
  });
}

const FORMATS: readonly (readonly [string, Uint8Array | string, RegExp])[] = [
  ["an empty file", "", /^it is empty\./],
  [
    "a PyTorch checkpoint",
    zip("archive/data.pkl"),
    /^it is a PyTorch checkpoint, .* since 1\.6\. openWeights\(\) reads it$/,
  ],
  [
    "a PyTorch checkpoint of before 1.6",
    bytesOf("\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.\x80\x02M\xe9\x03."),
    /^it is a PyTorch checkpoint, .* before 1\.6\. openWeights\(\) reads it$/,
  ],
  [
    "TorchScript",
    zip("net/data.pkl....net/constants.pkl"),
    /^it is a TorchScript archive\. It holds a program\. Save model\.state_dict\(\)/,
  ],
  ["an .npz", zip("weight.npy"), /^it is a NumPy archive/],
  ["an .npy", bytesOf("\x93NUMPY\x01\0v\0{'descr': '<f8'"), /^it is a NumPy array/],
  ["a .keras", zip("config.json....model.weights.h5"), /^it is a Keras model/],
  ["another zip", zip("weights/model.safetensors"), /^it is a zip archive\. Unpack it/],
  [
    "another pickle",
    bytesOf("\x80\x04\x95\xab\0\0\0\0"),
    /^it is a Python pickle that torch\.save/,
  ],
  ["HDF5", bytesOf("\x89HDF\r\n\x1a\n\0\0\0\0"), /^it is an HDF5 file/],
  ["a SavedModel", bytesOf("\x08\x01\x12\x85\x02\n\x10"), /^it is a TensorFlow SavedModel/],
  [
    "a TensorFlow checkpoint",
    Buffer.from(`\0\0\x0a\x01${"\x05".repeat(99)}\x57\xfb\x80\x8b\x24\x75\x47\xdb`, "latin1"),
    /^it is the index of a TensorFlow checkpoint/,
  ],
  ["TFLite", bytesOf("\x1c\0\0\0TFL3"), /^it is a TensorFlow Lite model/],
  ["ONNX with a producer", bytesOf("\x08\x0e\x12\x07pytorch"), /^it is an ONNX model/],
  ["ONNX without a producer", bytesOf("\x08\x07:#\x12\x01g"), /^it is an ONNX model/],
  ["GGUF", bytesOf("GGUF\x03\0\0\0"), /^it is a GGUF file/],
  [
    "gzip",
    bytesOf("\x1f\x8b\x08\x08"),
    /^it is compressed with gzip\. Unpack it, and give the file of weights in it$/,
  ],
  ["bzip2", bytesOf("BZh91AY"), /compressed with bzip2\. Unpack it/],
  ["xz", bytesOf("\xfd7zXZ\0"), /compressed with xz\. Unpack it/],
  ["zstd", bytesOf("\x28\xb5\x2f\xfd"), /compressed with zstd\. Unpack it/],
  ["7-Zip", bytesOf("7z\xbc\xaf\x27\x1c"), /^it is a 7-Zip archive/],
  ["RAR", bytesOf("Rar!\x1a\x07"), /^it is a RAR archive/],
  [
    "tar",
    bytesOf(`${"model.safetensors".padEnd(257, "\0")}ustar`),
    /^it is a tar archive\. Unpack it/,
  ],
  ["a download of zeros", new Uint8Array(4096), /^it is a file that begins with zeros/],
  [
    "a Git LFS pointer",
    "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n",
    /^it is a Git LFS pointer.*git lfs pull$/,
  ],
  ["a git-annex pointer", "/annex/objects/SHA256E-s3--ab.bin\n", /^it is a git-annex pointer/],
  ["a DVC pointer", "outs:\n- md5: 12\n  path: model.safetensors\n", /^it is a DVC pointer/],
  [
    "a web page",
    "<!DOCTYPE html>\n<html><title>Sign in</title>",
    /^it is a web page .*\/resolve\//,
  ],
  ["a page after a comment", "\n<!-- a -->\n<HTML lang=en>", /^it is a web page/],
  ["a page in UTF-16", Buffer.from("\ufeff<html>", "utf16le"), /^it is a web page/],
  [
    "a page in Latin-1",
    Buffer.from("<html><title>Zugriff verweigert für Gäste</title>", "latin1"),
    /^it is a web page/,
  ],
  [
    "a server's XML",
    '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>',
    /^it is XML that begins with .*AccessDenied/,
  ],
  ["a server's JSON", '{"error":"Not found"}', /^it is JSON that begins with .*Not found/],
  ["JSON with a brace at byte 8", '{"data":{"error":"no"}}', /^it is JSON that begins with/],
  [
    "an index of shards",
    '{"weight_map":{"a":"m-1-of-2.safetensors","b":"m-2-of-2.safetensors","c":"m-1-of-2.safetensors"}}',
    /^it is the index of a checkpoint in 2 files \(m-1-of-2\.safetensors, m-2-of-2\.safetensors\)\. openWeights\(\)/,
  ],
  [
    "an index of PyTorch shards",
    '{"weight_map": {"a": "p-1-of-1.bin"}}',
    /^it is the index of a PyTorch checkpoint in 1 file \(p-1-of-1\.bin\)\. openWeights\(\)/,
  ],
  ["a server's text", "Entry not found", /^it is text that begins with "Entry not found"/],
  [
    "unknown bytes",
    bytesOf("\xab\xcd\xef\x01\x02"),
    /no other format known here: it begins with the bytes ab cd ef 01 02 00 00 00$/,
  ],
];

Deno.test.each(FORMATS)(
  "SafetensorsReader says what a file is: %s",
  async (_, content, message) => {
    assert.match(await refusalOf(content), message);
  },
);

Deno.test("SafetensorsReader refuses any bytes in one line of at most 400 characters", () =>
  fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 64 }), async (bytes) => {
      assert.ok((await refusalOf(bytes)).length < 400);
    }),
    { numRuns: 200 },
  ));

Deno.test("SafetensorsReader refuses what is not a file, and names what may be meant", () =>
  withFolder(async (folder) => {
    const refusal = (name: string, message: RegExp) =>
      assert.rejects(SafetensorsReader.open(name), { name: "SafetensorsError", message });
    await refusal(join(folder, "a"), /a' as safetensors: there is no such file$/);
    await Deno.symlink("blobs/ab12", join(folder, "link"));
    await refusal(
      join(folder, "link"),
      /there is no such file: it is a link to 'blobs\/ab12', which/,
    );
    await refusal("https://example.org/a.safetensors", /Links are not followed/);
    await refusal("~/a.safetensors", /'~' is not expanded here/);
    await refusal("/dev/null", /it is a device or a pipe/);
    await refusal(folder, /it is a folder without a \.safetensors file$/);
    for (const name of ["primary.safetensors", "auxiliary.safetensors", "config.json"]) {
      await Deno.writeTextFile(join(folder, name), "{}");
    }
    await refusal(
      folder,
      /it is a folder\. Give a file of it: \S+\/auxiliary\.safetensors, \S+\/primary\.safetensors$/,
    );
    await Deno.writeTextFile(join(folder, "model.safetensors"), "{}");
    await refusal(folder, /Give a file of it: \S+\/model\.safetensors$/);
    await refusal(join(folder, "model.safetensors/a"), /there is no such file$/);
  }));
