import assert from "node:assert/strict";
import { ffmpegVersion } from "../../../datasets/ffmpeg/_ffmpeg_version.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { writeScript } from "./_scripts.ts";

/** What `-version` prints, and whether that ffmpeg is new enough. */
const VERSIONS = [
  { says: "ffmpeg version 4.1 Copyright", isTaken: true },
  { says: "ffmpeg version n9.0.2-17-g2a571b6068", isTaken: true },
  { says: "ffmpeg version 5.1.9-0+deb12u1", isTaken: true },
  { says: "ffmpeg version 4.0.6", isTaken: false },
  { says: "ffmpeg version 3.4.11-0ubuntu0.1", isTaken: false },
  {
    says: "ffmpeg version N-47683-g0e8eb07980\nlibavfilter     7. 46.101 / 7. 46.101",
    isTaken: true,
  },
  { says: "ffmpeg version N-90000-gabcdef\nlibavfilter     7. 12.100 / 7. 12.100", isTaken: false },
] as const;

for (const { says, isTaken } of VERSIONS) {
  Deno.test(`ffmpegVersion() ${isTaken ? "takes" : "refuses"} '${says.replace("\n", "', '")}'`, () =>
    withFolder(async (folder) => {
      const path = await writeScript(folder, "ffmpeg", `echo '${says}'`);
      if (isTaken) assert.match(says, new RegExp(RegExp.escape(await ffmpegVersion(path))));
      else await assert.rejects(ffmpegVersion(path), /is ffmpeg \S+: it must be 4\.1 or newer$/);
    }));
}
