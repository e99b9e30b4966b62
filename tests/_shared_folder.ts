import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A folder beside the checkout, with data that may not be copied into it. */
export interface SharedFolder {
  readonly path: string;
  readonly exists: boolean;
  /**
   * The end of the name of a test that needs the folder: why it is skipped; empty if the folder
   * exists.
   */
  readonly skipped: string;
}

/** Finds a folder in `../shared/`, where it may be missing. */
export function sharedFolder(name: string): SharedFolder {
  const path = fileURLToPath(new URL(`../../shared/${name}/`, import.meta.url));
  const exists = existsSync(path);
  return { path, exists, skipped: exists ? "" : ` (skipped: ../shared/${name} is missing)` };
}
