import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { ffmpegVersion } from "../../../datasets/ffmpeg/_ffmpeg_version.ts";
import { installStaticBinary } from "../../../datasets/ffmpeg/_static_binary.ts";

Deno.test("installStaticBinary() runs the package's own installer once, for calls at the same time", async () => {
  await using place = await Place.make(() => new Response(PACKED));
  const [path, samePath] = await Promise.all([place.install(), place.install()]);
  assert.equal(samePath, path);
  assert.equal(await ffmpegVersion(path), "9.1");
  assert.equal(place.downloads, 1);
  assert.deepEqual(place.names(), [NAME, `${NAME}.lock`]);
});

Deno.test("installStaticBinary() remembers that it failed", async () => {
  await using place = await Place.make(() => new Response(null, { status: 404 }));
  await assert.rejects(place.install(), /^Error: its installer fails: /);
  const downloads = place.downloads;
  await assert.rejects(
    place.install(),
    /^Error: its installer failed earlier \(.*\); remove .*failure/,
  );
  assert.equal(place.downloads, downloads);
  assert.deepEqual(place.names(), [`${NAME}.failure`, `${NAME}.lock`]);
});

Deno.test("installStaticBinary() gives up on a download that takes too long", async () => {
  const stalled = new ReadableStream({ start: (body) => body.enqueue(PACKED) });
  await using place = await Place.make(() => new Response(stalled));
  await assert.rejects(place.install(1500), /it took longer than 1.5 s/);
  assert.deepEqual(place.names(), [`${NAME}.failure`, `${NAME}.lock`]);
});

const NAME = "ffmpeg-static-5.3.0";
const PACKED = new Uint8Array(gzipSync("#!/bin/sh\necho ffmpeg version 9.1\n"));

/** Where Deno keeps its npm packages: it would follow a changed XDG_CACHE_HOME. */
const DENO_DIR = denoDirectory();

function denoDirectory(): string {
  const { stdout } = new Deno.Command(Deno.execPath(), { args: ["info", "--json"] }).outputSync();
  return JSON.parse(new TextDecoder().decode(stdout)).denoDir;
}

/** A cache to install into and a server in place of the one that ffmpeg-static downloads from. */
class Place implements AsyncDisposable {
  /** How often the binary was asked for. */
  downloads = 0;
  readonly #directory: string;
  readonly #stop = new AbortController();
  readonly #server: Deno.HttpServer<Deno.NetAddr>;

  private constructor(directory: string, answer: () => Response) {
    this.#directory = directory;
    this.#server = Deno.serve({
      hostname: "127.0.0.1",
      port: 0,
      signal: this.#stop.signal,
      onListen: () => {},
    }, (request) => {
      if (!request.url.endsWith(".gz")) return new Response("text");
      this.downloads++;
      return answer();
    });
  }

  static async make(answer: () => Response): Promise<Place> {
    return new Place(await Deno.makeTempDir(), answer);
  }

  install(limitMilliseconds = 60_000): Promise<string> {
    return installStaticBinary({
      directory: this.#directory,
      limitMilliseconds,
      environment: {
        FFMPEG_BINARIES_URL: `http://127.0.0.1:${this.#server.addr.port}`,
        // The package's installer keeps what it downloads by address in a cache of its own.
        XDG_CACHE_HOME: `${this.#directory}/package`,
        DENO_DIR,
      },
    });
  }

  /** Names in the cache, but for the folder of the package's own cache. */
  names(): string[] {
    return [...Deno.readDirSync(this.#directory)].map(({ name }) => name)
      .filter((name) => name !== "package").sort();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#server.finished;
    await Deno.remove(this.#directory, { recursive: true });
  }
}
