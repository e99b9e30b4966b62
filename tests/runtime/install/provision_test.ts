import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import {
  cacheDirectory as userCacheDirectory,
  checkLibraries,
  locateTensorFlow,
  provisionTensorFlow,
  tensorFlowVersion,
} from "../../../runtime/install/mod.ts";
import { provisionFrom, type ProvisionSettings } from "../../../runtime/install/provision.ts";
import { ProvisionError } from "../../../runtime/wheels/provision_error.ts";
import {
  FRAMEWORK_FILE,
  LIBRARY_FILE,
  TENSORFLOW_VERSION,
} from "../../../runtime/install/tensorflow_wheel.ts";
import "../../_libc.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { PackageIndex, standInWheel } from "../wheels/_stand_in.ts";
import { elfLibrary } from "./_elf.ts";

/** For tests that ask the real library for its version: it stays open until the process ends. */
const OPENS_LIBRARY = { sanitizeResources: false };

Deno.test("provisionTensorFlow() returns the real library", OPENS_LIBRARY, async () => {
  const libraries = await provisionTensorFlow();
  assert.equal(await tensorFlowVersion(libraries), TENSORFLOW_VERSION);
});

Deno.test("provisionFrom() takes LIBTENSORFLOW_DIR before the cache", OPENS_LIBRARY, async () => {
  const { library } = await provisionTensorFlow();
  await withFolder(async (folder) => {
    const found = await provisionFrom(settings(folder, { libraryDirectory: dirname(library) }));
    assert.equal(found.source, "LIBTENSORFLOW_DIR");
    assert.equal(found.library, join(dirname(library), LIBRARY_FILE));
  });
});

Deno.test.each(["missing", "empty", "not a library", "cut off"])(
  "provisionFrom() refuses LIBTENSORFLOW_DIR (%s) and stops there",
  (state) =>
    withFolder(async (folder) => {
      const libraryDirectory = join(folder, "named");
      if (state !== "missing") await Deno.mkdir(libraryDirectory);
      if (state === "not a library") {
        for (const name of [FRAMEWORK_FILE, LIBRARY_FILE]) {
          await Deno.writeTextFile(join(libraryDirectory, name), "not a library");
        }
      }
      if (state === "cut off") {
        for (const name of [FRAMEWORK_FILE, LIBRARY_FILE]) {
          await Deno.writeFile(join(libraryDirectory, name), elfLibrary({ missingBytes: 1 }));
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
      assert.equal(index.downloads, 0);
    }),
);

Deno.test("provisionFrom() downloads once, then takes the cache", async () => {
  await withFolder(async (folder) => {
    await using index = new PackageIndex(STAND_IN);
    const here = settings(folder, { indexUrl: index.url });
    const first = await provisionFrom(here);
    assert.equal(first.source, "HTTPS from the Python package index");
    const second = await provisionFrom(here);
    assert.equal(second.source, "cache");
    assert.equal(index.downloads, 1);
  });
});

const CHANGES: readonly [string, (bytes: Uint8Array) => Uint8Array, RegExp][] = [
  ["cut off", (bytes) => bytes.slice(0, 1000), /it has 1000 bytes instead of 300000/],
  ["changed", (bytes) => bytes.map((byte) => byte ^ 1), /its SHA-256 is [0-9a-f]{64} instead of/],
];

Deno.test.each(CHANGES)(
  "provisionFrom() names a library in the cache that was %s, and its folder",
  (_, change, reason) =>
    withFolder(async (folder) => {
      await using index = new PackageIndex(STAND_IN);
      const here = settings(folder, { indexUrl: index.url });
      const { folder: installed } = await provisionFrom(here);
      const path = join(installed!.path, "first.so");
      await Deno.writeFile(path, change(await Deno.readFile(path)));
      await Deno.utime(path, 1, 1);
      for (
        const check of [() => provisionFrom(here), () => checkLibraries({ folder: installed })]
      ) {
        await assert.rejects(check, (error) => {
          assert.ok(error instanceof ProvisionError);
          assert.match(error.message, reason);
          assert.ok(error.message.includes(`Remove the folder ${installed!.path} and run`));
          return true;
        });
      }
      assert.equal(index.downloads, 1);
      await Deno.remove(installed!.path, { recursive: true });
      await provisionFrom(here);
      assert.equal(index.downloads, 2);
    }),
);

Deno.test({
  name:
    "provisionFrom() takes an installed Python package of a fitting version, without importing it",
  ignore: !await hasPython(),
  async fn() {
    await withFolder(async (folder) => {
      const python = await pythonWithPackage(folder, "tensorflow-cpu", "2.21.3");
      const { source, framework } = await provisionFrom(settings(folder, { python }));
      assert.equal(source, "Python package tensorflow-cpu 2.21.3");
      assert.equal(framework, join(folder, "packages", "tensorflow", FRAMEWORK_FILE));
    });
  },
});

Deno.test({
  name: "locateTensorFlow() passes over an installed Python package of another version",
  ignore: !await hasPython(),
  async fn() {
    await withFolder(async (folder) => {
      const python = await pythonWithPackage(folder, "tensorflow", "2.20.0");
      const { libraries, attempts } = await locateTensorFlow(settings(folder, { python }));
      assert.equal(libraries, null);
      assert.match(attempts[1]?.reason ?? "", /has tensorflow 2\.20\.0, not 2\.21\.0/);
    });
  },
});

Deno.test({
  name: "locateTensorFlow() passes over an installed Python package that is not asked for",
  ignore: !await hasPython(),
  async fn() {
    await withFolder(async (folder) => {
      const python = await pythonWithPackage(folder, "tensorflow-cpu", "2.21.0");
      const options = settings(folder, { python, packages: ["tensorflow"] });
      const { libraries, attempts } = await locateTensorFlow(options);
      assert.equal(libraries, null);
      assert.match(attempts[1]?.reason ?? "", /has no package tensorflow$/);
    });
  },
});

Deno.test("provisionFrom() without Python and network lists what it tried and what to do", async () => {
  await withFolder(async (folder) => {
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

Deno.test("provisionFrom() reports a cache that cannot be written", async () => {
  await withFolder(async (folder) => {
    const file = join(folder, "file");
    await Deno.writeTextFile(file, "");
    const cacheDirectory = () => join(file, "tensorflow", "stand-in");
    const blocked = settings(folder, { cacheDirectory });
    await assert.rejects(provisionFrom(blocked), (error) => {
      assert.ok(error instanceof ProvisionError);
      assert.equal(error.attempts.at(-1)?.source, "installing into the cache");
      return true;
    });
  });
});

Deno.test("provisionFrom() names another cache where nobody may write", async () => {
  await withFolder(async (folder) => {
    const cacheDirectory = () => {
      throw new Deno.errors.PermissionDenied("Permission denied");
    };
    const blocked = settings(folder, { cacheDirectory });
    await assert.rejects(provisionFrom(blocked), (error) => {
      assert.ok(error instanceof ProvisionError);
      assert.match(error.message, /What to do:\n {2}- Let XDG_CACHE_HOME name a folder/);
      assert.doesNotMatch(error.message, /network/);
      return true;
    });
  });
});

Deno.test(
  "provisionFrom() without a home takes LIBTENSORFLOW_DIR, or names what is not set",
  OPENS_LIBRARY,
  async () => {
    const { library } = await provisionTensorFlow();
    const cacheDirectory = () => userCacheDirectory({ os: "linux", variable: () => undefined });
    await withFolder(async (folder) => {
      const homeless = settings(folder, { cacheDirectory });
      const named = await provisionFrom({ ...homeless, libraryDirectory: dirname(library) });
      assert.equal(named.source, "LIBTENSORFLOW_DIR");
      await assert.rejects(provisionFrom(homeless), (error) => {
        assert.ok(error instanceof ProvisionError);
        assert.deepEqual(error.attempts.map(({ source }) => source), [
          "cache",
          "installed Python package",
          "installing into the cache",
        ]);
        const [cache, , installing] = error.attempts;
        assert.match(cache?.reason ?? "", /'HOME' or 'XDG_CACHE_HOME'/);
        assert.match(installing?.reason ?? "", /'HOME' or 'XDG_CACHE_HOME'/);
        return true;
      });
    });
  },
);

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
    await Deno.writeFile(join(packages, "tensorflow", file), elfLibrary());
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

async function hasPython(): Promise<boolean> {
  try {
    return (await new Deno.Command("python3", { args: ["--version"] }).output()).success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
