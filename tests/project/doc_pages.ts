/**
 * Writes pages of the documentation in the source, for all that the package exports, into api/.
 *
 * @module
 */
import { ROOT } from "../_sources.ts";
import { packageEntries } from "./_package_entries.ts";

if (import.meta.main) {
  const { code } = await new Deno.Command(Deno.execPath(), {
    args: ["doc", "--quiet", "--html", "--name=ActNetFormer", "--output=api", ...packageEntries()],
    cwd: ROOT,
  }).spawn().status;
  Deno.exit(code);
}
