import assert from "node:assert/strict";
import { streamOf } from "../_fixtures.ts";
import { testPage } from "../_page_session.ts";

testPage(
  "a page that is not let in says once that its connection is lost, and tries again",
  async ({ server, open }) => {
    const page = await open();
    await page.evaluate(RECORD_CONNECTION);
    server.isFull = true;
    await server.stop();
    await server.start();
    while (server.refused < 2) await page.waitForTimeout(100);
    const seen = await page.evaluate<string[]>("connectionTexts");
    assert.deepEqual(seen, ["connection lost, trying again…"]);
    server.isFull = false;
    await page.getByText("live", { exact: true }).waitFor();
    assert.equal(await page.textContent("#announcement"), "Connected again.");
  },
);

/** Collects what the page says of its connection. */
const RECORD_CONNECTION = `var connectionTexts = [];
  new MutationObserver(([{ target }]) => connectionTexts.push(target.textContent))
    .observe(document.getElementById("connection"), { childList: true });`;

testPage(
  "the page connects again after the server was away, says so, and asks for all again",
  async (session) => {
    const { server, open } = session;
    const page = await open();
    await page.getByText("step 121 of 200").waitFor();
    await server.stop();
    await page.getByText("connection lost, trying again…").waitFor();
    await page.getByText("deno task dashboard").waitFor();
    assert.match(await page.textContent("#announcement") ?? "", /is lost/);
    server.answers.set("runs/a/stream", streamOf({ step: 170 }));
    await server.start();
    await page.getByText("live", { exact: true }).waitFor();
    await page.getByText("step 170 of 200").waitFor();
    assert.equal(await page.textContent("#announcement"), "Connected again.");
  },
);

testPage(
  "a hidden tab hears nothing, and is brought up to date when it is seen",
  async ({ server, open }) => {
    const page = await open();
    assert.equal(server.listeners, 1);
    await page.evaluate(hideScript(true));
    await page.getByText("asleep", { exact: true }).waitFor({ state: "attached" });
    server.answers.set("runs/a/stream", streamOf({ step: 180 }));
    await page.evaluate(hideScript(false));
    await page.getByText("step 180 of 200").waitFor();
  },
);

/** Makes a page believe that its tab is hidden, or seen. */
function hideScript(isHidden: boolean): string {
  return `Object.defineProperty(document, "hidden", { value: ${isHidden}, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));`;
}
