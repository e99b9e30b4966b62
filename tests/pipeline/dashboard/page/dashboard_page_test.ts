import assert from "node:assert/strict";
import { accessibilityFaults } from "../../../_accessibility_faults.ts";
import { runOf, seriesOf, streamOf } from "./_fixtures.ts";
import { answerAbout, FINISHED, RUNNING, testPage } from "./_page_session.ts";

testPage(
  "the page shows the run under way: stream, curves, views, and what is missing",
  async (session) => {
    const page = await session.open();
    await page.getByText("step 121 of 200").waitFor();
    assert.equal(await page.textContent("#run-name"), "run-a");
    assert.equal(await page.textContent("#run-state"), "training");
    assert.match(await page.textContent("#stream-balance") ?? "", /^Device-bound/);
    assert.equal(await page.locator("#stream-picture circle").count(), 36);
    assert.equal(await page.locator("#stream-picture circle.free").count(), 6);
    await page.locator("#charts-grid canvas").first().waitFor();
    const titles = await page.locator("#charts-grid h3").allTextContents();
    assert.ok(titles.includes("Loss") && titles.includes("Gradient norm"), titles.join());
    assert.equal(await page.locator("#confidence-grid svg").count(), 2);
    assert.equal(await page.locator("#views-grid img").count(), 6);
    await page.getByText("passed: learned from").waitFor();
    assert.match(
      await page.textContent("#evaluation-empty") ?? "",
      /^The run is tested at its end/,
    );
    assert.deepEqual(session.complaints, []);
  },
);

testPage(
  "the page shows what the server reports, and nothing of runs that are not shown",
  async ({ server, open }) => {
    const page = await open();
    await page.getByText("step 121 of 200").waitFor();
    const state = streamOf({
      step: 150,
      balance: "decode-bound",
      credits: { capacity: 36, inFlight: 36 },
    });
    server.send({ what: "stream", run: "b", state: streamOf({ step: 199 }) });
    server.send({ what: "stream", run: "a", state });
    await page.getByText("step 150 of 200").waitFor();
    assert.match(await page.textContent("#stream-balance") ?? "", /^Decode-bound/);
    assert.match(await page.textContent("#announcement") ?? "", /^Decode-bound/);
    server.answers.set("runs/a/series", seriesOf(151));
    server.asked.length = 0;
    server.send({ what: "series", run: "b" });
    server.send({ what: "series", run: "a" });
    await page.locator("#charts-to[max='151']").waitFor();
    assert.deepEqual(server.asked, ["runs/a/series?points=300"]);
    const steps = page.getByRole("row", { name: "run-b" }).getByText("199 of 200");
    await steps.waitFor({ state: "attached" });
  },
);

testPage(
  "a run that is opened shows nothing of the one before, also if its own parts cannot be read",
  async ({ server, open }) => {
    for (const part of ["stream", "views", "evaluation", "mistakes", "series"]) {
      server.answers.set(`runs/a/${part}`, `${part} cannot be read`);
    }
    const page = await open();
    await page.getByRole("button", { name: "run-b" }).click();
    await page.getByText("Top-1 92.2 %").waitFor();
    await page.locator("#views-grid img").first().waitFor();
    await page.locator("#confidence-grid svg").first().waitFor();
    await page.locator("#mistakes article").first().waitFor();
    await page.getByRole("button", { name: "run-a" }).click();
    await page.locator("#run-name").getByText("run-a").waitFor();
    for (const hidden of ["#stream-shown", "#evaluation-shown", "#heat-legend"]) {
      assert.ok(await page.locator(hidden).isHidden(), hidden);
    }
    assert.equal(
      await page.locator("#views-grid img, #confidence-grid svg, #mistakes article").count(),
      0,
    );
    await page.getByRole("alert").getByText("cannot be read").waitFor();
  },
);

testPage(
  "the page says how old a state of the stream is, and takes the number of steps from it",
  async ({ server, open }) => {
    const epochs = runOf("c", { totalSteps: null });
    answerAbout(server, [epochs]);
    const time = new Date(Date.now() - 3_600_000).toISOString();
    server.answers.set("runs/c/stream", streamOf({ time }));
    const page = await open();
    await page.getByText("This state is 1 h 00 min old").waitFor();
    await page.getByText("step 121 of 200").waitFor();
    server.send({ what: "stream", run: "c", state: streamOf({ step: 130 }) });
    await page.getByText("The device has computed for 0.4 s.").waitFor();
    await page.getByText("step 130 of 200").waitFor();
  },
);

testPage("the page says that lines of the metrics are missing", async ({ server, open }) => {
  const problem = "Cannot read line 3";
  server.answers.set("runs/a/series", { ...seriesOf(120), problem });
  const page = await open();
  await page.getByText("run-a: Cannot read line 3.").waitFor();
});

testPage("the page says in words what is not there", async ({ server, open }) => {
  const starting = runOf("c", { method: "supervised", steps: 0, totalSteps: null });
  answerAbout(server, [starting]);
  server.answers.set("runs/c/stream", null);
  server.answers.set("runs/c/views", null);
  const page = await open();
  await page.getByText("Prepares its first step", { exact: true }).waitFor();
  await page.getByText("The stream has not started yet").waitFor();
  await page.getByText("the curves begin with the first one").waitFor();
  await page.getByText("No clip has been shown to the networks yet").waitFor();
  const stopped = runOf("c", { state: "interrupted", steps: 90 });
  server.answers.set("runs", { runs: [stopped] });
  server.send({ what: "runs" });
  await page.locator("#run-words").getByText("deno task train --resume").waitFor();
  await page.getByText("This run ended before it was tested").waitFor();
  server.answers.set("runs", { runs: [] });
  server.send({ what: "runs" });
  await page.getByText("There is no run yet").waitFor();
  assert.equal(await page.textContent("#run-state"), "");
  assert.equal(await page.textContent("#run-steps"), "");
});

for (const [width, colorScheme] of [[360, "light"], [2560, "dark"]] as const) {
  testPage(
    `the page fits ${width} pixels, and has no fault that axe finds (${colorScheme})`,
    async ({ server, open }) => {
      const long = { ...FINISHED, name: "ucf101_10pct_actnetformer_without_contrast-0001" };
      answerAbout(server, [RUNNING, long]);
      const page = await open({ viewport: { width, height: 900 }, colorScheme });
      await page.getByRole("button", { name: long.name }).click();
      await page.locator("#run-show-0").check();
      await page.getByRole("combobox", { name: "Loss" }).waitFor();
      await page.getByText("Top-1 92.2 %").waitFor();
      await page.locator("#charts-grid canvas").first().waitFor();
      await page.evaluate(
        "document.querySelectorAll('details').forEach((each) => each.open = true)",
      );
      const [content, window] = await page.evaluate<[number, number]>(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]",
      );
      assert.ok(content <= window, `${content} pixels in ${window}`);
      assert.deepEqual(await accessibilityFaults(page), []);
    },
  );
}
