import assert from "node:assert/strict";
import { join } from "node:path";
import { runFfmpeg } from "../datasets/_fixtures.ts";
import { withFolder } from "../_temporary_folder.ts";
import type { Outcome } from "./_command_line.ts";
import { linkProject } from "./_linked_project.ts";
import { userEnvironment } from "./_user_environment.ts";

/** Makes a project of links in a folder, and in it `mine` with a video in each of two classes. */
async function makeProject(folder: string): Promise<string> {
  const project = join(folder, "project");
  await Deno.mkdir(project);
  await linkProject(project);
  for (const path of ["mine/run", "mine/walk"]) {
    await Deno.mkdir(join(project, path), { recursive: true });
    const videos = ["a.avi", "b.avi"].flatMap((name, index) => [
      ...["-t", `${1 + index / 4}`],
      ...["-c:v", "mpeg4"],
      join(project, path, name),
    ]);
    const source = path.endsWith("run") ? "testsrc" : "smptebars";
    await runFfmpeg(["-f", "lavfi", "-i", `${source}=size=24x16:rate=10`, ...videos]);
  }
  return project;
}

/** Runs `deno task` in a folder, as a user does. */
async function task(cwd: string, words: readonly string[]): Promise<Outcome> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", ...words],
    cwd,
    clearEnv: true,
    env: userEnvironment(),
  }).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

Deno.test("paths count from the folder in which a command is given", () =>
  withFolder(async (folder) => {
    const project = await makeProject(folder);
    const elsewhere = join(folder, "elsewhere");
    await Deno.mkdir(elsewhere);
    await Deno.rename(join(project, "mine/run/a.avi"), join(elsewhere, "a.avi"));
    await Deno.copyFile(join(elsewhere, "a.avi"), join(project, "mine/run/a.avi"));
    const config = ["--config", join(project, "deno.json")];
    const places: readonly (readonly [cwd: string, words: readonly string[]])[] = [
      [join(project, "mine"), ["data", "check", "."]],
      [project, ["data", "check", "mine"]],
      [elsewhere, [...config, "data", "check", "../project/mine"]],
    ];
    for (const [cwd, words] of places) {
      const { code, stdout, stderr } = await task(cwd, words);
      assert.equal(code, 0, stderr);
      assert.match(stdout, /2 training and 2 test videos: 0 broken/);
    }
    const sheet = await task(elsewhere, [...config, "data", "sheet", "a.avi"]);
    assert.equal(sheet.stdout, "Contact sheet: sheet.svg\n", sheet.stderr);
    assert.ok((await Deno.stat(join(elsewhere, "sheet.svg"))).isFile);
  }));

Deno.test("runs are kept in the project, and their paths hold in every folder", () =>
  withFolder(async (folder) => {
    const project = await makeProject(folder);
    const mine = join(project, "mine");
    const options = ["--labels-per-class", "1", "--method", "supervised", "--steps", "1"];
    const clips = ["--set", "data.holdOutShare=0.5", "--set", "evaluate.clips=1"];
    const trained = await task(mine, ["train", "--data", ".", "--name", "a", ...options, ...clips]);
    assert.equal(trained.code, 0, trained.stderr);
    const stored = JSON.parse(await Deno.readTextFile(join(project, "runs/a/config.json")));
    assert.equal(stored.data.source, await Deno.realPath(mine));
    const evaluated = await task(project, ["evaluate", "--run", "a"]);
    assert.equal(evaluated.stdout, trained.stdout, evaluated.stderr);
    const predicted = await task(join(mine, "run"), ["predict", "a.avi", "--run", "a"]);
    assert.match(predicted.stdout, /^a\.avi: .*\w+ \d+\.\d%/, predicted.stderr);
    assert.deepEqual([...Deno.readDirSync(mine)].map(({ name }) => name).sort(), ["run", "walk"]);
  }));
