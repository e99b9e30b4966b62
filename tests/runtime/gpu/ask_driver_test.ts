import assert from "node:assert/strict";
import { join } from "node:path";
import { askDriver } from "../../../runtime/gpu/ask_driver.ts";
import { withFolder } from "../../_temporary_folder.ts";

/**
 * A replacement for NVIDIA's driver, of CUDA 12.8, with two GPUs; if BROKEN it refuses to start.
 */
const DRIVER_SOURCE = `
#include <stdio.h>
#include <string.h>
int cuInit(unsigned flags) { return BROKEN ? 100 : 0; }
int cuDriverGetVersion(int *version) { *version = 12080; return 0; }
int cuGetErrorName(int code, const char **name) { *name = "CUDA_ERROR_NO_DEVICE"; return 0; }
int cuDeviceGetCount(int *count) { *count = 2; return 0; }
int cuDeviceGetName(char *name, int length, int device) {
  snprintf(name, length, "GPU number %d", device);
  return 0;
}
int cuDeviceGetAttribute(int *value, int attribute, int device) {
  *value = attribute == 75 ? 8 + device : -1;
  return 0;
}
int cuDeviceTotalMem_v2(size_t *bytes, int device) { *bytes = (device + 1L) << 34; return 0; }
`;

Deno.test({
  name: "askDriver() reports the GPUs, or why the driver does not start (needs a C compiler)",
  ignore: Deno.build.os !== "linux" || !await hasCompiler(),
  // A driver that has been asked stays open for TensorFlow.
  sanitizeResources: false,
  fn: () =>
    withFolder(async (folder) => {
      assert.deepEqual(askDriver(await compiled(folder, "whole", "-DBROKEN=0")), {
        problem: null,
        cuda: "12.8",
        gpus: [
          { name: "GPU number 0", bytes: 2 ** 34, capability: 8 },
          { name: "GPU number 1", bytes: 2 ** 35, capability: 9 },
        ],
      });
      assert.deepEqual(askDriver(await compiled(folder, "broken", "-DBROKEN=1")), {
        problem: "CUDA_ERROR_NO_DEVICE",
        cuda: "12.8",
        gpus: [],
      });
    }),
});

Deno.test("askDriver() reports that a library is not a driver", () =>
  withFolder(async (folder) => {
    const path = join(folder, "libcuda.so.1");
    await Deno.writeTextFile(path, "not a library");
    const { problem, cuda, gpus } = askDriver(path);
    assert.match(problem ?? "", /file too short|invalid ELF header/);
    assert.deepEqual({ cuda, gpus }, { cuda: null, gpus: [] });
  }));

async function compiled(folder: string, name: string, ...options: string[]): Promise<string> {
  const source = join(folder, `${name}.c`);
  const library = join(folder, `${name}.so`);
  await Deno.writeTextFile(source, DRIVER_SOURCE);
  const args = ["-shared", "-fPIC", ...options, "-o", library, source];
  assert.equal((await new Deno.Command("cc", { args }).output()).code, 0);
  return library;
}

async function hasCompiler(): Promise<boolean> {
  try {
    return (await new Deno.Command("cc", { args: ["--version"] }).output()).success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
