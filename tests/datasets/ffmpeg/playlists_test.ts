import assert from "node:assert/strict";
import { join } from "node:path";
import { DecodeError, openStream, probeVideo } from "../../../datasets/mod.ts";
import { ffmpegUnderTest, testInFolder } from "../_fixtures.ts";
import { playlists, writePlaylist } from "./_playlists.ts";

const GRID = { framesPerSecond: 10, size: { shortSide: 12 } };

/** Ends what waits for ever, for example for a pipe that nobody writes into. */
const LIMIT_MILLISECONDS = 60_000;

/** An address that counts the connections to it. */
class Canary implements Disposable {
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  touches = 0;

  constructor() {
    this.#count();
  }

  get address(): string {
    return `http://127.0.0.1:${this.#listener.addr.port}/secret.ts`;
  }

  async #count(): Promise<void> {
    for await (const connection of this.#listener) {
      this.touches++;
      connection.close();
    }
  }

  [Symbol.dispose](): void {
    this.#listener.close();
  }
}

/** Makes a pipe without a writer: who opens it waits for ever. */
async function makePipe(path: string): Promise<void> {
  const { success } = await new Deno.Command("mkfifo", { args: [path] }).output();
  assert.ok(success);
}

function isRefused(error: unknown): boolean {
  assert.ok(error instanceof DecodeError, String(error));
  return true;
}

testInFolder("probeVideo() opens no file and no address that a file names", async (folder) => {
  using canary = new Canary();
  await makePipe(join(folder, "secret.ts"));
  const ffmpegPath = await ffmpegUnderTest();
  for (const playlist of playlists("secret.ts", canary.address)) {
    for (const extension of ["mp4", "mkv", "ts", "m3u8"]) {
      const path = await writePlaylist(folder, playlist, extension);
      const signal = AbortSignal.timeout(LIMIT_MILLISECONDS);
      await assert.rejects(probeVideo(path, ffmpegPath, signal), isRefused, path);
    }
  }
  assert.equal(canary.touches, 0);
});

testInFolder("probeVideo() takes a pattern of numbered images for a name", async (folder) => {
  await makePipe(join(folder, "a1.png"));
  const path = join(folder, "a%d.png");
  await Deno.writeTextFile(path, "no image");
  const probing = probeVideo(
    path,
    await ffmpegUnderTest(),
    AbortSignal.timeout(LIMIT_MILLISECONDS),
  );
  await assert.rejects(probing, isRefused);
});

testInFolder("probeVideo() says what is wrong with a playlist", async (folder) => {
  const [first] = playlists("secret.ts", "").filter(({ name }) => name === "ffconcat");
  assert.ok(first !== undefined);
  const path = await writePlaylist(folder, first, "mp4");
  await assert.rejects(probeVideo(path, await ffmpegUnderTest()), {
    message: /its format must be one that holds images and opens no other files, not a playlist/,
  });
});

testInFolder("openStream() opens nothing that the bytes of a stream name", async (folder) => {
  using canary = new Canary();
  await makePipe(join(folder, "secret.ts"));
  const ffmpegPath = await ffmpegUnderTest();
  for (const playlist of playlists(join(folder, "secret.ts"), canary.address)) {
    const bytes = new Blob([playlist.text]).stream();
    const opening = openStream(
      { kind: "bytes", name: "-", bytes },
      { ...GRID, ffmpegPath },
      AbortSignal.timeout(LIMIT_MILLISECONDS),
    );
    await assert.rejects(opening, isRefused, playlist.name);
  }
  assert.equal(canary.touches, 0);
});

testInFolder("openStream() opens no file that a file behind an address names", async (folder) => {
  using canary = new Canary();
  await makePipe(join(folder, "secret.ts"));
  const ffmpegPath = await ffmpegUnderTest();
  const texts = new Map<string, string>();
  const secret = join(folder, "secret.ts");
  for (const { name, text } of playlists(secret, canary.address)) {
    texts.set(`/${name.replaceAll(" ", "-")}.mp4`, text.replaceAll(secret, `file:${secret}`));
  }
  const answer = (request: Request) => new Response(texts.get(new URL(request.url).pathname) ?? "");
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, answer);
  for (const path of texts.keys()) {
    const stream = {
      kind: "address",
      address: `http://127.0.0.1:${server.addr.port}${path}`,
    } as const;
    const signal = AbortSignal.timeout(LIMIT_MILLISECONDS);
    // What an HLS playlist of the user's leads to on the network may be opened.
    await assert.rejects(openStream(stream, { ...GRID, ffmpegPath }, signal), isRefused, path);
  }
  await server.shutdown();
});
