import assert from "node:assert/strict";
import { join } from "node:path";
import { findCudaLibraries, openLibraries } from "../../../runtime/gpu/cuda_libraries.ts";
import {
  findLibrary,
  releaseOf,
  systemLibrarySearch,
} from "../../../runtime/gpu/library_search.ts";
import "../../_libc.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { writeBroken } from "./_broken_library.ts";

Deno.test("findCudaLibraries() looks beside TensorFlow first, then on the system", () =>
  withFolder(async (folder) => {
    const system = { directories: [join(folder, "system")], listed: new Map() };
    const beside = join(folder, "site", "nvidia", "cufft", "lib", "libcufft.so.11");
    await writeBroken(beside);
    await writeBroken(join(folder, "system", "libcufft.so.11"));
    await writeBroken(join(folder, "system", "libnccl.so.2"));
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

Deno.test("findCudaLibraries() refuses what this program installed and was changed", () =>
  withFolder(async (folder) => {
    const system = { directories: [], listed: new Map() };
    const path = join(folder, "nvidia", "cufft", "lib", "libcufft.so.11");
    await writeBroken(path);
    const found = await findCudaLibraries(join(folder, "tensorflow"), system, { isOurs: true });
    assert.deepEqual(found.find(({ name }) => name === "libcufft.so.11"), {
      name: "libcufft.so.11",
      required: true,
      path,
      problem: `Cannot use ${path} as it must be as it was installed: it has 13 bytes instead of ` +
        `291507928. Remove the folder ${join(folder, "nvidia", "cufft")} and run ` +
        "'deno task setup --gpu'.",
    });
  }));

Deno.test.each(
  [
    ["takes", "9.10.2"],
    ["takes", "9.3.0"],
    ["refuses", "9.2.9"],
  ] as const,
)("findCudaLibraries() %s a system's cuDNN %s", (verdict, release) =>
  withFolder(async (folder) => {
    await writeBroken(join(folder, `libcudnn.so.${release}`));
    const path = join(folder, "libcudnn.so.9");
    await Deno.symlink(`libcudnn.so.${release}`, path);
    assert.equal(await releaseOf(path), release);
    const system = { directories: [folder], listed: new Map() };
    const found = await findCudaLibraries(join(folder, "tensorflow"), system);
    const library = found.find(({ name }) => name === "libcudnn.so.9");
    const problem = verdict === "takes" ? null : `${path} is ${release}, older than 9.3`;
    assert.equal(library?.problem, problem);
  }));

Deno.test({
  name: "openLibraries() reports why the loader refuses a library",
  ignore: Deno.build.os !== "linux",
  fn: () =>
    withFolder(async (folder) => {
      const path = join(folder, "libcudart.so.12");
      await writeBroken(path);
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
