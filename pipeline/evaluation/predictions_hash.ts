import { createHash } from "node:crypto";

/** Returns the SHA-256 of the content of `predictions.jsonl`, by which other files name a test. */
export function predictionsHash(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
