import assert from "node:assert/strict";
import { join } from "node:path";
import { readManifest } from "../../../datasets/mod.ts";
import { runCli } from "../_command_line.ts";
import { withMotionVideos } from "./_motion_videos.ts";

Deno.test("data index writes a database, names broken videos, and reads no video twice", () =>
  withMotionVideos(async ({ data, output }) => {
    const broken = join(data, "train", "orbit", "000.mp4");
    await Deno.writeTextFile(broken, "not a video");
    const database = join(output, "videos.sqlite");

    const first = await runCli(["data", "index", data, database]);
    assert.equal(first.code, 0, first.stderr);
    assert.ok(first.stderr.includes(`broken: ${broken}: `), first.stderr);
    assert.equal(first.stdout, `${database}: 24 videos, 1 broken, 0 indexed earlier\n`);
    assert.equal((await readManifest(database)).train.length, 16);

    const again = await runCli(["data", "index", data, database]);
    assert.equal(again.stdout, `${database}: 24 videos, 1 broken, 24 indexed earlier\n`);
  }));
