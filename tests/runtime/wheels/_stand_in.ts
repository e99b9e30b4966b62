import { createHash, randomBytes } from "node:crypto";
import type { Wheel } from "../../../runtime/wheels/wheel.ts";
import { zip } from "./_zip.ts";

/** A small wheel that replaces TensorFlow's. */
export interface StandIn {
  readonly wheel: Wheel;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Contents of the members by `fileName`. */
  readonly members: ReadonlyMap<string, Uint8Array>;
}

/** Makes a wheel with two members and other files, which pip accepts as well. */
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
    sha256: sha256Of(bytes),
    members: [...members].map(([fileName, content]) => ({
      path: `stand_in/${fileName}`,
      fileName,
      bytes: content.length,
      sha256: sha256Of(content),
    })),
  };
  return { wheel, bytes, members };
}

/** Returns the SHA-256 of bytes, lower-case hexadecimal. */
export function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** How {@linkcode PackageIndex} sends the wheel. */
export type Delivery =
  | "whole"
  | "shorter"
  | "longer"
  | "endless"
  | "broken off"
  | "stalled"
  | "a byte at a time"
  | "other content"
  | "elsewhere, unencrypted"
  | "in a circle"
  | "refused";

/** A package index on this machine that offers one wheel and counts its downloads. */
export class PackageIndex implements AsyncDisposable {
  /** How the wheel is sent from now on. */
  delivery: Delivery;
  /** Number of requests for the wheel. */
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
      case "longer":
        return new Response(new Uint8Array(bytes.length + 1));
      case "endless":
        return new Response(this.#endlessBody(half));
      case "a byte at a time":
        return new Response(drippingBody());
      case "elsewhere, unencrypted":
        return Response.redirect("http://files.example/stand-in.whl", 302);
      case "in a circle":
        return new Response(null, { status: 307, headers: { location: "#" } });
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

  /** Ends with the server, as the server waits for its answers. */
  #endlessBody(part: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array<ArrayBuffer>> {
    const { signal } = this.#stop;
    return new ReadableStream({
      async pull(body) {
        // A moment for other tasks, of which the end of the client is one.
        await new Promise((resolve) => setTimeout(resolve));
        if (signal.aborted) body.close();
        else body.enqueue(part.slice());
      },
    });
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

/** Never silent, never done. */
function drippingBody(): ReadableStream<Uint8Array<ArrayBuffer>> {
  let timer: ReturnType<typeof setInterval> | undefined;
  return new ReadableStream({
    start(body) {
      timer = setInterval(() => body.enqueue(new Uint8Array(1)), 20);
    },
    cancel() {
      clearInterval(timer);
    },
  });
}
