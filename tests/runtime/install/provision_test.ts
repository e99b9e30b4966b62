import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import {
  cacheDirectory as userCacheDirectory,
  locateTensorFlow,
  provisionTensorFlow,
  tensorFlowVersion,
  thisMachine,
} from "../../../runtime/install/mod.ts";
import {
  defaultLocateOptions,
  provisionFrom,
  type ProvisionSettings,
} from "../../../runtime/install/provision.ts";
import { ProvisionError } from "../../../runtime/install/provision_error.ts";
import {
  FRAMEWORK_FILE,
  LIBRARY_FILE,
  TENSORFLOW_VERSION,
} from "../../../runtime/install/wheel.ts";
import "../../_libc.ts";
import { PackageIndex, standInWheel } from "./_stand_in.ts";

/** For tests that ask the real library for its version: it stays open until the process ends. */
const OPENS_LIBRARY = { sanitizeResources: false };

Deno.test(
  "provisionTensorFlow() gives the real library, which tells its version",
  OPENS_LIBRARY,
  async () => {
    const libraries = await provisionTensorFlow();
    assert.deepEqual(tensorFlowVersion(libraries), TENSORFLOW_VERSION);
  },
);

Deno.test("provisionFrom() takes LIBTENSORFLOW_DIR before the cache", OPENS_LIBRARY, async () => {
  const { library } = await provisionTensorFlow();
  await inFolder(async (folder) => {
    const found = await provisionFrom(settings(folder, { libraryDirectory: dirname(library) }));
    assert.deepEqual(found.source, "LIBTENSORFLOW_DIR");
    assert.deepEqual(found.library, join(dirname(library), LIBRARY_FILE));
  });
});

for (const state of ["missing", "empty", "not a library"]) {
  Deno.test(`provisionFrom() refuses LIBTENSORFLOW_DIR that is ${state}, and goes no further`, async () => {
    await inFolder(async (folder) => {
      const libraryDirectory = join(folder, "named");
      if (state !== "missing") await Deno.mkdir(libraryDirectory);
      if (state === "not a library") {
        for (const name of [FRAMEWORK_FILE, LIBRARY_FILE]) {
          await Deno.writeTextFile(join(libraryDirectory, name), "not a library");
        }
      }
      await using index = new PackageIndex(STAND_IN);
      const unfit = provisionFrom(settings(folder, { libraryDirectory, indexUrl: index.url }));
      await assert.rejects(unfit, (error) => {
        assert.ok(error instanceof ProvisionError);
        assert.match(
          error.message,
          /^Cannot use TensorFlow as 'LIBTENSORFLOW_DIR' must name a folder/,
        );
        assert.ok(error.message.includes(`current value is '${libraryDirectory}'`));
        assert.deepEqual(error.attempts.map(({ source }) => source), ["LIBTENSORFLOW_DIR"]);
        return true;
      });
      assert.deepEqual(index.downloads, 0);
    });
  });
}

Deno.test("provisionFrom() fetches once, then takes the cache", async () => {
  await inFolder(async (folder) => {
    await using index = new PackageIndex(STAND_IN);
    const here = settings(folder, { indexUrl: index.url });
    const sources = [await provisionFrom(here), await provisionFrom(here)].map(({ source }) =>
      source
    );
    assert.deepEqual(sources, ["HTTPS from the Python package index", "cache"]);
    assert.deepEqual(index.downloads, 1);
  });
});

Deno.test({
  name:
    "provisionFrom() takes an installed Python package of a fitting version, without importing it",
  ignore: !await hasPython(),
  async fn() {
    await inFolder(async (folder) => {
      const python = await pythonWithPackage(folder, "tensorflow-cpu", "2.21.3");
      const { source, framework } = await provisionFrom(settings(folder, { python }));
      assert.deepEqual(source, "Python package tensorflow-cpu 2.21.3");
      assert.deepEqual(framework, join(folder, "packages", "tensorflow", FRAMEWORK_FILE));
    });
  },
});

Deno.test({
  name: "locateTensorFlow() passes over an installed Python package of another version",
  ignore: !await hasPython(),
  async fn() {
    await inFolder(async (folder) => {
      const python = await pythonWithPackage(folder, "tensorflow", "2.20.0");
      const { libraries, attempts } = await locateTensorFlow(settings(folder, { python }));
      assert.deepEqual(libraries, null);
      assert.match(attempts[1]?.reason ?? "", /has tensorflow 2\.20\.0, not 2\.21\.0/);
    });
  },
});

Deno.test({
  name: "locateTensorFlow() passes over an installed Python package that is not asked for",
  ignore: !await hasPython(),
  async fn() {
    await inFolder(async (folder) => {
      const python = await pythonWithPackage(folder, "tensorflow-cpu", "2.21.0");
      const options = settings(folder, { python, packages: ["tensorflow"] });
      const { libraries, attempts } = await locateTensorFlow(options);
      assert.deepEqual(libraries, null);
      assert.match(attempts[1]?.reason ?? "", /has no package tensorflow$/);
    });
  },
});

Deno.test("provisionFrom() without Python and network tells all it tried and what to do", async () => {
  await inFolder(async (folder) => {
    await assert.rejects(provisionFrom(settings(folder)), (error) => {
      assert.ok(error instanceof ProvisionError);
      assert.deepEqual(error.attempts.map(({ source }) => source), [
        "cache",
        "installed Python package",
        "pip download",
        "HTTPS from the Python package index",
      ]);
      for (const { source, reason } of error.attempts) {
        assert.ok(error.message.includes(`  - ${source}: ${reason}`));
      }
      assert.match(
        error.message,
        /^Cannot start TensorFlow as its C library .* must be on this machine/,
      );
      assert.match(error.message, /does not answer/);
      assert.match(error.message, /What to do:\n {2}- .*pip install/);
      assert.match(error.message, /LIBTENSORFLOW_DIR/);
      assert.doesNotMatch(error.message, /\n {4}at /);
      return true;
    });
  });
});

Deno.test("provisionFrom() names a cache that cannot be written", async () => {
  await inFolder(async (folder) => {
    const file = join(folder, "file");
    await Deno.writeTextFile(file, "");
    const cacheDirectory = () => join(file, "tensorflow", "stand-in");
    const blocked = settings(folder, { cacheDirectory });
    await assert.rejects(provisionFrom(blocked), (error) => {
      assert.ok(error instanceof ProvisionError);
      assert.deepEqual(error.attempts.at(-1)?.source, "installing into the cache");
      return true;
    });
  });
});

Deno.test(
  "provisionFrom() without a home takes LIBTENSORFLOW_DIR, or tells what is not set",
  OPENS_LIBRARY,
  async () => {
    const { library } = await provisionTensorFlow();
    const cacheDirectory = () => userCacheDirectory({ os: "linux", variable: () => undefined });
    await inFolder(async (folder) => {
      const homeless = settings(folder, { cacheDirectory });
      const named = await provisionFrom({ ...homeless, libraryDirectory: dirname(library) });
      assert.deepEqual(named.source, "LIBTENSORFLOW_DIR");
      await assert.rejects(provisionFrom(homeless), (error) => {
        assert.ok(error instanceof ProvisionError);
        assert.deepEqual(error.attempts.map(({ source }) => source), [
          "cache",
          "installed Python package",
          "installing into the cache",
        ]);
        for (const at of [0, 2]) {
          assert.match(error.attempts[at]!.reason, /'HOME' or 'XDG_CACHE_HOME'/);
        }
        return true;
      });
    });
  },
);

Deno.test("defaultLocateOptions() needs no home before the cache is looked into", () => {
  const names = ["HOME", "XDG_CACHE_HOME"] as const;
  const values = names.map((name) => Deno.env.get(name));
  try {
    for (const name of names) Deno.env.delete(name);
    assert.throws(defaultLocateOptions(thisMachine()).cacheDirectory, /'HOME' or 'XDG_CACHE_HOME'/);
  } finally {
    names.forEach((name, at) => values[at] === undefined || Deno.env.set(name, values[at]));
  }
});

Deno.test("defaultLocateOptions() refuses a machine without a pinned wheel", () => {
  assert.throws(
    () => defaultLocateOptions({ ...thisMachine(), os: "windows" }),
    (error) => error instanceof ProvisionError && /WSL/.test(error.message),
  );
  assert.throws(
    () => defaultLocateOptions({ ...thisMachine(), os: "linux", arch: "riscv64", glibc: "2.40" }),
    (error) => error instanceof ProvisionError && /linux riscv64/.test(error.message),
  );
});

const STAND_IN = standInWheel();

/** Neither environment, Python nor network: only an empty cache in a folder. */
function settings(folder: string, changes: Partial<ProvisionSettings> = {}): ProvisionSettings {
  return {
    libraryDirectory: undefined,
    cacheDirectory: () => join(folder, "cache", "stand-in"),
    wheel: STAND_IN.wheel,
    python: "/nowhere/python3",
    // Port 9 (discard) refuses connections on any machine in use.
    indexUrl: "http://127.0.0.1:9/simple/",
    report: () => {},
    ...changes,
  };
}

/** A Python that has a package tensorflow which must not be imported. */
async function pythonWithPackage(folder: string, name: string, version: string): Promise<string> {
  const packages = join(folder, "packages");
  await Deno.mkdir(join(packages, "tensorflow"), { recursive: true });
  await Deno.writeTextFile(join(packages, "tensorflow", "__init__.py"), "raise SystemExit(1)");
  for (const file of [FRAMEWORK_FILE, LIBRARY_FILE]) {
    await Deno.writeTextFile(join(packages, "tensorflow", file), "");
  }
  const information = join(packages, `${name.replace("-", "_")}-${version}.dist-info`);
  await Deno.mkdir(information);
  await Deno.writeTextFile(
    join(information, "METADATA"),
    `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`,
  );
  const python = join(folder, "python3");
  await Deno.writeTextFile(python, `#!/bin/sh\nPYTHONPATH='${packages}' exec python3 "$@"\n`);
  await Deno.chmod(python, 0o755);
  return python;
}

async function inFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await run(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function hasPython(): Promise<boolean> {
  try {
    return (await new Deno.Command("python3", { args: ["--version"] }).output()).success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
