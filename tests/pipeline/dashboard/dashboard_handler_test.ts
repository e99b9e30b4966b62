import assert from "node:assert/strict";
import { join } from "node:path";
import type {
  EvaluationAnswer,
  RunDetails,
  RunList,
  SeriesAnswer,
  VideoList,
  VideoPreview,
} from "../../../pipeline/dashboard/api.ts";
import { fileFingerprint } from "../../../datasets/mod.ts";
import { digestOfFile } from "../../../pipeline/files/digest_of_file.ts";
import { writeText } from "../../../pipeline/files/write_text.ts";
import { SUREST_MISTAKES } from "../run/_surest_mistakes.ts";
import { withShownRun } from "./_shown_run.ts";
import { STREAM_STATE } from "../run/_stream_state.ts";

Deno.test("dashboardHandler() sends the list of runs, and all about one", () =>
  withShownRun(async ({ key, ask, askRun }) => {
    const { runs }: RunList = await (await ask("/api/runs")).json();
    assert.deepEqual(runs.map(({ name, steps }) => [name, steps]), [["one", 2]]);
    const details: RunDetails = await (await ask(`/api/runs/${key}`)).json();
    assert.deepEqual([details.key, details.classes, details.settings["schedule.steps"]], [
      key,
      ["run", "walk"],
      10,
    ]);
    const series: SeriesAnswer = await (await askRun("series?points=1&from=1&to=2")).json();
    assert.deepEqual(series.steps.columns, { loss: { mean: [2], min: [1], max: [3] } });
  }));

Deno.test("dashboardHandler() says what is wrong with the first run to those who ask", () =>
  withShownRun(async ({ run, ask, askRun, readFirstRun }) => {
    await readFirstRun();
    await Deno.writeTextFile(run.metrics, "0".repeat(2 ** 19));
    await assert.rejects(readFirstRun(), /as a line must have at most/);
    const list: RunList = await (await ask("/api/runs")).json();
    assert.deepEqual(list.runs.map(({ name }) => name), ["one"]);
    const answer = await askRun("series?points=1&from=1&to=2");
    assert.equal(answer.ok, false);
    assert.match(await answer.text(), /as a line must have at most/);
  }));

Deno.test("dashboardHandler() sends what the training has written about itself, or null", () =>
  withShownRun(async ({ run, askRun }) => {
    assert.equal(await (await askRun("stream")).json(), null);
    assert.equal(await (await askRun("views")).json(), null);
    await Deno.mkdir(run.live);
    await Deno.writeTextFile(run.liveStream, JSON.stringify(STREAM_STATE));
    assert.deepEqual(await (await askRun("stream")).json(), STREAM_STATE);
  }));

Deno.test("dashboardHandler() sends scores, and the videos of a cell, the surest first", () =>
  withShownRun(async ({ askRun }) => {
    const evaluation: EvaluationAnswer = await (await askRun("evaluation")).json();
    assert.deepEqual([evaluation.hasVideos, evaluation.scores.primary?.confusion], [
      true,
      [[0, 2], [0, 1]],
    ]);
    const cell = "videos?who=primary&label=0&answer=1";
    const { total, videos }: VideoList = await (await askRun(cell)).json();
    assert.deepEqual([total, videos], [2, [
      { number: 2, name: "run/2.mp4", probability: 0.7 },
      { number: 0, name: "run/0.mp4", probability: 0.5 },
    ]]);
    const none = "videos?who=constructor&label=0&answer=99";
    assert.deepEqual(await (await askRun(none)).json(), { total: 0, videos: [] });
  }));

Deno.test("dashboardHandler() sends the mistakes of the last test, or null", () =>
  withShownRun(async ({ run, askRun }) => {
    assert.equal(await (await askRun("mistakes")).json(), null);
    const predictions = await digestOfFile(run.predictions);
    const mistakes = { ...SUREST_MISTAKES, predictions };
    await Deno.writeTextFile(run.mistakes, JSON.stringify(mistakes));
    assert.deepEqual(await (await askRun("mistakes")).json(), mistakes);
    await Deno.writeTextFile(run.predictions, "\n");
    assert.equal(await (await askRun("mistakes")).json(), null);
    await Deno.writeTextFile(run.mistakes, "{}");
    const damaged = await askRun("mistakes");
    assert.equal(damaged.status, 500);
    assert.match(await damaged.text(), /mistakes\.json as version .* Write the report again/);
  }));

Deno.test("dashboardHandler() shows exactly the video that was tested", () =>
  withShownRun(async ({ videos, askRun }) => {
    const preview: VideoPreview = await (await askRun("videos/2")).json();
    assert.deepEqual([preview.name, preview.label], ["run/2.mp4", "run"]);
    assert.ok(preview.frames.length > 0 && preview.seconds > 0);
    for (const frame of preview.frames) assert.match(frame, /^data:image\/jpeg;base64,\/9j\//);
    // From memory, whatever has happened to the file.
    await Deno.remove(join(videos, "run/2.mp4"));
    assert.deepEqual(await (await askRun("videos/2")).json(), preview);
    await Deno.copyFile(join(videos, "walk/1.mp4"), join(videos, "run/0.mp4"));
    const changed = await askRun("videos/0");
    assert.deepEqual([changed.status, await changed.text()], [
      500,
      "Cannot show run/0.mp4 as it must be the one that was tested: its file is gone, or has " +
      "changed since",
    ]);
  }));

Deno.test("dashboardHandler() looks for the videos of a run again if it was tested again", () =>
  withShownRun(async ({ run, videos, askRun }) => {
    await (await askRun("videos/0")).body?.cancel();
    const path = join(videos, "run/0.mp4");
    await Deno.copyFile(join(videos, "walk/1.mp4"), path);
    const kept = await run.readVideos();
    assert.ok(kept !== undefined);
    const fingerprint = await fileFingerprint(path);
    await run.writeVideos({
      ...kept,
      videos: kept.videos.map((video) =>
        video.id === "run/0.mp4" ? { ...video, fingerprint } : video
      ),
    });
    await writeText(run.predictions, await Deno.readTextFile(run.predictions));
    const again = await askRun("videos/0");
    assert.equal(again.status, 200, await again.text());
  }));

Deno.test("dashboardHandler() makes a preview once for all who ask", () =>
  withShownRun(async ({ askRun }) => {
    const replies = await Promise.all(Array.from({ length: 30 }, () => askRun("videos/0")));
    assert.deepEqual([...new Set(replies.map(({ status }) => status))], [200]);
    const texts = await Promise.all(replies.map((reply) => reply.text()));
    assert.equal(new Set(texts).size, 1);
  }));

Deno.test("dashboardHandler() refuses previews beyond what may wait", () => {
  const gate = Promise.withResolvers<void>();
  return withShownRun(async ({ run, askRun }) => {
    const [line = ""] = (await Deno.readTextFile(run.predictions)).split("\n");
    const lines = Array.from({ length: 40 }, (_, index) => line.replace("run/0", `gone/${index}`));
    await Deno.writeTextFile(run.predictions, lines.join("\n"));
    const statuses: number[] = [];
    const asked = lines.map(async (_, number) => {
      const { status, body } = await askRun(`videos/${number}`);
      await body?.cancel();
      statuses.push(status);
      // One is under way and 16 wait.
      if (statuses.length === 23) gate.resolve();
    });
    await Promise.all(asked);
    assert.deepEqual(statuses, [...Array(23).fill(503), ...Array(17).fill(500)]);
  }, { gate: gate.promise });
});

Deno.test("dashboardHandler() serves the page, its packages, and TypeScript without types", () =>
  withShownRun(async ({ ask }) => {
    for (
      const [path, type, pattern] of [
        ["/page/charts/uplot.js", "text/javascript", /export \{ uPlot as default \}/],
        ["/page/uplot.css", "text/css", /\.uplot/],
        ["/page/base.css", "text/css", /--paper:/],
      ] as const
    ) {
      const reply = await ask(path);
      assert.deepEqual([reply.status, reply.headers.get("Content-Type")], [
        200,
        `${type}; charset=utf-8`,
      ]);
      assert.match(await reply.text(), pattern);
    }
  }));

for (
  const [name, path, status] of [
    ["another file of the program", "/page/../dashboard_handler.ts", 404],
    ["an encoded file above", "/page/%2e%2e/dashboard_handler.ts", 404],
    ["an encoded slash", "/page/..%2fdashboard_handler.ts", 404],
    ["a doubly encoded file above", "/page/%252e%252e/api.ts", 404],
    ["a backslash", "/page/..%5capi.ts", 404],
    ["a path on this machine", "/page//etc/passwd", 404],
    ["a file of the page that there is not", "/page/nothing.ts", 404],
    ["a name of every object", "/constructor", 404],
    ["a file with another ending", "/page/deno.json", 404],
    ["an unknown run", "/api/runs/0123456789abcdef", 404],
    ["a run by its name", "/api/runs/one/series", 404],
    ["a run by its path", "/api/runs/..%2f..%2fetc/series", 404],
    ["a part that there is not", "/api/runs/KEY/checkpoints", 404],
    ["a file of the run", "/api/runs/KEY/config.json", 404],
    ["a file above the run", "/api/runs/KEY/..%2f..%2fsecret", 404],
    ["a video that there is not", "/api/runs/KEY/videos/99", 404],
    ["a video by its name", "/api/runs/KEY/videos/run%2f0.mp4", 404],
    ["a video by its path", "/api/runs/KEY/videos/%2fetc%2fpasswd", 404],
    ["a negative video", "/api/runs/KEY/videos/-1", 404],
    ["a huge number of a video", "/api/runs/KEY/videos/99999999999999999999", 404],
    ["no points", "/api/runs/KEY/series?points=0", 400],
    ["millions of points", "/api/runs/KEY/series?points=5000000", 400],
    ["points that are no number", "/api/runs/KEY/series?points=1e9", 400],
    ["a range that is none", "/api/runs/KEY/series?from=-1", 400],
    ["steps that are no number", "/api/runs/KEY/series?to=NaN", 400],
    ["a cell without an answerer", "/api/runs/KEY/videos?label=0&answer=1", 400],
    ["a cell by names", "/api/runs/KEY/videos?who=both&label=run&answer=walk", 400],
    ["a huge query", `/api/runs/KEY/series?points=5&x=${"x".repeat(4000)}`, 414],
  ] as const
) {
  Deno.test(`dashboardHandler() refuses ${name}`, () =>
    withShownRun(async ({ key, ask }) => {
      const reply = await ask(path.replace("KEY", key));
      assert.equal(reply.status, status, await reply.text());
      assert.equal(reply.headers.get("X-Content-Type-Options"), "nosniff");
    }));
}

Deno.test("dashboardHandler() changes nothing: it answers to no POST", () =>
  withShownRun(async ({ ask }) => {
    const headers = { "Content-Type": "application/json" };
    const reply = await ask("/api/runs", { method: "POST", headers, body: "{}" });
    assert.deepEqual([reply.status, await reply.text()], [405, "POST is not answered"]);
  }));

for (
  const name of [
    "metrics.jsonl",
    "predictions.jsonl",
    "results.json",
    "mistakes.json",
    "live",
    "lock",
  ]
) {
  Deno.test(`dashboardHandler() follows no link out of a run's folder: ${name}`, () =>
    withShownRun(async ({ run, ask, askRun }) => {
      const path = join(run.path, name);
      await Deno.writeTextFile(join(run.path, "..", "secret"), '{"kind":"step","step":1}\n');
      await Deno.remove(path).catch(() => {});
      await Deno.symlink("../secret", path);
      for (const part of ["series", "stream", "evaluation", "mistakes", "videos/0"]) {
        const reply = await askRun(part);
        assert.equal(reply.status, 500);
        assert.match(await reply.text(), new RegExp(`^Cannot show .* as ${name} in it must be a `));
      }
      const { runs }: RunList = await (await ask("/api/runs")).json();
      assert.match(
        runs[0]?.problem ?? "",
        new RegExp(`^Cannot show .* as ${name} in it must be a `),
      );
    }));
}

Deno.test("dashboardHandler() says that a run which was removed is not there any more", () =>
  withShownRun(async ({ run, ask, askRun }) => {
    await run.remove();
    const reply = await askRun("series");
    assert.deepEqual([reply.status, await reply.text()], [
      404,
      "this run is not there, or not any more",
    ]);
    assert.deepEqual(await (await ask("/api/runs")).json(), { runs: [] });
  }));
