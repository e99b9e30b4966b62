import assert from "node:assert/strict";
import { testPage } from "../_page_session.ts";

testPage(
  "by keyboard: a cell of the confusion matrix lists its videos and plays one",
  async ({ server, open }) => {
    const page = await open();
    await page.getByRole("button", { name: "run-b" }).click();
    await page.getByText("Top-1 92.2 %").waitFor();
    await page.focus("#matrix");
    await page.keyboard.press("ArrowDown");
    for (let column = 0; column < 7; column++) await page.keyboard.press("ArrowRight");
    const words = "nod taken for zoom: 5 of 8 videos (62.5 %)";
    assert.equal(await page.textContent("#matrix-words"), words);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Pause", exact: true }).waitFor();
    assert.ok(
      server.asked.includes("runs/b/videos?who=both&label=1&answer=7"),
      server.asked.join(),
    );
    assert.equal(await page.textContent("#videos-title"), words);
    assert.equal(await page.evaluate("document.activeElement.id"), "videos-title");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByText("nod/v2.mp4: nod, 2.5 s").waitFor();
    await page.getByRole("button", { name: "Pause", exact: true }).click();
    await page.getByRole("button", { name: "Play" }).waitFor();
  },
);

testPage(
  "a click into the matrix shows videos, and an error of the server is shown as it is",
  async ({ server, open }) => {
    const page = await open({ reducedMotion: "reduce" });
    await page.getByRole("button", { name: "run-b" }).click();
    await page.locator("#matrix-drawing .wrong").click();
    await page.getByRole("button", { name: "Play" }).waitFor();
    server.answers.set("runs/b/videos/4", "this video is not there any more");
    await page.getByRole("button", { name: "nod/v2.mp4" }).click();
    await page.getByRole("alert").getByText("this video is not there any more").waitFor();
  },
);
