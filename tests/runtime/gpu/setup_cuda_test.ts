import assert from "node:assert/strict";
import { join } from "node:path";
import type { CudaPackage } from "../../../runtime/gpu/cuda_package.ts";
import type { LibrarySearch } from "../../../runtime/gpu/library_search.ts";
import { ProvisionError } from "../../../runtime/install/mod.ts";
import { installCuda, planCuda } from "../../../runtime/gpu/setup_cuda.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { writeBroken } from "./_broken_library.ts";
import { PackageIndex, standInWheel } from "../wheels/_stand_in.ts";

const NOWHERE: LibrarySearch = { directories: [], listed: new Map() };

const STAND_IN = standInWheel();

/** Describes a package with the stand-in's libraries, as a part of a set. */
function cudaPackage(folder: string, changes: Partial<CudaPackage> = {}): CudaPackage {
  const libraries = [{ name: `lib${folder}.so.1`, required: true }];
  return { folder, libraries, set: "CUDA toolkit", wheel: STAND_IN.wheel, ...changes };
}

Deno.test("planCuda() skips the sets that the system has completely, and those alone", () =>
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
    await writeBroken(join(folder, "liba.so.1"));
    assert.deepEqual(await foldersOf(), {
      missing: ["tensorflow", "nvidia/a", "nvidia/b", "nvidia/c"],
      onSystem: [],
    });
    await writeBroken(join(folder, "libb.so.1"));
    assert.deepEqual(await foldersOf(), {
      missing: ["tensorflow", "nvidia/c"],
      onSystem: [{ set: "CUDA toolkit", directory: folder }],
    });
  }));

Deno.test("installCuda() continues where it was interrupted", () =>
  withFolder(async (folder) => {
    await using index = new PackageIndex(STAND_IN);
    const { wheel } = STAND_IN;
    const absent = { ...wheel, project: "nowhere" };
    const titles: string[] = [];
    const install = async (wheelOfPackage: typeof wheel) => {
      const packages = [cudaPackage("a", { wheel: wheelOfPackage })];
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
    await assert.rejects(install(absent), (error) => {
      assert.ok(error instanceof ProvisionError);
      assert.match(error.message, /^Cannot set up the GPU: nowhere 1\.0 was not installed/);
      assert.match(error.message, /it downloads only what is not installed yet/);
      return true;
    });
    assert.equal(index.downloads, 1);
    await install(wheel);
    assert.equal(index.downloads, 2);
    await install(wheel);
    assert.equal(index.downloads, 2);
    assert.deepEqual(titles, [
      "actnetformer-stand-in 1.0 (1 of 2)",
      "nowhere 1.0 (2 of 2)",
      "actnetformer-stand-in 1.0 (1 of 1)",
    ]);
  }));

Deno.test("installCuda() requires room for everything before the first download", () =>
  withFolder(async (folder) => {
    await using index = new PackageIndex(STAND_IN);
    const huge = {
      ...STAND_IN.wheel,
      members: [{ path: "x", fileName: "x", bytes: 2 ** 60, sha256: "" }],
    };
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
