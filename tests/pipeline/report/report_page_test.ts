import assert from "node:assert/strict";
import { reportPage } from "../../../pipeline/report/report_page.ts";
import { HOSTILE, REPORT } from "./_reported_run.ts";

const page = reportPage(REPORT);

Deno.test("reportPage() shows scores, classes, mistakes, and how the run came about", () => {
  const expected = [
    '<th scope="row">both</th><td class="number">50.0</td><td class="number">15.0 to 85.0</td>',
    "4 test videos, cuts of 3 sources.",
    "Scores of the weights after step 1,000 of 1,200, the best.",
    "Not clearly better than chance",
    '<th scope="row">b</th><td class="">0 (0 %)</td><td class="">2</td>',
    "with 90 %; it is <strong>b</strong>",
    "at 1.25 s",
    "primary (3D ResNet): Grad-CAM, 7 × 7 cells a frame",
    "primary (3D ResNet), Grad-CAM: heat over b/&lt;script&gt;",
    "No frames: the video is not there any more",
    "1:05; 12 % of the steps' time waiting for videos",
    "12 labeled, 1,500 unlabeled, 4 test",
    "0.1.0 (commit 0123456789)",
    "cd '/my videos'\ndeno task train",
  ];
  for (const text of expected) assert.ok(page.includes(text), `${text}\n${page}`);
});

Deno.test("reportPage() loads nothing and runs no script, whatever the texts are", () => {
  assert.doesNotMatch(page, /<(script|link|iframe|object|embed)/i);
  assert.match(page, /content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"/);
  const sources = Array.from(page.matchAll(/(?:src|href)="([^"]*)"/g), ([, url = ""]) => url);
  assert.ok(sources.length >= 3);
  for (const url of sources) assert.match(url, /^data:image\/(jpeg|svg\+xml);base64,/);
});

Deno.test("reportPage() says why it does not show what the networks look at", () => {
  const mistakes = REPORT.mistakes.map((mistake) => ({ ...mistake, heat: [] }));
  const text = reportPage({ ...REPORT, mistakes, explained: HOSTILE });
  assert.match(text, /What the networks look at is left out: &lt;script&gt;/);
  assert.doesNotMatch(text, /class="heat-scale"/);
});

Deno.test("reportPage() has a point for each video of the map, and what it says in words", () => {
  assert.equal(page.match(/<input type="radio" name="video"/g)?.length, 12);
  assert.match(page, /12 of 24 tested videos, at equal distances in their list\. Of the 5 nearest/);
  assert.match(page, /46 % are of its class; 25 % would be if the features said nothing/);
  assert.match(
    page,
    /<strong>.*\/1\.mp4<\/strong><br>.* \(right\)<br>both: .* 50 %<br>primary: no answer/,
  );
});

Deno.test("reportPage() says why there is no map", () => {
  const without = reportPage({ ...REPORT, map: `too few: ${HOSTILE}` });
  assert.match(without, /<h2>Map of the tested videos<\/h2><p>Left out: too few: &lt;script/);
  assert.doesNotMatch(without, /\.point/);
});

Deno.test("reportPage() of a run of one network and of earlier versions", () => {
  const { primary } = REPORT.results.scores;
  const results = { ...REPORT.results, scores: primary === undefined ? {} : { primary } };
  const old = { ...REPORT, results, parts: [], parent: undefined, split: {}, curves: undefined };
  assert.match(reportPage(old), /As answered by the primary network/);
  const untested = { ...old, results: { ...results, scores: {} }, mistakes: [] };
  assert.match(reportPage(untested), /0 test videos/);
});
