import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

const browserPath = findBrowser();

function findBrowser(): string | undefined {
  const folders = (Deno.env.get("PATH") ?? "").split(delimiter);
  const names = ["chromium", "chromium-browser", "google-chrome"];
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(existsSync);
}

/** A browser that a test looks with. */
export interface TestBrowser {
  /**
   * Opens a page in a tab of its own, which shares nothing with others.
   *
   * @param options Such as size of the window, and whether it is dark.
   */
  readonly open: (address: string, options?: BrowserContextOptions) => Promise<Page>;
}

/** Options of {@linkcode testInBrowser}. */
export interface TestBrowserOptions {
  /**
   * Further arguments of Chromium's.
   *
   * @default none
   */
  readonly args?: readonly string[] | undefined;
}

/**
 * Declares a test in a real browser. It fails if a script of a page throws. Skipped with that reason
 * where no Chromium is installed.
 */
export function testInBrowser(
  name: string,
  work: (browser: TestBrowser) => Promise<void>,
  { args = [] }: TestBrowserOptions = {},
): void {
  const reason = browserPath === undefined ? " (skipped: no Chromium is installed)" : "";
  Deno.test({
    name: name + reason,
    ignore: browserPath === undefined,
    fn: async () => {
      const browser = await launch(args);
      const errors: string[] = [];
      const open = async (address: string, options?: BrowserContextOptions) => {
        const page = await browser.newPage(options);
        page.on("pageerror", ({ message }) => errors.push(message));
        await page.goto(address);
        return page;
      };
      try {
        await work({ open });
        assert.deepEqual(errors, []);
      } finally {
        await browser.close();
      }
    },
  });
}

async function launch(args: readonly string[]): Promise<Browser> {
  // Tests may run as root, where Chromium has no sandbox.
  return await chromium.launch({ executablePath: browserPath!, args: ["--no-sandbox", ...args] });
}
