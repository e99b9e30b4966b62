/**
 * Checks the documentation of everything that the entries of the package export: by `deno doc
 * --lint`, whose complaints about the types of npm packages it passes over, and for an example of
 * each function and class. Ends with exit code 1 if something is missing.
 *
 * @module
 */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { readSource, ROOT, sourceFiles } from "../_sources.ts";
import { type DocComplaint, isAboutOurs, parseDocComplaints } from "./_doc_complaints.ts";
import { type DocJson, exampleProblems } from "./_doc_examples.ts";
import { packageEntries } from "./_package_entries.ts";

if (import.meta.main) {
  const complaints = await lintDocs();
  const ours = aboutOurs(complaints);
  const examples = exampleProblems(await readDocs(), pathToFileURL(ROOT).href);
  const problems = [...ours.map(describe), ...examples];
  for (const problem of problems) console.error(problem);
  console.log(
    `${problems.length} complaints about the documentation; passed over: ` +
      `${complaints.length - ours.length} about the types of npm packages`,
  );
  if (problems.length > 0) Deno.exit(1);
}

function aboutOurs(complaints: readonly DocComplaint[]): DocComplaint[] {
  const files = sourceFiles();
  const linesOf = new Map(files.map((file) => [join(ROOT, file), readSource(file).split("\n")]));
  return complaints.filter((complaint) => isAboutOurs(complaint, linesOf));
}

async function lintDocs(): Promise<DocComplaint[]> {
  const { stderr } = await runDoc("--lint");
  return parseDocComplaints(stderr);
}

async function readDocs(): Promise<DocJson> {
  const { stdout } = await runDoc("--json");
  return JSON.parse(stdout);
}

/** Runs `deno doc` on all entries at once: a type that one entry exports is public for all. */
async function runDoc(option: string): Promise<{ stdout: string; stderr: string }> {
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["doc", option, ...packageEntries()],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
  }).output();
  const decoder = new TextDecoder();
  return { stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

function describe({ rule, message, file, line }: DocComplaint): string {
  return `${file.slice(ROOT.length)}:${line} ${rule}: ${message}`;
}
