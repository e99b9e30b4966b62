import { flowPath, mayHaveFlow } from "../_flow_path.ts";
import { isFile } from "../_is_file.ts";

/**
 * Returns whether there is a file with the optical flow of a video beside it. Whether it can be used
 * {@linkcode findStoredFlow} finds out.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { hasStoredFlow } from "@actnetformer/deno/datasets";
 *
 * const folder = await Deno.makeTempDir();
 * await Deno.writeTextFile(`${folder}/a.flow`, "");
 * assert.ok(await hasStoredFlow(`${folder}/a.mp4`));
 * assert.ok(!await hasStoredFlow(`${folder}/b.mp4`));
 * ```
 */
export async function hasStoredFlow(video: string): Promise<boolean> {
  return mayHaveFlow(video) && await isFile(flowPath(video));
}
