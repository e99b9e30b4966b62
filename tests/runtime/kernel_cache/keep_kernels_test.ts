import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  defaultLocateOptions,
  locateTensorFlow,
  thisMachine,
} from "../../../runtime/install/mod.ts";
import { denoDirectory } from "../../_deno_directory.ts";
import { withFolder } from "../../_temporary_folder.ts";

const PROGRAM = fileURLToPath(new URL("./_compile_kernel.ts", import.meta.url));

const { libraries } = await locateTensorFlow(defaultLocateOptions(thisMachine()));
const ENVIRONMENT = {
  DENO_DIR: await denoDirectory(),
  LIBTENSORFLOW_DIR: dirname(libraries!.library),
};

/** Compiles a kernel in a process whose user has a cache of their own. */
async function compile(cache: string, environment: Record<string, string> = {}): Promise<number> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "-P=program", PROGRAM],
    env: { ...ENVIRONMENT, XDG_CACHE_HOME: cache, ...environment },
  }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  return Number(new TextDecoder().decode(stdout));
}

/** The kernels that are kept, by path. */
function kept(cache: string): string[] {
  const root = join(cache, "actnetformer", "kernels");
  return [...Deno.readDirSync(root)].flatMap(({ name }) =>
    [...Deno.readDirSync(join(root, name))].map((entry) => join(root, name, entry.name))
  ).sort();
}

/** What the program prints: minus the mean, in thousands. */
const CENTERED = -66;

Deno.test("startTensorFlow() finds the kernels of an earlier process, but no damaged one", () =>
  withFolder(async (cache) => {
    assert.equal(await compile(cache), CENTERED);
    const [path, ...others] = kept(cache);
    assert.ok(path !== undefined && others.length === 0);
    const { ino, size } = await Deno.stat(path);
    assert.equal(await compile(cache), CENTERED);
    assert.equal((await Deno.stat(path)).ino, ino);
    await Deno.truncate(path, 100);
    assert.equal(await compile(cache), CENTERED);
    const [again, ...more] = kept(cache);
    // Not the same bytes: TensorFlow does not write them in one order.
    assert.ok(again !== undefined && more.length === 0);
    assert.ok((await Deno.stat(again)).size > size / 2);
  }));

Deno.test("startTensorFlow() leaves kernels to the folder that TF_XLA_FLAGS names", () =>
  withFolder(async (cache) => {
    const folder = join(cache, "mine");
    const flags = { TF_XLA_FLAGS: `--tf_xla_persistent_cache_directory=${folder}` };
    assert.equal(await compile(cache, flags), CENTERED);
    assert.equal([...Deno.readDirSync(folder)].length, 1);
    assert.throws(() => kept(cache), Deno.errors.NotFound);
  }));

Deno.test("startTensorFlow() computes as well where nothing can be kept", () =>
  withFolder(async (folder) => {
    const file = join(folder, "file");
    await Deno.writeTextFile(file, "");
    assert.equal(await compile(file), CENTERED);
  }));
