import assert from "node:assert/strict";
import { join } from "node:path";
import { demoHandler } from "../../../../pipeline/export/web/demo_handler.ts";
import { withFolder } from "../../../_temporary_folder.ts";

/** Asks a handler for a path as it is: `new URL()` would tidy it up. */
async function get(folder: string, path: string, host = "127.0.0.1:8767"): Promise<Response> {
  return await demoHandler(folder)(new Request(`http://${host}/${path}`));
}

Deno.test("demoHandler() sends the files of the folder, isolated from other pages", () =>
  withFolder(async (folder) => {
    await Deno.mkdir(join(folder, "model"));
    await Deno.writeTextFile(join(folder, "index.html"), "<p>page");
    await Deno.writeFile(join(folder, "model/group1-shard1of1.bin"), Uint8Array.of(1, 2));
    const page = await get(folder, "");
    assert.equal(await page.text(), "<p>page");
    assert.equal(page.headers.get("Content-Type"), "text/html; charset=utf-8");
    // Threads of WebAssembly need both.
    assert.equal(page.headers.get("Cross-Origin-Opener-Policy"), "same-origin");
    assert.equal(page.headers.get("Cross-Origin-Embedder-Policy"), "require-corp");
    const weights = await get(folder, "model/group1-shard1of1.bin");
    assert.deepEqual(await weights.bytes(), Uint8Array.of(1, 2));
  }));

Deno.test("demoHandler() sends nothing else, and nothing to other hosts", () =>
  withFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "secret.json"), "{}");
    await Deno.writeTextFile(join(folder, ".hidden.json"), "{}");
    await Deno.writeTextFile(join(folder, "movie.mp4"), "");
    const inner = join(folder, "inner");
    await Deno.mkdir(inner);
    for (const path of ["%2e%2e/secret.json", "..%2fsecret.json", "gone.json", "//etc/passwd"]) {
      const response = await get(inner, path);
      assert.equal(response.status, 404, path);
      await response.text();
    }
    for (const path of [".hidden.json", "movie.mp4"]) {
      const response = await get(folder, path);
      assert.equal(response.status, 404, path);
      await response.text();
    }
    const foreign = await get(folder, "secret.json", "evil.example");
    assert.equal(foreign.status, 403);
    await foreign.text();
  }));
