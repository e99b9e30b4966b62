import assert from "node:assert/strict";
import { SUREST_MISTAKES } from "../../../run/_surest_mistakes.ts";
import { testPage } from "../_page_session.ts";

testPage(
  "the page shows the surest mistakes with what each network looked at, or why not",
  async ({ server, open }) => {
    const page = await open();
    await page.getByText("The report that is written at the end of the run has them").waitFor();
    await page.getByRole("button", { name: "run-b" }).click();
    const first = page.locator("#mistakes article").first();
    const second = page.locator("#mistakes article").last();
    await first.getByRole("heading", { name: "zoom with 90 %; it is nod" }).waitFor();
    await second.getByText("No frames: the video is not there any more").waitFor();
    const names = ["The video", "primary (3D ResNet), Grad-CAM"];
    for (const name of [...names, "auxiliary (TimeSformer), attention rollout"]) {
      assert.equal(await first.getByRole("group", { name }).getByRole("img").count(), 5, name);
    }
    await page.getByText("Grad-CAM, 2 × 2 cells a frame").waitFor();
    const { legend } = SUREST_MISTAKES;
    const scale = "getComputedStyle(document.getElementById('heat-colors')).backgroundImage";
    assert.match(await page.evaluate<string>(scale), /rgb\(64, 64, 64\), rgb\(255, 128, 0\)/);
    const other = { ...SUREST_MISTAKES, legend: "What the networks look at is left out: gone" };
    server.answers.set("runs/b/mistakes", { ...other, mistakes: other.mistakes.slice(1) });
    server.send({ what: "mistakes", run: "b" });
    await page.getByText("is left out: gone").waitFor();
    assert.ok(typeof legend !== "string" && await page.getByText(legend.how).isHidden());
    server.answers.set("runs/b/mistakes", null);
    server.send({ what: "evaluation", run: "b" });
    await page.getByText("deno task report run-b").waitFor();
  },
);
