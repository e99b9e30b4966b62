import { fileFingerprint } from "../../datasets/mod.ts";
import type { TestedVideo } from "./tested_video.ts";

/** @throws {Error} If a video's file is another one than that which was tested. */
export async function requireTestedFile({ path, fingerprint }: TestedVideo): Promise<void> {
  if (fingerprint === null || await fileFingerprint(path) === fingerprint) return;
  throw new Error("the file has changed since the test");
}
