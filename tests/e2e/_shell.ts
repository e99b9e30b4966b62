import { userEnvironment } from "./_user_environment.ts";

/** Runs a task by a shell, whose redirections it is about; returns what is left of its output. */
export async function runInShell(
  folder: string,
  words: readonly string[],
  redirections: string,
): Promise<{ readonly code: number; readonly stderr: string }> {
  const { code, stderr } = await new Deno.Command("sh", {
    args: ["-c", `deno task --quiet ${words.join(" ")} ${redirections}`],
    cwd: folder,
    clearEnv: true,
    env: userEnvironment(),
  }).output();
  return { code, stderr: new TextDecoder().decode(stderr) };
}
