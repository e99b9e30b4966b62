import assert from "node:assert/strict";
import { join } from "node:path";
import { type AnswerFormat, AnswerWriter } from "../../../pipeline/prediction/answer_writer.ts";
import { outputPlan } from "../../../pipeline/prediction/output_plan.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { ANSWERING, fileInput, LONG, SHORT } from "./_answers.ts";

const FAILURE = { input: fileInput("c.mp4"), problem: "the file is empty" };
const INPUTS = [SHORT.input, LONG.input, FAILURE.input];

Deno.test("AnswerWriter prints each answer as it comes", async () => {
  const expected: Readonly<Record<AnswerFormat, number>> = { text: 5, json: 3, csv: 5, srt: 10 };
  for (const [format, count] of Object.entries(expected)) {
    const lines: string[] = [];
    const print = (text: string) => lines.push(...text.split("\n"));
    const writer = new AnswerWriter({ format: format as AnswerFormat, top: 2, print });
    writer.start(ANSWERING);
    for (const prediction of [SHORT, LONG, FAILURE]) await writer.add(prediction);
    await writer.finish();
    assert.equal(lines.length, count, `${format}:\n${lines.join("\n")}`);
  }
});

Deno.test("AnswerWriter writes one file at the end, or one for each video at once", () =>
  withFolder(async (folder) => {
    const one = await outputPlan(INPUTS, {
      path: join(folder, "answers.csv"),
      extension: ".csv",
      content: "answers",
      holdsSeveral: true,
    });
    const writer = new AnswerWriter({ format: "csv", top: 2, files: one, print: assert.fail });
    writer.start(ANSWERING);
    await writer.add(SHORT);
    await writer.add(LONG);
    await writer.add(FAILURE);
    assert.equal(writer.written.size, 0);
    await writer.finish();
    const text = await Deno.readTextFile(join(folder, "answers.csv"));
    assert.deepEqual(text.split("\n").map((line) => line.split(",")[0]), [
      "video",
      "a.mp4",
      '"b',
      '"b',
      '"b',
      "",
    ]);
    const many = await outputPlan(INPUTS, {
      path: join(folder, "subtitles/"),
      extension: ".srt",
      content: "subtitles",
      holdsSeveral: false,
    });
    const srt = new AnswerWriter({ format: "srt", top: 2, files: many, print: assert.fail });
    srt.start(ANSWERING);
    await srt.add(SHORT);
    assert.match(await Deno.readTextFile(join(folder, "subtitles/a.srt")), /^1\n00:00:00,000/);
  }));

Deno.test("AnswerWriter prints moments of a live video, in text those at which the class changes", () => {
  const input = { ...SHORT.input, name: "/dev/video0", isLive: true };
  const [moment] = SHORT.segments;
  for (const [format, count] of [["text", 1], ["json", 2], ["csv", 3], ["srt", 0]] as const) {
    const lines: string[] = [];
    const print = (text: string) => lines.push(text);
    const writer = new AnswerWriter({ format, top: 2, print });
    writer.start(ANSWERING);
    writer.addMoment(input, moment!, true);
    writer.addMoment(input, moment!, false);
    assert.equal(lines.length, count, format);
  }
});

Deno.test("outputPlan() refuses files that would be lost", () =>
  withFolder(async (folder) => {
    const request = { extension: ".mp4", content: "videos", holdsSeveral: false };
    const video = join(folder, "a.mp4");
    await Deno.writeTextFile(video, "");
    const cases: readonly (readonly [readonly string[], string, RegExp])[] = [
      [["a.mp4", "b.mp4"], join(folder, "out.mp4"), /it must be a folder/],
      [["x/a.mp4", "y/a.mp4"], `${folder}/out/`, /'x\/a.mp4' and 'y\/a.mp4' have the same name/],
      [[video], video, /it must be another file than the videos/],
      [[video], folder, /it must be another file than the videos/],
    ];
    for (const [paths, path, message] of cases) {
      const inputs = paths.map((name) => fileInput(name, "a"));
      await assert.rejects(outputPlan(inputs, { ...request, path }), message);
    }
  }));
