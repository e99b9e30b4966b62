import assert from "node:assert/strict";
import { testPage } from "../_page_session.ts";

testPage(
  "by keyboard: several runs over one another, a hidden curve, and other steps",
  async ({ server, open }) => {
    const page = await open();
    await page.locator("#charts-grid canvas").first().waitFor();
    await page.focus("#run-show-1");
    await page.keyboard.press("Space");
    const loss = page.locator("#charts-grid figure").first();
    await loss.getByRole("button", { name: "run-b" }).waitFor();
    assert.match(page.url(), /\?run=a&with=b/);
    await loss.getByRole("combobox").selectOption("contrast");
    await loss.getByRole("button", { name: "run-b" }).focus();
    await page.keyboard.press("Enter");
    await loss.getByRole("button", { name: "run-b", pressed: false }).waitFor();
    await page.focus("#charts-step");
    await page.keyboard.press("Home");
    await page.locator("#charts-shown-step").getByText("1", { exact: true }).waitFor();
    server.asked.length = 0;
    await page.fill("#charts-to", "50");
    await page.keyboard.press("Enter");
    await page.locator("#charts-whole:enabled").waitFor();
    assert.ok(server.asked.includes("runs/b/series?points=300&from=1&to=50"), server.asked.join());
    await page.getByRole("button", { name: "run-b" }).first().click();
    await page.locator("#charts-whole:disabled").waitFor();
    await page.reload();
    await loss.getByRole("button", { name: "run-b" }).waitFor();
  },
);

testPage(
  "the mouse shows the values of a step, and draws a range of steps",
  async ({ server, open }) => {
    const page = await open();
    const canvas = page.locator("#charts-grid .u-over").first();
    await canvas.hover({ position: { x: 150, y: 60 } });
    const shown = page.locator("#charts-shown-step");
    await shown.getByText(/^\d+$/).waitFor();
    await page.mouse.move(0, 0);
    await shown.getByText("last", { exact: true }).waitFor();
    const { x, y } = await canvas.boundingBox() ?? { x: 0, y: 0 };
    await page.mouse.move(x + 120, y + 60);
    await page.mouse.down();
    await page.mouse.move(x + 220, y + 60, { steps: 4 });
    server.asked.length = 0;
    await page.mouse.up();
    await page.locator("#charts-whole:enabled").waitFor();
    assert.match(server.asked.join(), /^runs\/a\/series\?points=300&from=\d+&to=\d+$/);
    await page.click("#charts-whole");
    await page.locator("#charts-whole:disabled").waitFor();
  },
);
