import assert from "node:assert/strict";
import { join } from "node:path";
import { findCudaLibraries, openLibraries } from "../../../runtime/gpu/cuda_libraries.ts";
import {
  CUDA_BUILD,
  CUDA_PACKAGES,
  type CudaPackage,
  OLDEST_RELEASES,
} from "../../../runtime/gpu/cuda_packages.ts";
import { requireCudaMachine } from "../../../runtime/gpu/cuda_build.ts";
import {
  findLibrary,
  type LibrarySearch,
  parseLoaderList,
  releaseOf,
  systemLibrarySearch,
} from "../../../runtime/gpu/library_search.ts";
import { ProvisionError, thisMachine } from "../../../runtime/install/mod.ts";
import { installCuda, planCuda } from "../../../runtime/gpu/setup_cuda.ts";
import { withFolder } from "../../pipeline/_temporary_folder.ts";
import "../../_libc.ts";
import { PackageIndex, standInWheel } from "../install/_stand_in.ts";

const NOWHERE: LibrarySearch = { directories: [], listed: new Map() };

Deno.test("the pinned CUDA wheels have names that agree with their fields", () => {
  for (const wheel of [CUDA_BUILD, ...CUDA_PACKAGES.map((one) => one.wheel)]) {
    assert.match(wheel.sha256, /^[0-9a-f]{64}$/);
    const name = wheel.project.replaceAll("-", "_");
    assert.ok(wheel.fileName.startsWith(`${name}-${wheel.version}-`), wheel.fileName);
    assert.ok(wheel.fileName.includes(wheel.platform) && wheel.fileName.endsWith("_x86_64.whl"));
  }
});

Deno.test("every CUDA library that is opened is a member of its package's wheel", () => {
  for (const { folder, libraries, wheel } of CUDA_PACKAGES) {
    for (const { name } of libraries) {
      const member = wheel.members.find(({ path }) => path === `nvidia/${folder}/lib/${name}`);
      assert.equal(member?.fileName, `lib/${name}`);
    }
  }
  const names = CUDA_PACKAGES.flatMap(({ libraries }) => libraries.map(({ name }) => name));
  for (const name of OLDEST_RELEASES.keys()) assert.ok(names.includes(name), name);
});

Deno.test("parseLoaderList() reads 64-bit x86 libraries, the first of each name", () => {
  const text = [
    "3 libs found in cache `/etc/ld.so.cache'",
    "\tlibcudnn.so.9 (libc6,x86-64) => /opt/a/libcudnn.so.9",
    "\tlibcudnn.so.9 (libc6,x86-64) => /opt/b/libcudnn.so.9",
    "\tlibcudart.so.12 (libc6) => /lib32/libcudart.so.12",
    "\tlibc.so.6 (libc6,x86-64, OS ABI: Linux 3.2.0) => /lib/libc.so.6",
  ].join("\n");
  assert.deepEqual([...parseLoaderList(text)], [
    ["libcudnn.so.9", "/opt/a/libcudnn.so.9"],
    ["libc.so.6", "/lib/libc.so.6"],
  ]);
});

Deno.test({
  name: "systemLibrarySearch() knows where this system's C library is",
  ignore: Deno.build.os !== "linux" || Deno.build.arch !== "x86_64",
  async fn() {
    assert.match(
      await findLibrary("libc.so.6", await systemLibrarySearch()) ?? "",
      /\/libc\.so\.6$/,
    );
  },
});

Deno.test("findCudaLibraries() looks beside TensorFlow first, then on the system", () =>
  withFolder(async (folder) => {
    const system = { directories: [join(folder, "system")], listed: new Map() };
    const beside = join(folder, "site", "nvidia", "cufft", "lib", "libcufft.so.11");
    await write(beside);
    await write(join(folder, "system", "libcufft.so.11"));
    await write(join(folder, "system", "libnccl.so.2"));
    const found = await findCudaLibraries(join(folder, "site", "tensorflow"), system);
    const byName = new Map(found.map((library) => [library.name, library]));
    assert.equal(byName.get("libcufft.so.11")?.path, beside);
    assert.equal(byName.get("libnccl.so.2")?.path, join(folder, "system", "libnccl.so.2"));
    assert.deepEqual(byName.get("libcudnn.so.9"), {
      name: "libcudnn.so.9",
      required: true,
      path: null,
      problem: "not found",
    });
  }));

for (const [release, fits] of [["9.10.2", true], ["9.3.0", true], ["9.2.9", false]] as const) {
  Deno.test(`findCudaLibraries() ${fits ? "takes" : "refuses"} a system's cuDNN ${release}`, () =>
    withFolder(async (folder) => {
      await write(join(folder, `libcudnn.so.${release}`));
      const path = join(folder, "libcudnn.so.9");
      await Deno.symlink(`libcudnn.so.${release}`, path);
      assert.equal(await releaseOf(path), release);
      const system = { directories: [folder], listed: new Map() };
      const found = await findCudaLibraries(join(folder, "tensorflow"), system);
      const { problem } = found.find(({ name }) => name === "libcudnn.so.9")!;
      assert.equal(problem, fits ? null : `${path} is ${release}, older than 9.3`);
    }));
}

Deno.test({
  name: "openLibraries() tells why the loader refuses a library",
  ignore: Deno.build.os !== "linux",
  fn: () =>
    withFolder(async (folder) => {
      const path = join(folder, "libcudart.so.12");
      await write(path);
      const library = { name: "libcudart.so.12", required: true, problem: null };
      const [broken, missing, whole] = openLibraries([
        { ...library, path },
        { ...library, path: null, problem: "not found" },
        { ...library, path: await findLibrary("libm.so.6", await systemLibrarySearch()) },
      ]);
      assert.match(broken?.problem ?? "", /libcudart\.so\.12: (file too short|invalid ELF header)/);
      assert.equal(missing?.problem, "not found");
      assert.ok(whole?.path !== null);
      assert.equal(whole?.problem, null);
    }),
});

Deno.test("requireCudaMachine() refuses machines without a CUDA build", () => {
  const machine = thisMachine();
  requireCudaMachine({ ...machine, os: "linux", arch: "x86_64" });
  for (const changes of [{ arch: "aarch64" }, { os: "windows" }, { glibc: null }]) {
    let error: unknown;
    try {
      requireCudaMachine({ ...machine, os: "linux", ...changes });
    } catch (thrown) {
      error = thrown;
    }
    assert.ok(error instanceof ProvisionError, JSON.stringify(changes));
  }
});

const STAND_IN = standInWheel();

/** A package whose libraries are the stand-in's, as a part of a set. */
function cudaPackage(folder: string, changes: Partial<CudaPackage> = {}): CudaPackage {
  const libraries = [{ name: `lib${folder}.so.1`, required: true }];
  return { folder, libraries, set: "CUDA toolkit", wheel: STAND_IN.wheel, ...changes };
}

Deno.test("planCuda() fetches no set that the system has in full, and no part of another", () =>
  withFolder(async (folder) => {
    const packages = [cudaPackage("a"), cudaPackage("b"), cudaPackage("c", { set: "NCCL" })];
    const options = { root: join(folder, "root"), build: STAND_IN.wheel, packages };
    const system = { directories: [folder], listed: new Map() };
    const foldersOf = async () => {
      const { missing, onSystem } = await planCuda({ ...options, system });
      return {
        missing: missing.map(({ directory }) => directory.slice(options.root.length + 1)),
        onSystem,
      };
    };
    await write(join(folder, "liba.so.1"));
    assert.deepEqual(await foldersOf(), {
      missing: ["tensorflow", "nvidia/a", "nvidia/b", "nvidia/c"],
      onSystem: [],
    });
    await write(join(folder, "libb.so.1"));
    assert.deepEqual(await foldersOf(), {
      missing: ["tensorflow", "nvidia/c"],
      onSystem: [{ set: "CUDA toolkit", directory: folder }],
    });
  }));

Deno.test("installCuda() goes on where it was interrupted", () =>
  withFolder(async (folder) => {
    await using index = new PackageIndex(STAND_IN);
    const { wheel } = STAND_IN;
    const absent = { ...wheel, project: "nowhere" };
    const titles: string[] = [];
    const run = async (other: typeof wheel) => {
      const packages = [cudaPackage("a", { wheel: other })];
      const plan = await planCuda({ root: folder, build: wheel, packages, system: NOWHERE });
      await installCuda(plan, {
        indexUrl: index.url,
        python: "/nowhere/python3",
        reporter(title) {
          titles.push(title);
          return () => {};
        },
      });
    };
    await assert.rejects(run(absent), (error) => {
      assert.ok(error instanceof ProvisionError);
      assert.match(error.message, /^Cannot set up the GPU: nowhere 1\.0 was not installed/);
      assert.match(error.message, /what is installed is not fetched again/);
      return true;
    });
    assert.equal(index.downloads, 1);
    await run(wheel);
    assert.equal(index.downloads, 2);
    await run(wheel);
    assert.equal(index.downloads, 2);
    assert.deepEqual(titles, [
      "actnetformer-stand-in 1.0 (1 of 2)",
      "nowhere 1.0 (2 of 2)",
      "actnetformer-stand-in 1.0 (1 of 1)",
    ]);
  }));

Deno.test("installCuda() asks for room for everything before the first download", () =>
  withFolder(async (folder) => {
    await using index = new PackageIndex(STAND_IN);
    const huge = { ...STAND_IN.wheel, members: [{ path: "x", fileName: "x", bytes: 2 ** 60 }] };
    const plan = await planCuda({
      root: folder,
      build: STAND_IN.wheel,
      system: NOWHERE,
      packages: [cudaPackage("a", { wheel: huge })],
    });
    const options = { indexUrl: index.url, python: "/nowhere/python3", reporter: () => () => {} };
    await assert.rejects(
      installCuda(plan, options),
      /the disk has no room for it\n.*MB of free space/s,
    );
    assert.equal(index.downloads, 0);
  }));

async function write(path: string): Promise<void> {
  await Deno.mkdir(join(path, ".."), { recursive: true });
  await Deno.writeTextFile(path, "not a library");
}
