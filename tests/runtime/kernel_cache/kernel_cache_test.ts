import assert from "node:assert/strict";
import { basename, join } from "node:path";
import { KernelCache } from "../../../runtime/kernel_cache/kernel_cache.ts";
import { ROOT } from "../../_sources.ts";
import { withFolder } from "../../_temporary_folder.ts";

const NAME = "xla_compile_cache__1__2__XLA_CPU_JIT.pb";

function names(folder: string): string[] {
  return Array.from(Deno.readDirSync(folder), ({ name }) => name).sort();
}

/** What is in a folder but for the mark that its process runs. */
function kernelsIn(folder: string): string[] {
  return names(folder).filter((name) => name !== "in-use");
}

/** Keeps kernels of the given contents, as a process that has compiled them does. */
function keep(folder: string, kernels: Readonly<Record<string, string>>): void {
  const cache = KernelCache.open(folder);
  for (const [name, content] of Object.entries(kernels)) {
    Deno.writeTextFileSync(join(cache.working, name), content);
  }
  cache.close();
}

Deno.test("KernelCache has the kernels of earlier processes, and keeps new ones", () =>
  withFolder((folder) => {
    const kept = join(folder, "kept");
    keep(kept, { [NAME]: "machine code", "half.tmp": "machi" });
    assert.deepEqual(names(kept).map((name) => name.split(".pb.")[0] + ".pb"), [NAME]);
    const cache = KernelCache.open(kept);
    assert.equal(Deno.readTextFileSync(join(cache.working, NAME)), "machine code");
    assert.deepEqual(kernelsIn(cache.working), [NAME]);
    const before = names(kept).filter((name) => name.startsWith(NAME));
    cache.close();
    assert.deepEqual(names(kept), before);
  }));

Deno.test("KernelCache removes a kernel that is damaged, and what is none", () =>
  withFolder((folder) => {
    for (const damage of ["", "machine", "machine core"]) {
      keep(folder, { [NAME]: "machine code" });
      Deno.writeTextFileSync(join(folder, names(folder)[0]!), damage);
      Deno.writeTextFileSync(join(folder, "notes.txt"), "");
      const cache = KernelCache.open(folder);
      assert.deepEqual(kernelsIn(cache.working), [], damage);
      cache.close();
      assert.deepEqual(names(folder), [], damage);
    }
  }));

Deno.test("KernelCache has one kernel of two that were compiled at the same time", () =>
  withFolder((folder) => {
    const both = [KernelCache.open(folder), KernelCache.open(folder)];
    for (const [index, cache] of both.entries()) {
      Deno.writeTextFileSync(join(cache.working, NAME), `machine code ${index}`);
    }
    for (const cache of both) cache.close();
    assert.equal(names(folder).length, 2);
    const cache = KernelCache.open(folder);
    assert.match(Deno.readTextFileSync(join(cache.working, NAME)), /^machine code [01]$/);
    cache.close();
    assert.equal(names(folder).length, 1);
  }));

Deno.test("KernelCache keeps the newest kernels that fit into 16 MiB", () =>
  withFolder((folder) => {
    const content = "x".repeat(5 * 2 ** 20);
    keep(folder, Object.fromEntries([1, 2, 3, 4].map((k) => [NAME.replace("1", `${k}`), content])));
    for (const [age, name] of names(folder).entries()) {
      Deno.utimeSync(join(folder, name), 1e9, 1e9 - age);
    }
    const newest = names(folder).slice(0, 3);
    keep(folder, {});
    assert.deepEqual(names(folder), newest);
  }));

Deno.test("KernelCache removes the folder of a process that was killed, not of one that runs", () =>
  withFolder(async (folder) => {
    const running = KernelCache.open(folder);
    const script = join(folder, "killed.ts");
    await Deno.writeTextFile(
      script,
      `import { KernelCache } from "file://${ROOT}runtime/kernel_cache/kernel_cache.ts";
      KernelCache.open(${JSON.stringify(join(folder, "kept"))});
      Deno.kill(Deno.pid, "SIGKILL");`,
    );
    await new Deno.Command(Deno.execPath(), { args: ["run", "-q", "-A", script] }).output();
    assert.equal(names(join(folder, "kept")).length, 1);
    keep(join(folder, "kept"), {});
    assert.deepEqual(names(join(folder, "kept")), []);
    await Deno.remove(script);
    await Deno.remove(join(folder, "kept"));
    keep(folder, {});
    assert.deepEqual(names(folder), [basename(running.working)]);
    running.close();
    assert.deepEqual(names(folder), []);
  }));

Deno.test("KernelCache removes a folder that nobody has locked a day later", () =>
  withFolder((folder) => {
    const made = ["new-1", "new-2", "process-1", "process-2"];
    for (const name of made) Deno.mkdirSync(join(folder, name));
    for (const name of ["new-1", "process-1"]) Deno.utimeSync(join(folder, name), 1e9, 1e9);
    keep(folder, {});
    assert.deepEqual(names(folder), ["new-2", "process-2"]);
  }));
