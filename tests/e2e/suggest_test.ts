import assert from "node:assert/strict";
import { join } from "node:path";
import { CommandLine, runCommand } from "./_command_line.ts";
import { CLASSES, makeSmallSet, TEST_VIDEOS, TRAINING_VIDEOS } from "./_small_set.ts";

const LABELED = 2 * CLASSES.length;

let folder = "";

Deno.test.beforeAll(async () => {
  folder = await makeSmallSet();
  const train = ["train", "--config", "small.json", "--name", "first", "--steps", "4"];
  const { code, stderr } = await runCommand(folder, train);
  assert.equal(code, 0, stderr);
});

Deno.test.afterAll(() => Deno.remove(folder, { recursive: true }));

/** The paths of suggested videos: what standard output has before the reason. */
async function suggest(...words: readonly string[]): Promise<string[]> {
  const { code, stdout, stderr } = await runCommand(folder, [
    "suggest",
    "--run",
    "first",
    ...words,
  ]);
  assert.equal(code, 0, stderr);
  return stdout.trimEnd().split("\n").map((line) => {
    const [, path, reason] = /^(.*?): (.*: primary \w+ \d+ %, auxiliary \w+ \d+ %)$/.exec(line) ??
      [];
    assert.ok(path !== undefined && reason !== undefined, line);
    return path;
  });
}

Deno.test("suggest lists unlabeled videos, the same each time, and shows them", async () => {
  const paths = await suggest("--count", "4");
  assert.equal(new Set(paths).size, 4);
  const suggestions = join(folder, "runs/first/suggestions");
  const table = await Deno.readTextFile(join(suggestions, "suggestions.csv"));
  assert.deepEqual(table.trimEnd().split("\n").slice(1).map((line) => line.split(",")[0]), paths);
  const sheet = await Deno.readTextFile(join(suggestions, "sheet.svg"));
  assert.equal(sheet.split("<image ").length - 1, 16);
  assert.deepEqual(await suggest("--count", "4", "--output", "again"), paths);
});

Deno.test("suggest gives all unlabeled videos if there are fewer than wanted", async () => {
  const { code, stdout, stderr } = await runCommand(
    folder,
    ["suggest", "--run", "first", "--count", "99", "--output", "all"],
  );
  assert.equal(code, 0, stderr);
  const count = TRAINING_VIDEOS - LABELED;
  assert.equal(stdout.trimEnd().split("\n").length, count);
  assert.match(stderr, new RegExp(`^${count} unlabeled videos are all that there are$`, "m"));
  assert.match(stderr, /^To label them: deno task label --suggestions \/.*\/all$/m);
});

/** Writes a folder with a video of the set that has another content, but the same images. */
async function writeOther(name: string, video: string): Promise<void> {
  await Deno.mkdir(join(folder, name));
  const bytes = await Deno.readFile(join(folder, video));
  await Deno.writeFile(join(folder, name, `${name}.avi`), new Uint8Array([...bytes, 0]));
}

Deno.test("suggest and label add the videos of --unlabeled to those of the run", async () => {
  await writeOther("older", "videos/train/testsrc/0.avi");
  await writeOther("newer", "videos/train/testsrc/1.avi");
  const train = ["train", "--config", "small.json", "--name", "more", "--steps", "1"];
  const trained = await runCommand(folder, [...train, "--unlabeled", "older"]);
  assert.equal(trained.code, 0, trained.stderr);
  const words = ["--run", "more", "--unlabeled", "newer"];
  const suggested = await runCommand(folder, ["suggest", ...words, "--count", "99"]);
  assert.equal(suggested.code, 0, suggested.stderr);
  for (const name of ["older", "newer"]) {
    assert.ok(suggested.stdout.includes(join(folder, name, `${name}.avi`)), suggested.stdout);
  }
  assert.doesNotMatch(suggested.stderr, /^gone: /m);
  await Deno.writeTextFile(join(folder, "more.csv"), "path,class\nnewer/newer.avi,testsrc\n");
  const labeled = await runCommand(folder, ["label", ...words, "--labels", "more.csv"]);
  assert.equal(labeled.code, 0, labeled.stderr);
  const list = await Deno.readTextFile(join(folder, "runs/more/suggestions/train.csv"));
  assert.match(list, /newer\.avi","testsrc"$/m);
  assert.match(list, /older\.avi",?(?:"")?$/m);
});

Deno.test("label shows a page, keeps what was answered, and prints how to train on it", async () => {
  const paths = await suggest("--count", "3", "--output", "three");
  const words = ["label", "--suggestions", "three", "--port", "0"];
  {
    await using command = new CommandLine(folder, words);
    let address: string | undefined;
    await command.until(() => {
      address = /^Open (http:\S+) to label 3 videos/m.exec(command.stderr)?.[1];
      return address !== undefined;
    });
    for (const [video, name] of [[0, "testsrc"], [2, "mandelbrot"]] as const) {
      const reply = await fetch(`${address}answers`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ video, answer: { kind: "class", class: name } }),
      });
      assert.equal(reply.status, 200, await reply.text());
    }
    command.kill("SIGINT");
    const { code, stdout, stderr } = await command.end();
    assert.equal(code, 0, stderr);
    const [summary, line] = stdout.trimEnd().split("\n");
    assert.equal(
      summary,
      `${LABELED + 2} labeled training videos (2 of them new), 4 unlabeled, ` +
        `${TEST_VIDEOS} test videos. To train on them from the start:`,
    );
    const trained = await runCommand(folder, [...line!.split(" ").slice(2), "--name", "second"]);
    assert.equal(trained.code, 0, trained.stderr);
    assert.match(trained.stderr, new RegExp(`${LABELED + 2} labeled and 4 unlabeled`));
    assert.match(trained.stderr, /^step 4\/4 /m);
  }
  const labels = await Deno.readTextFile(join(folder, "three/labels.csv"));
  assert.equal(
    labels,
    `path,class,answer\n${paths[0]},testsrc,class\n${paths[2]},mandelbrot,class\n`,
  );
  const { code, stderr } = await runCommand(folder, ["suggest", "--output", "three"]);
  assert.equal(code, 1);
  assert.match(stderr, /as nobody may have labeled videos there/);
});

Deno.test("label takes the labels of a table instead", async () => {
  await suggest("--count", "2", "--output", "table");
  const path = join(folder, "table/suggestions.csv");
  const table = await Deno.readTextFile(path);
  await Deno.writeTextFile(path, table.replace(",,", ",smptebars,"));
  const words = ["label", "--suggestions", "table", "--labels", "table/suggestions.csv"];
  const { code, stdout, stderr } = await runCommand(folder, words);
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^7 labeled training videos \(1 of them new\), 5 unlabeled, /);
  assert.match(
    stdout,
    /\ndeno task train --config \S+ --data \S+ --test-list \S+\nTo train .*:\ndeno task train --from first --data \S+ --test-list \S+\n$/,
  );
});
