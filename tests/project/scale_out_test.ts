import assert from "node:assert/strict";
import { parseAllDocuments } from "yaml";
import { clusterOf } from "../../pipeline/workers/cluster_of.ts";
import { readSource, ROOT } from "../_sources.ts";
import { checkCommand } from "./_check_command.ts";
import { findShellCommands } from "./_shell_commands.ts";

const FOLDER = "docs/scale-out/";

/** A container of a pod, as far as it is looked at. */
interface Container {
  readonly env: readonly { readonly name: string; readonly value?: string }[];
  readonly command: readonly string[];
}

interface Pods {
  readonly template: { readonly spec: { readonly containers: readonly Container[] } };
}

/** Reads all documents of a file, which must be valid YAML. */
// deno-lint-ignore no-explicit-any
function readYaml(name: string): any[] {
  return parseAllDocuments(readSource(FOLDER + name)).map((document) => {
    assert.ok("errors" in document);
    assert.deepEqual([...document.errors, ...document.warnings], []);
    return document.toJS();
  });
}

/** Asserts that a command of a file is accepted, and returns its words. */
async function acceptedWords(
  line: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<readonly string[]> {
  const text = line.replace(/^exec /, "")
    .replaceAll(/\$(\w+)/g, (_, name) => variables[name] ?? `no ${name}`);
  const [command, ...others] = findShellCommands(`    ${text}`);
  assert.deepEqual(others, []);
  assert.ok(command !== undefined && command.words[0] === "deno", line);
  await checkCommand(command.words);
  return command.words;
}

/** Reads the value of an option. */
function valueOf(words: readonly string[], option: string): string | undefined {
  const index = words.indexOf(option);
  return index < 0 ? undefined : words[index + 1];
}

/** Asserts that a command is that of a worker of a list, and returns its number of workers. */
function sizeOf(words: readonly string[], task: number): number {
  const cluster = valueOf(words, "--cluster");
  const found = clusterOf({ cluster, task: Number(valueOf(words, "--task")) }, () => undefined);
  assert.equal(found?.task, task);
  return found?.addresses.length ?? 0;
}

/** The words of the only container of pods that is started, as worker `task`. */
async function wordsOf({ template }: Pods, task: number): Promise<readonly string[]> {
  const [container, ...others] = template.spec.containers;
  assert.deepEqual(others, []);
  const { env, command: [shell, flag, line = ""] } = container!;
  assert.deepEqual([shell, flag], ["sh", "-c"]);
  const given = env.map(({ name, value = "10.0.0.1" }) => [name, value]);
  return await acceptedWords(line, {
    ...Object.fromEntries(given),
    JOB_COMPLETION_INDEX: String(task),
  });
}

Deno.test("compose.yaml starts all workers of its list, at the addresses of the list", async () => {
  const [{ services, networks }] = readYaml("compose.yaml");
  assert.ok(networks.workers.internal);
  // deno-lint-ignore no-explicit-any
  const workers: any[] = Object.values(services);
  for (const [task, { command, networks }] of workers.entries()) {
    const words = await acceptedWords(command);
    assert.equal(sizeOf(words, task), workers.length);
    const own = valueOf(words, "--cluster")!.split(",")[task];
    assert.equal(own, `${networks.workers.ipv4_address}:4000`);
  }
});

Deno.test("kubernetes.yaml starts as many workers as its list has, by the names of their pods", async () => {
  const documents = readYaml("kubernetes.yaml");
  const [service, policy, job] = documents;
  assert.deepEqual(documents.map(({ kind }) => kind), ["Service", "NetworkPolicy", "Job"]);
  const { spec } = job;
  const words = await wordsOf(spec, 2);
  assert.equal(sizeOf(words, 2), spec.completions);
  assert.equal(spec.parallelism, spec.completions);
  const { name } = service.metadata;
  const host = `${job.metadata.name}-2.${name}:4000`;
  assert.equal(valueOf(words, "--cluster")!.split(",")[2], host);
  assert.equal(spec.template.spec.subdomain, name);
  const { labels } = spec.template.metadata;
  assert.deepEqual(service.spec.selector, labels);
  assert.deepEqual(policy.spec.podSelector.matchLabels, labels);
});

Deno.test("tfjob.yaml leaves the addresses to TF_CONFIG", async () => {
  const [{ kind, spec }] = readYaml("tfjob.yaml");
  assert.equal(kind, "TFJob");
  const words = await wordsOf(spec.tfReplicaSpecs.Worker, 0);
  assert.deepEqual(
    [valueOf(words, "--cluster"), valueOf(words, "--bind")],
    [undefined, "10.0.0.1"],
  );
});

Deno.test("slurm.sh is a script that a shell can read, and starts workers by srun", async () => {
  const path = ROOT + FOLDER + "slurm.sh";
  const { success, stderr } = await new Deno.Command("bash", { args: ["-n", path] }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  const lines = readSource(`${FOLDER}slurm.sh`).split("\n");
  const started = lines.filter((line) => line.startsWith("srun "));
  assert.equal(started.length, 1);
  const words = await acceptedWords(started[0]!.slice("srun ".length));
  assert.equal(valueOf(words, "--bind"), "any");
});
