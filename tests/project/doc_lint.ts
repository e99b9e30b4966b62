/**
 * Checks the documentation of everything that the entries of the package export, by `deno doc --lint`.
 * Passes over complaints about the types of npm packages. Ends with exit code 1 if others are left.
 *
 * @module
 */
import { join } from "node:path";
import { readSource, ROOT, sourceFiles } from "../_sources.ts";
import { type DocComplaint, isAboutOurs, parseDocComplaints } from "./_doc_complaints.ts";
import { packageEntries } from "./_package_entries.ts";

if (import.meta.main) {
  const complaints = await lintDocs();
  const files = sourceFiles();
  const linesOf = new Map(files.map((file) => [join(ROOT, file), readSource(file).split("\n")]));
  const ours = complaints.filter((complaint) => isAboutOurs(complaint, linesOf));
  for (const complaint of ours) console.error(describe(complaint));
  const others = complaints.length - ours.length;
  console.log(
    `${ours.length} complaints about the documentation, ${others} about npm packages' types`,
  );
  if (ours.length > 0) Deno.exit(1);
}

async function lintDocs(): Promise<DocComplaint[]> {
  // All entries at once: a type that one entry exports is public for all.
  const { stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["doc", "--lint", ...packageEntries()],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
    stdout: "null",
  }).output();
  return parseDocComplaints(new TextDecoder().decode(stderr));
}

function describe({ rule, message, file, line }: DocComplaint): string {
  return `${file.slice(ROOT.length)}:${line} ${rule}: ${message}`;
}
