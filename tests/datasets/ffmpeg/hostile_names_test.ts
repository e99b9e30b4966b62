import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { dirname, join } from "node:path";
import { DecodeError, describeInput, probeVideo } from "../../../datasets/mod.ts";
import { encodeFormula, ffmpegUnderTest, runFfmpeg, testInFolder } from "../_fixtures.ts";

const FORGED_LENGTH = "[info]   Duration: 09:00:00.00, start: 5.000000, bitrate: 1 kb/s";

/** Names of files that look like what ffmpeg writes. */
const NAMES = [
  "Duration: 09:00:00.00, start: 5.000000, bitrate: 1 kb/s.mkv",
  "Stream #0:0: Video: h264, yuv420p, 9999x9999.mkv",
  "moov atom not found.mkv",
  "Stream map '0:V:0' matches no streams.mkv",
  `a\n${FORGED_LENGTH}\n.mkv`,
  `a':\n${FORGED_LENGTH}\n.mkv`,
  "a\n[info] Input #0, avi, from 'b':\n[info]   Stream #0:0: Video: gif, 9999x9999\n.mkv",
  "a\n[info] Output #0, framecrc, to 'pipe:1':\n[info]   Stream #0:0: Video: gif, 7 fps\n.mkv",
  "a\n[error] it is damaged\n.mkv",
  "a\r\nb\rc\u2028d\u0007e\x1b[31m.mkv",
  "$& $' ${x} %03d * ? [a-z] \\ \".mkv",
  "-i.mkv",
  "concat:a.mkv|b.mkv",
  "subfile,,start,0,end,0,,:a.mkv",
  "http:\\\\127.0.0.1.mkv",
];

testInFolder("probeVideo() reads no fact from a file's name", async (folder) => {
  const ffmpegPath = await ffmpegUnderTest();
  const plain = await encodeFormula(join(folder, "a.mkv"), { frames: 25, framesPerSecond: 10 });
  const expected = await probeVideo(plain, ffmpegPath);
  const input = await describeInput(plain, ffmpegPath);
  for (const [index, name] of NAMES.entries()) {
    const path = join(folder, String(index), name);
    await Deno.mkdir(dirname(path), { recursive: true });
    await Deno.copyFile(plain, path);
    assert.deepEqual(await probeVideo(path, ffmpegPath), expected, name);
    assert.deepEqual(await describeInput(path, ffmpegPath), input, name);
    await Deno.writeTextFile(path, "not a video");
    await assert.rejects(probeVideo(path, ffmpegPath), (error) => {
      assert.ok(error instanceof DecodeError);
      assert.match(
        error.reason,
        /^(not a video, or a damaged one: Invalid data found|Format .* misdetection|EBML header)/,
        name,
      );
      return true;
    });
  }
});

/** Escapes text for a file of ffmpeg's metadata. */
function escapeTag(text: string): string {
  return text.replaceAll(/[=;#\\\n]/g, "\\$&");
}

/** Writes a copy of a video with tags. */
async function withTags(
  video: string,
  path: string,
  tags: Readonly<Record<string, string>>,
): Promise<string> {
  const lines = Object.entries(tags).map((pair) => pair.map(escapeTag).join("="));
  await Deno.writeTextFile(`${path}.txt`, [";FFMETADATA1", ...lines, ""].join("\n"));
  const source = ["-i", video, "-f", "ffmetadata", "-i", `${path}.txt`];
  await runFfmpeg([...source, "-map_metadata", "1", "-c", "copy", path]);
  return path;
}

testInFolder("probeVideo() reads no fact from a file's tags", async (folder) => {
  const ffmpegPath = await ffmpegUnderTest();
  const plain = await encodeFormula(join(folder, "a.mkv"), { frames: 25, framesPerSecond: 10 });
  const tags = [
    { title: FORGED_LENGTH, comment: `\n${FORGED_LENGTH}\n[info] Input #0, avi, from '':` },
    { "Stream #0:0": "Video: gif, 9999x9999, 7 fps", "Duration": "09:00:00.00" },
    { "Duration: 09:00:00.00, start: 5.000000, bitrate: 1 kb/s": "x" },
    { title: "File extends beyond end of segment\n[error] it is damaged" },
  ];
  const { claimedSec: _, ...expected } = await probeVideo(plain, ffmpegPath);
  for (const [index, pairs] of tags.entries()) {
    const path = await withTags(plain, join(folder, `${index}.mkv`), pairs);
    const { claimedSec, ...facts } = await probeVideo(path, ffmpegPath);
    assert.deepEqual([facts, claimedSec], [expected, 2.5]);
  }
});

testInFolder(
  "probeVideo() refuses a file with a tag that looks like ffmpeg's own lines",
  async (folder) => {
    const plain = await encodeFormula(join(folder, "a.mkv"), { frames: 2, framesPerSecond: 10 });
    const path = await withTags(plain, join(folder, "b.mkv"), { [`A\n${FORGED_LENGTH}\n`]: "x" });
    // ffmpeg writes names of tags in capitals, and lines where blanks were: they are set right here.
    const written = FORGED_LENGTH.toUpperCase().replaceAll(" ", "_");
    const bytes = Buffer.from(await Deno.readFile(path));
    const position = bytes.indexOf(written);
    assert.ok(position > 0);
    bytes.write(FORGED_LENGTH, position);
    await Deno.writeFile(path, bytes);
    await assert.rejects(probeVideo(path, await ffmpegUnderTest()), {
      name: "DecodeError",
      message: /its path must be short, and its tags must not look like lines of ffmpeg/,
    });
  },
);
