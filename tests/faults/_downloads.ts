import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { staticBinary, staticFolder } from "../../datasets/ffmpeg/_static_binary.ts";
import { defaultLocateOptions } from "../../runtime/install/provision.ts";
import { cacheDirectory, thisMachine } from "../../runtime/install/mod.ts";
import { installWheel, type InstallWheelOptions } from "../../runtime/wheels/install_wheel.ts";
import { ProvisionError } from "../../runtime/wheels/provision_error.ts";
import { CommandLine } from "../e2e/_command_line.ts";
import { type Delivery, PackageIndex, standInWheel } from "../runtime/wheels/_stand_in.ts";
import type { Fault, FaultGroup } from "./_fault.ts";
import { errorOf } from "./_seen.ts";

/** Asked here, as the C library that knows the processor's features stays loaded. */
const LOCATE_OPTIONS = defaultLocateOptions(thisMachine());

export const DOWNLOAD_FAULTS: FaultGroup = {
  title: "Downloads and libraries",
  faults: [
    refusedDownload("Another file than the pinned one is downloaded", "other content"),
    refusedDownload("A download has no end", "endless"),
    refusedDownload("A download falls silent", "stalled", { silenceMilliseconds: 300 }),
    refusedDownload("A download comes a byte at a time", "a byte at a time", {
      limitMilliseconds: 1000,
    }),
    refusedDownload("A server leads to an unencrypted address", "elsewhere, unencrypted"),
    {
      fault: "The process is killed in the middle of a download",
      outcome: "The next one removes what it left and downloads again.",
      inject: resumeDownload,
    },
    {
      fault: "TensorFlow's library is cut off",
      outcome: "It is not loaded, which would end the process; the folder to remove is named.",
      async inject(folder) {
        const { wheel } = LOCATE_OPTIONS;
        const name = `${wheel.version}-${Deno.build.os}-${Deno.build.arch}`;
        const library = join(folder, "actnetformer/tensorflow", name, wheel.members[1]!.fileName);
        await writeZeros(
          join(dirname(library), wheel.members[0]!.fileName),
          wheel.members[0]!.bytes,
        );
        await writeZeros(library, 1000);
        return await doctor(folder, "TensorFlow");
      },
    },
    {
      fault: "The bytes of an installed ffmpeg have changed",
      outcome: "It does not run, and no other is used instead; the folder to remove is named.",
      async inject(folder) {
        const binary = staticBinary()!;
        const { path } = staticFolder(join(folder, "actnetformer", "ffmpeg"), binary);
        await writeZeros(join(path, "ffmpeg"), binary.program.bytes);
        return await doctor(folder, "ffmpeg");
      },
    },
  ],
};

function refusedDownload(
  fault: string,
  delivery: Delivery,
  limits: Partial<InstallWheelOptions> = {},
): Fault {
  return {
    fault,
    outcome: "Nothing is installed; other ways are tried, then all reasons are shown.",
    async inject(folder) {
      const standIn = standInWheel();
      await using index = new PackageIndex(standIn, delivery);
      const directory = join(folder, "library");
      const installing = installWheel(standIn.wheel, {
        ...limits,
        directory,
        indexUrl: index.url,
        python: "/nowhere/python3",
        report() {},
      });
      const error = await errorOf(installing);
      assert.ok(error instanceof ProvisionError);
      assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["library.lock"]);
      const { source, reason } = error.attempts.at(-1)!;
      return `${source}: ${stable(reason)}`;
    },
  };
}

async function resumeDownload(folder: string): Promise<string> {
  const standIn = standInWheel();
  await using index = new PackageIndex(standIn, "stalled");
  const directory = join(folder, "library");
  const options = { directory, indexUrl: index.url, python: "/nowhere/python3" };
  const script = new URL("../runtime/wheels/_process.ts", import.meta.url).pathname;
  const job = JSON.stringify({ wheel: standIn.wheel, options });
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--allow-all", script, job],
    stdout: "piped",
  }).spawn();
  const reader = child.stdout.getReader();
  await reader.read();
  child.kill("SIGKILL");
  await reader.cancel();
  await child.status;
  index.delivery = "whole";
  await installWheel(standIn.wheel, { ...options, report() {} });
  const names = [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
  assert.deepEqual(names, ["library", "library.lock"]);
  return "";
}

/** Returns what `doctor` says of a problem with what is in the user's cache. */
async function doctor(cache: string, subject: string): Promise<string> {
  await using command = new CommandLine(cache, ["doctor"], {
    environment: { XDG_CACHE_HOME: cache, DENO_DIR: denoDirectory(), FFMPEG_PATH: "", PATH: "" },
  });
  const { code, stdout } = await command.end();
  assert.equal(code, 1);
  const problem = stdout.split("\n\n").find((text) =>
    text.startsWith("Problem") && text.includes("must be as it was installed") &&
    text.includes(subject)
  );
  return stable(problem ?? stdout);
}

/** Deno's own cache, which is beside ours. */
function denoDirectory(): string {
  return Deno.env.get("DENO_DIR") ?? join(cacheDirectory(), "..", "deno");
}

/** Makes a file of zeros, which takes no room. */
async function writeZeros(path: string, bytes: number): Promise<void> {
  await Deno.mkdir(dirname(path), { recursive: true });
  await Deno.writeTextFile(path, "");
  await Deno.truncate(path, bytes);
}

/** Without what differs from one time to the next. */
function stable(text: string): string {
  return text.replaceAll(/\b[0-9a-f]{64}\b/g, "…").replaceAll(/127\.0\.0\.1:\d+/g, "a server");
}
