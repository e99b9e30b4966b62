import assert from "node:assert/strict";
import { AnswersFile } from "../../../pipeline/suggestion/answers_file.ts";
import { labelHandler } from "../../../pipeline/suggestion/label_handler.ts";
import type { PageState } from "../../../pipeline/suggestion/page/labeling.ts";
import { SuggestionsFolder } from "../../../pipeline/suggestion/suggestions_folder.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { suggestionOf } from "./_suggestions.ts";

const CLASSES = ["run", "walk"];

const SUGGESTIONS = ["a.mp4", "b.mp4"].map((name) => ({
  ...suggestionOf(name, { primary: ["run", 0.6], auxiliary: ["walk", 0.5] }),
  preview: { frames: 1, seconds: 0.1 },
}));

const SET = {
  run: "/runs/one",
  source: "/videos",
  unlabeled: [],
  classes: CLASSES,
  suggestions: SUGGESTIONS,
};

/** What a test asks, and where the labels go. */
interface Session {
  ask(path: string, init?: RequestInit): Promise<Response>;
  readonly labels: string;
}

/** Sends JSON, as the page does. */
function sending(value: unknown, headers: Record<string, string> = {}): RequestInit {
  return {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(value),
  };
}

function withSession(work: (session: Session) => Promise<void>): Promise<void> {
  return withFolder(async (path) => {
    const folder = new SuggestionsFolder(path);
    await Deno.mkdir(folder.preview(0), { recursive: true });
    await Deno.writeTextFile(folder.frame(0, 0), "an image");
    const handler = labelHandler({
      folder,
      set: SET,
      run: "one",
      file: await AnswersFile.open(folder.labels, CLASSES),
      writeLists: () => Promise.resolve({ summary: "2 labeled", command: "deno task train" }),
    });
    await work({
      labels: folder.labels,
      ask: (path, init) => handler(new Request(new URL(path, "http://127.0.0.1:8765/"), init)),
    });
  });
}

Deno.test("labelHandler() sends what there is to label, and saves each answer", () =>
  withSession(async ({ ask, labels }) => {
    const before: PageState = await (await ask("state")).json();
    assert.deepEqual([before.run, before.classes], ["one", CLASSES]);
    assert.deepEqual(before.answers, [null, null]);
    assert.deepEqual(before.videos[1], {
      name: "b.mp4",
      reason: "uncertainty 0.90, of which disagreement 0.10: primary run 60 %, auxiliary walk 50 %",
      guesses: [{ class: "run", probability: 0.6 }, { class: "walk", probability: 0.5 }],
      frames: 1,
      seconds: 0.1,
    });
    const answer = { kind: "class", class: "walk" };
    const reply = await ask("answers", sending({ video: 1, answer }));
    assert.deepEqual(await reply.json(), [null, answer]);
    const table = await Deno.readTextFile(labels);
    assert.equal(table, "path,class,answer\n/videos/b.mp4,walk,class\n");
    await (await ask("answers", sending({ video: 1, answer: null }))).body?.cancel();
    assert.deepEqual((await (await ask("state")).json()).answers, [null, null]);
  }));

Deno.test("labelHandler() keeps the answers of two tabs, whatever each of them shows", () =>
  withSession(async ({ ask }) => {
    const skip = { kind: "skip" };
    const none = { kind: "none" };
    const replies = await Promise.all([
      ask("answers", sending({ video: 0, answer: skip })),
      ask("answers", sending({ video: 1, answer: none })),
    ]);
    for (const reply of replies) await reply.body?.cancel();
    assert.deepEqual((await (await ask("state")).json()).answers, [skip, none]);
  }));

Deno.test("labelHandler() sends frames, and writes the lists", () =>
  withSession(async ({ ask }) => {
    const frame = await ask("frames/0/0");
    assert.deepEqual([frame.headers.get("Content-Type"), await frame.text()], [
      "image/jpeg",
      "an image",
    ]);
    const lists = await (await ask("lists", sending({}))).json();
    assert.deepEqual(lists, { summary: "2 labeled", command: "deno task train" });
  }));

Deno.test("labelHandler() serves the page, which loads nothing from elsewhere", () =>
  withSession(async ({ ask }) => {
    const page = await ask("/");
    const html = await page.text();
    assert.match(page.headers.get("Content-Security-Policy") ?? "", /^default-src 'none';/);
    assert.ok(!/https?:/.test(html), html);
    const files = [...html.matchAll(/(?:src|href)="([^":]+)"/g)].map(([, file]) => file!);
    assert.deepEqual(files, ["base.css", "label_page.css", "label_page.js"]);
    const script = await ask("label_page.js");
    assert.match(script.headers.get("Content-Type") ?? "", /^text\/javascript/);
    const text = await script.text();
    const imports = [...text.matchAll(/from "\.\/(.*)"/g)].map(([, file]) => file!);
    assert.deepEqual(imports, ["labeling.ts"]);
    for (const file of [...files, ...imports]) {
      const reply = await ask(file);
      assert.equal(reply.status, 200, file);
      assert.ok(!/^export interface/m.test(await reply.text()), "browsers understand no types");
    }
  }));

const ANSWER = { video: 0, answer: { kind: "skip" } };

for (
  const [name, path, init, status] of [
    ["another host", "http://evil.example/state", {}, 403],
    ["a name that begins like this machine's", "http://127.0.0.1.evil.example/", {}, 403],
    [
      "an answer of another page",
      "answers",
      sending(ANSWER, { Origin: "http://evil.example" }),
      403,
    ],
    ["a form of another page", "answers", { method: "POST", body: "video=0" }, 403],
    ["another method", "answers", { method: "PUT" }, 405],
    ["another file", "deno.json", {}, 404],
    ["a file above", "%2e%2e/read_page_file.ts", {}, 404],
    ["a name of every object", "constructor", {}, 404],
    ["a frame that there is not", "frames/0/1", {}, 404],
    ["a frame of a video that there is not", "frames/2/0", {}, 404],
    ["a path instead of a number", "frames/0/..%2f..%2flabels.csv", {}, 404],
    ["sending elsewhere", "state", sending({}), 404],
    ["a video that there is not", "answers", sending({ ...ANSWER, video: 2 }), 400],
    ["a video by its path", "answers", sending({ ...ANSWER, video: "/etc/passwd" }), 400],
    [
      "a class that there is not",
      "answers",
      sending({
        video: 0,
        answer: { kind: "class", class: "rum" },
      }),
      400,
    ],
    ["an answer without a kind", "answers", sending({ video: 0, answer: "skip" }), 400],
    ["no answer", "answers", sending({ video: 0 }), 400],
    ["what is not JSON", "answers", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: "{",
    }, 400],
  ] as const
) {
  Deno.test(`labelHandler() refuses ${name}`, () =>
    withSession(async ({ ask }) => {
      const reply = await ask(path, init);
      assert.deepEqual([reply.status, reply.headers.get("X-Content-Type-Options")], [
        status,
        "nosniff",
      ]);
      await reply.body?.cancel();
      assert.deepEqual((await (await ask("state")).json()).answers, [null, null]);
    }));
}

Deno.test("labelHandler() answers from this machine under any port, as through a tunnel", () =>
  withSession(async ({ ask }) => {
    for (const address of ["http://localhost:9000/state", "http://[::1]:9000/state"]) {
      const { status, body } = await ask(address);
      await body?.cancel();
      assert.equal(status, 200, address);
    }
  }));
