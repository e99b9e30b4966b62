import assert from "node:assert/strict";
import { withFolder } from "../_temporary_folder.ts";
import { readSource, ROOT } from "../_sources.ts";

/** What a command may do, as the table in docs/operations.md says. */
const SETS: Readonly<Record<string, readonly string[]>> = {
  help: ["help"],
  files: ["runs"],
  compute: ["doctor", "evaluate", "export", "predict", "report", "suggest", "weights"],
  label: ["label"],
  dashboard: ["dashboard"],
  demo: ["demo"],
  download: ["compare", "data", "init", "setup", "sweep"],
  train: ["train"],
};

/** The permissions of each set that are granted without limits. */
const UNLIMITED: Readonly<Record<string, readonly string[]>> = {
  help: ["read"],
  files: ["read", "write"],
  compute: ["read", "write", "run", "ffi"],
  label: ["read", "write", "run"],
  dashboard: ["read", "run"],
  demo: ["read"],
  download: ["read", "write", "run", "ffi"],
  train: ["read", "write", "run", "ffi"],
};

const { permissions, tasks } = JSON.parse(readSource("deno.json")) as {
  readonly permissions: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly tasks: Readonly<Record<string, { readonly command: string }>>;
};

Deno.test("each command has the smallest set of permissions that serves", () => {
  const found: Record<string, string[]> = {};
  for (const { command } of Object.values(tasks)) {
    const [, set, name] = /-P=(\w+) pipeline\/cli\.ts (\w+)$/.exec(command) ?? [];
    if (set !== undefined && name !== undefined) (found[set] ??= []).push(name);
  }
  for (const names of Object.values(found)) names.sort();
  assert.deepEqual(found, SETS);
});

Deno.test("only what cannot be named is granted without limits", () => {
  for (const [set, unlimited] of Object.entries(UNLIMITED)) {
    const granted = Object.entries(permissions[set] ?? {});
    const names = granted.filter(([, value]) => value === true).map(([name]) => name);
    assert.deepEqual(names, unlimited, set);
  }
});

Deno.test("docs/operations.md has a row for each set of permissions", () => {
  const page = readSource("docs/operations.md");
  for (const names of Object.values(SETS)) {
    const row = `| ${names.map((name) => `\`${name}\``).join(", ")}`;
    assert.ok(page.includes(row), row);
  }
});

/** Ways to the network. */
const SOCKETS = [
  'await fetch("http://127.0.0.1:8000/")',
  'await Deno.connect({ hostname: "127.0.0.1", port: 9 })',
  "Deno.listen({ port: 0 })",
  'await Deno.resolveDns("example.org", "A")',
  'await new Promise((_, no) => connect(9, "127.0.0.1").on("error", no))',
];

for (const set of ["help", "files", "compute"]) {
  Deno.test(`commands with the permissions "${set}" can open no socket`, async () => {
    await withFolder(async (folder) => {
      const lines = SOCKETS.map((code) =>
        `try { ${code}; console.log("open"); } catch (error) { console.log(error.name); }`
      );
      const script = `${folder}/sockets.ts`;
      await Deno.writeTextFile(
        script,
        ['import { connect } from "node:net";', ...lines].join("\n"),
      );
      const options = [`--config=${ROOT}deno.json`, `-P=${set}`, "--no-prompt", "--no-check"];
      const { stdout } = await new Deno.Command(Deno.execPath(), {
        args: ["run", "--quiet", ...options, script],
        stderr: "inherit",
      }).output();
      const names = new TextDecoder().decode(stdout).trim().split("\n");
      assert.deepEqual(names, SOCKETS.map(() => "NotCapable"));
    });
  });
}

/** Waits for a signal, as commands do. */
const INTERRUPTED = `
import { listenForInterrupt } from "${ROOT}pipeline/terminal/interrupt.ts";
using interrupt = listenForInterrupt(() => console.log("stopping"));
console.log("ready");
await new Promise((resolve) => {
  const timer = setTimeout(resolve, 60_000);
  interrupt.signal.addEventListener("abort", () => {
    clearTimeout(timer);
    resolve();
  });
});`;

for (const set of ["compute", "label", "dashboard", "download"]) {
  Deno.test(`commands with the permissions "${set}" stop when their terminal closes`, async () => {
    await withFolder(async (folder) => {
      await using command = await startScript(folder, set, INTERRUPTED);
      const lines = command.stdout.pipeThrough(new TextDecoderStream());
      let written = "";
      for await (const text of lines) {
        if (written === "") command.kill("SIGHUP");
        written += text;
      }
      assert.equal(written, "ready\nstopping\n");
      assert.equal((await command.status).code, 0);
    });
  });
}

Deno.test(`commands with the permissions "compute" can store a video that comes as bytes`, async () => {
  await withFolder(async (folder) => {
    const code = `
import { storeBytes } from "${ROOT}datasets/frames/_store_bytes.ts";
await using stored = await storeBytes({ name: "-", bytes: new Blob(["abc"]).stream() });
console.log(await Deno.readTextFile(stored.path));`;
    await using command = await startScript(folder, "compute", code);
    assert.equal(await new Response(command.stdout).text(), "abc\n");
    assert.equal((await command.status).code, 0);
  });
});

async function startScript(folder: string, set: string, code: string): Promise<Deno.ChildProcess> {
  const script = `${folder}/script.ts`;
  await Deno.writeTextFile(script, code);
  const options = [`--config=${ROOT}deno.json`, `-P=${set}`, "--no-prompt", "--no-check"];
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", ...options, script],
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
}
