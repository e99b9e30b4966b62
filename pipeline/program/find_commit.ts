import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { statIfPresent } from "../files/stat_if_present.ts";

/** The commit of a clone. */
export interface Commit {
  /** Its hash. */
  readonly hash: string;
  /** Whether files of the clone differ from it. */
  readonly modified: boolean;
}

/**
 * Asks git for the commit of the clone that this program is run from.
 *
 * @param root The project's folder; by default, this program's.
 * @returns null if it is not a clone, or git is not there or refuses.
 */
export function findCommit(root: string | null = projectFolder()): Commit | null {
  // A project inside of another one's clone has no commit of its own.
  if (root === null || statIfPresent(join(root, ".git")) === undefined) return null;
  const output = runGit(root, ["status", "--porcelain=v2", "--branch", "--untracked-files=no"]);
  const [, hash] = /^# branch\.oid ([0-9a-f]{40,})$/m.exec(output ?? "") ?? [];
  if (output === null || hash === undefined) return null;
  return { hash, modified: /^[^#\n]/m.test(output) };
}

/** null if the program was imported over the network. */
function projectFolder(): string | null {
  const project = new URL("../../", import.meta.url);
  return project.protocol === "file:" ? fileURLToPath(project) : null;
}

/** Returns what git prints; null if it is not there, or refuses. */
function runGit(root: string, words: readonly string[]): string | null {
  try {
    const command = new Deno.Command("git", {
      args: ["--no-optional-locks", "-C", root, ...words],
      stderr: "null",
    });
    const { success, stdout } = command.outputSync();
    return success ? new TextDecoder().decode(stdout) : null;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}
