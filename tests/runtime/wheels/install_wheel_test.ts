import assert from "node:assert/strict";
import { join } from "node:path";
import { findMisfit } from "../../../runtime/wheels/find_misfit.ts";
import { installWheel, type InstallWheelOptions } from "../../../runtime/wheels/install_wheel.ts";
import type { InstallProgress } from "../../../runtime/wheels/progress.ts";
import { ProvisionError } from "../../../runtime/wheels/provision_error.ts";
import { requireInstalled } from "../../../runtime/wheels/require_installed.ts";
import type { Wheel } from "../../../runtime/wheels/wheel.ts";
import { type Delivery, PackageIndex, type StandIn, standInWheel } from "./_stand_in.ts";

const NO_PYTHON = "/nowhere/python3";

Deno.test("installWheel() unpacks only the members, over HTTP", async () => {
  await using place = await Place.make();
  assert.equal(await place.install(), "HTTPS from the Python package index");
  await place.assertInstalled();
  assert.equal(place.index.downloads, 1);
});

Deno.test({
  name: "installWheel() unpacks only the members, with pip",
  ignore: !await hasPip(),
  async fn() {
    await using place = await Place.make();
    assert.equal(await place.install({ python: "python3" }), "pip download");
    await place.assertInstalled();
    assert.equal(place.index.downloads, 1);
  },
});

Deno.test({
  name: "installWheel() ends a pip whose download never ends",
  ignore: !await hasPip(),
  async fn() {
    await using place = await Place.make("endless");
    await assert.rejects(place.install({ python: "python3" }), (error) => {
      assert.ok(error instanceof ProvisionError);
      assert.match(error.attempts[0]?.reason ?? "", /^it is longer than \d+ bytes$/);
      return true;
    });
    assert.deepEqual(await place.names(), ["stand-in.lock"]);
  },
});

Deno.test("installWheel() reports growing bytes that end at the whole", async () => {
  await using place = await Place.make();
  const reports: InstallProgress[] = [];
  await place.install({ report: (progress) => reports.push(progress) });
  for (const stage of ["downloading", "unpacking"] as const) {
    const bytes = reports.filter((report) => report.stage === stage);
    assert.deepEqual(bytes.map(doneBytes).sort((a, b) => a - b), bytes.map(doneBytes));
    assert.equal(bytes.at(-1)?.doneBytes, bytes.at(-1)?.totalBytes);
  }
});

const REFUSALS: readonly [Delivery, RegExp][] = [
  ["other content", /^its SHA-256 is [0-9a-f]{64} instead of/],
  ["shorter", /^the server offers \d+ bytes instead of/],
  ["longer", /^the server offers \d+ bytes instead of/],
  ["endless", /^it is longer than \d+ bytes/],
  ["stalled", /^no data for 0\.3 s/],
  ["a byte at a time", /^it took longer than 1 s/],
  [
    "elsewhere, unencrypted",
    /^the address http:\/\/files\.example\/stand-in\.whl, to which 127\.0\.0\.1:\d+ leads, must be https/,
  ],
  ["in a circle", /leads to more than 10 other addresses/],
  ["broken off", /body|connection/],
  ["refused", /answers 503/],
];

/** Where the normal limits would take minutes. */
const LIMITS: Partial<Record<Delivery, Partial<InstallWheelOptions>>> = {
  "stalled": { silenceMilliseconds: 300 },
  "a byte at a time": { limitMilliseconds: 1000 },
};

Deno.test.each(REFUSALS)(
  "installWheel() refuses a download (%s), and can be repeated",
  async (delivery, reason) => {
    await using place = await Place.make(delivery);
    await assert.rejects(place.install(LIMITS[delivery]), (error) => {
      assert.ok(error instanceof ProvisionError);
      const [pip, https] = error.attempts;
      assert.equal(error.attempts.length, 2);
      assert.equal(pip?.source, "pip download");
      assert.match(pip.reason, /there is no \/nowhere\/python3/);
      assert.equal(https?.source, "HTTPS from the Python package index");
      assert.match(https.reason, reason);
      return true;
    });
    assert.deepEqual(await place.names(), ["stand-in.lock"]);
    place.index.delivery = "whole";
    await place.install();
    await place.assertInstalled();
  },
);

Deno.test("installWheel() downloads once for calls at the same time", async () => {
  await using place = await Place.make();
  const sources = await Promise.all([place.install(), place.install(), place.install()]);
  assert.deepEqual(sources.sort(), ["HTTPS from the Python package index", "cache", "cache"]);
  assert.equal(place.index.downloads, 1);
  await place.assertInstalled();
});

Deno.test("installWheel() downloads once for processes at the same time", async () => {
  await using place = await Place.make();
  const outputs = await Promise.all([1, 2].map(() => place.process().output()));
  const sources = outputs.map(({ stdout }) => {
    return new TextDecoder().decode(stdout).trim().split("\n").at(-1);
  });
  assert.deepEqual(sources.sort(), ["HTTPS from the Python package index", "cache"]);
  assert.equal(place.index.downloads, 1);
  await place.assertInstalled();
});

Deno.test("installWheel() ends a download with the signal's reason, and leaves nothing behind", async () => {
  await using place = await Place.make("stalled");
  const controller = new AbortController();
  const report = ({ doneBytes }: InstallProgress) => {
    if (doneBytes > 0) controller.abort("stopped");
  };
  const installing = place.install({ signal: controller.signal, report });
  await assert.rejects(installing, (reason) => reason === "stopped");
  assert.deepEqual(await place.names(), ["stand-in.lock"]);
  assert.equal(place.index.downloads, 1);
});

Deno.test("installWheel() ends the wait for another process with the signal's reason", async () => {
  await using place = await Place.make();
  const controller = new AbortController();
  using lock = await Deno.open(`${place.directory}.lock`, { create: true, write: true });
  await lock.lock(true);
  const report = ({ stage }: InstallProgress) => {
    assert.equal(stage, "waiting");
    controller.abort("stopped");
  };
  const installing = place.install({ signal: controller.signal, report });
  await assert.rejects(installing, (reason) => reason === "stopped");
});

Deno.test("installWheel() starts again after a process was killed half way", async () => {
  await using place = await Place.make("stalled");
  const child = place.process();
  const reader = child.stdout.getReader();
  const { value } = await reader.read();
  assert.equal(new TextDecoder().decode(value), "downloading\n");
  child.kill("SIGKILL");
  await reader.cancel();
  await child.status;
  assert.ok((await place.names()).some((name) => name.endsWith(".partial")));
  place.index.delivery = "whole";
  await place.install();
  await place.assertInstalled();
});

Deno.test("installWheel() replaces a folder that is not complete", async () => {
  await using place = await Place.make();
  await Deno.mkdir(place.directory);
  await Deno.writeTextFile(join(place.directory, "first.so"), "short");
  const files = place.standIn.wheel.members;
  assert.equal((await findMisfit({ path: place.directory, files }))?.isMissing, false);
  await place.install();
  await place.assertInstalled();
});

Deno.test("installWheel() requires free space before it downloads", async () => {
  await using place = await Place.make();
  const { wheel } = place.standIn;
  const huge: Wheel = { ...wheel, members: [HUGE_MEMBER] };
  await assert.rejects(place.install({ wheel: huge }), /MB of free space, and has \d+ MB/);
  assert.equal(place.index.downloads, 0);
});

const HUGE_MEMBER = { path: "x", fileName: "x", bytes: 2 ** 60, sha256: "" };

/** A folder to install into and an index to install from. */
class Place implements AsyncDisposable {
  readonly standIn: StandIn = standInWheel();
  readonly index: PackageIndex;
  readonly parent: string;

  private constructor(parent: string, delivery: Delivery) {
    this.parent = parent;
    this.index = new PackageIndex(this.standIn, delivery);
  }

  static async make(delivery: Delivery = "whole"): Promise<Place> {
    return new Place(await Deno.makeTempDir(), delivery);
  }

  get directory(): string {
    return join(this.parent, "stand-in");
  }

  get options() {
    return { directory: this.directory, indexUrl: this.index.url, python: NO_PYTHON };
  }

  install(
    { wheel = this.standIn.wheel, ...options }: Partial<InstallWheelOptions> & {
      wheel?: Wheel;
    } = {},
  ): Promise<string> {
    return installWheel(wheel, { ...this.options, report: () => {}, ...options });
  }

  process(): Deno.ChildProcess {
    const script = new URL("_process.ts", import.meta.url).pathname;
    const job = JSON.stringify({ wheel: this.standIn.wheel, options: this.options });
    return new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", "--allow-all", script, job],
      stdout: "piped",
    }).spawn();
  }

  async names(): Promise<string[]> {
    return (await Array.fromAsync(Deno.readDir(this.parent))).map(({ name }) => name).sort();
  }

  /** Paths of all files below the parent folder. */
  files(directory = this.parent): string[] {
    return [...Deno.readDirSync(directory)].flatMap(({ name, isDirectory }) => {
      const path = join(directory, name);
      return isDirectory ? this.files(path) : [path];
    });
  }

  async assertInstalled(): Promise<void> {
    assert.deepEqual(await this.names(), ["stand-in", "stand-in.lock"]);
    const { members, wheel } = this.standIn;
    assert.deepEqual(this.files(this.directory).sort(), [
      join(this.directory, "checked.txt"),
      join(this.directory, "first.so"),
      join(this.directory, "second.so"),
    ]);
    for (const [fileName, content] of members) {
      assert.deepEqual(await Deno.readFile(join(this.directory, fileName)), content);
    }
    const folder = { path: this.directory, files: wheel.members, command: "deno task setup" };
    await requireInstalled(folder, () => assert.fail("the files were read again"));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.index[Symbol.asyncDispose]();
    await Deno.remove(this.parent, { recursive: true });
  }
}

function doneBytes(report: InstallProgress): number {
  return report.doneBytes;
}

async function hasPip(): Promise<boolean> {
  try {
    const args = ["-m", "pip", "--version"];
    return (await new Deno.Command("python3", { args, stderr: "null" }).output()).success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
