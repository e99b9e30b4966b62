import { createHash, randomBytes } from "node:crypto";
import { Buffer } from "node:buffer";
import { crc32, deflateRawSync } from "node:zlib";
import type { Wheel } from "../../../runtime/install/wheel.ts";

/** One file to put into a zip archive. */
export interface ZipFile {
  readonly path: string;
  readonly content: Uint8Array;
  /** Whether to store it as it is. @default false */
  readonly stored?: boolean;
}

/** Writes a zip archive: local header and content of each file, then the directory (APPNOTE.TXT 4.3). */
export function zip(files: readonly ZipFile[]): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const { path, content, stored = false } of files) {
    const name = new TextEncoder().encode(path);
    const packed = stored ? content : deflateRawSync(content);
    const common = fields([
      [20, 2],
      [0, 2],
      [stored ? 0 : 8, 2],
      [0, 4],
      [crc32(content), 4],
      [packed.length, 4],
      [content.length, 4],
      [name.length, 2],
    ]);
    // An extra field in the local header only: a reader must not take its length from the directory.
    const extra = fields([[0xcafe, 2], [2, 2], [0, 2]]);
    const local = [
      fields([[0x04034b50, 4]]),
      common,
      fields([[extra.length, 2]]),
      name,
      extra,
      packed,
    ];
    const rest = fields([[0, 2], [0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]]);
    directory.push(fields([[0x02014b50, 4], [20, 2]]), common, rest, name);
    parts.push(...local);
    offset += lengthOf(local);
  }
  const end: [number, number][] = [[0x06054b50, 4], [0, 4], [files.length, 2], [files.length, 2]];
  end.push([lengthOf(directory), 4], [offset, 4], [0, 2]);
  return new Uint8Array(Buffer.concat([...parts, ...directory, fields(end)]));
}

/** A small wheel in place of TensorFlow's. */
export interface StandIn {
  readonly wheel: Wheel;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Contents of the members by `fileName`. */
  readonly members: ReadonlyMap<string, Uint8Array>;
}

/** Makes a wheel with two members worth taking and other files, which pip accepts as well. */
export function standInWheel(): StandIn {
  const name = "actnetformer_stand_in";
  const members = new Map<string, Uint8Array>([
    ["first.so", new Uint8Array(randomBytes(300_000))],
    ["second.so", new Uint8Array(2_500_000).map((_, index) => index % 251)],
  ]);
  const text = (content: string) => new TextEncoder().encode(content);
  const bytes = zip([
    { path: "stand_in/__init__.py", content: text("") },
    ...[...members].map(([fileName, content]) => ({
      path: `stand_in/${fileName}`,
      content,
      stored: fileName === "first.so",
    })),
    {
      path: `${name}-1.0.dist-info/METADATA`,
      content: text("Metadata-Version: 2.1\nName: actnetformer-stand-in\nVersion: 1.0\n"),
    },
    {
      path: `${name}-1.0.dist-info/WHEEL`,
      content: text("Wheel-Version: 1.0\nRoot-Is-Purelib: false\nTag: cp311-cp311-any\n"),
    },
    { path: `${name}-1.0.dist-info/RECORD`, content: text("") },
  ]);
  const wheel: Wheel = {
    project: "actnetformer-stand-in",
    version: "1.0",
    fileName: `${name}-1.0-cp311-cp311-manylinux_2_27_x86_64.whl`,
    pythonVersion: "3.11",
    platform: "manylinux_2_27_x86_64",
    bytes: bytes.length,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    members: [...members].map(([fileName, content]) => ({
      path: `stand_in/${fileName}`,
      fileName,
      bytes: content.length,
    })),
  };
  return { wheel, bytes, members };
}

/** How {@linkcode PackageIndex} sends the wheel. */
export type Delivery = "whole" | "shorter" | "broken off" | "stalled" | "other content" | "refused";

/** A package index on this machine that offers one wheel and counts its downloads. */
export class PackageIndex implements AsyncDisposable {
  /** How the wheel is sent from now on. */
  delivery: Delivery;
  /** How often the wheel was asked for. */
  downloads = 0;
  readonly #standIn: StandIn;
  readonly #stop = new AbortController();
  readonly #server: Deno.HttpServer<Deno.NetAddr>;

  constructor(standIn: StandIn, delivery: Delivery = "whole") {
    this.#standIn = standIn;
    this.delivery = delivery;
    this.#server = Deno.serve({
      hostname: "127.0.0.1",
      port: 0,
      signal: this.#stop.signal,
      onListen: () => {},
    }, (request) => this.#answer(new URL(request.url).pathname));
  }

  /** Address of the index, as pip's `--index-url`. */
  get url(): string {
    return `http://127.0.0.1:${this.#server.addr.port}/simple/`;
  }

  #answer(path: string): Response {
    const { wheel } = this.#standIn;
    if (path === `/simple/${wheel.project}/`) {
      const files = [{
        filename: wheel.fileName,
        url: `../../files/${wheel.fileName}`,
        hashes: {},
      }];
      const page = { meta: { "api-version": "1.0" }, name: wheel.project, files };
      const headers = { "content-type": "application/vnd.pypi.simple.v1+json" };
      return new Response(JSON.stringify(page), { headers });
    }
    if (path !== `/files/${wheel.fileName}`) return new Response(null, { status: 404 });
    this.downloads++;
    return this.#sendWheel();
  }

  #sendWheel(): Response {
    const { bytes } = this.#standIn;
    const half = bytes.slice(0, bytes.length / 2);
    switch (this.delivery) {
      case "whole":
        return new Response(bytes);
      case "shorter":
        return new Response(half);
      case "broken off":
        return new Response(startedBody(half, (body) => body.close()), {
          headers: { "content-length": String(bytes.length) },
        });
      case "stalled":
        return new Response(startedBody(half, () => {}));
      case "other content":
        return new Response(bytes.map((byte) => byte ^ 1));
      case "refused":
        return new Response(null, { status: 503 });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#server.finished;
  }
}

function startedBody(
  start: Uint8Array<ArrayBuffer>,
  then: (body: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>) => void,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let sent = false;
  return new ReadableStream({
    pull(body) {
      if (sent) return then(body);
      sent = true;
      body.enqueue(start);
    },
  });
}

function fields(values: readonly [value: number, bytes: number][]): Uint8Array {
  return Uint8Array.from(
    values.flatMap(([value, bytes]) =>
      Array.from({ length: bytes }, (_, index) => (value >>> (8 * index)) & 0xff)
    ),
  );
}

function lengthOf(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, part) => sum + part.length, 0);
}
