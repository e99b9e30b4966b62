/**
 * Returns where Deno keeps its packages, for a command of another cache: it would follow a changed
 * XDG_CACHE_HOME.
 */
export async function denoDirectory(): Promise<string> {
  const { stdout } = await new Deno.Command(Deno.execPath(), { args: ["info", "--json"] }).output();
  return JSON.parse(new TextDecoder().decode(stdout)).denoDir;
}
