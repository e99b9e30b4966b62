import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);

/** What the page loads of TensorFlow.js; npm downloads a package on first use. */
const LIBRARIES = [
  {
    load: () => import("@tensorflow/tfjs-core/package.json", { with: { type: "json" } }),
    files: ["tf-core.min.js"],
  },
  {
    load: () => import("@tensorflow/tfjs-converter/package.json", { with: { type: "json" } }),
    files: ["tf-converter.min.js"],
  },
  {
    load: () => import("@tensorflow/tfjs-backend-cpu/package.json", { with: { type: "json" } }),
    files: ["tf-backend-cpu.min.js"],
  },
  {
    load: () => import("@tensorflow/tfjs-backend-wasm/package.json", { with: { type: "json" } }),
    files: [
      "tf-backend-wasm.min.js",
      "tfjs-backend-wasm.wasm",
      "tfjs-backend-wasm-simd.wasm",
      "tfjs-backend-wasm-threaded-simd.wasm",
    ],
  },
  {
    load: () => import("@tensorflow/tfjs-backend-webgpu/package.json", { with: { type: "json" } }),
    files: ["tf-backend-webgpu.min.js"],
  },
] as const;

/** Copies the files of TensorFlow.js that the page loads into a folder, which is there. */
export async function copyLibraries(folder: string): Promise<void> {
  for (const { load, files } of LIBRARIES) {
    // Only a package that is imported by name is sure to be in Deno's npm cache.
    const { default: { name } } = await load();
    const source = join(dirname(require.resolve(`${name}/package.json`)), "dist");
    for (const file of files) {
      // Not Deno.copyFile: packages may be read-only.
      await Deno.writeFile(join(folder, file), await Deno.readFile(join(source, file)));
    }
  }
}
