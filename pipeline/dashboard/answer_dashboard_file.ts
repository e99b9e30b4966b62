import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { answerPageFile } from "../local_page/answer_page_file.ts";
import { answerText } from "../local_page/answer_text.ts";
import { refuse } from "../local_page/refuse.ts";
import { baseCss } from "../local_page/base_css.ts";

const require = createRequire(import.meta.url);

/** Files of the page that are beside it, in its rooms too. */
const OWN_FILE = /^\/page\/((?:[a-z0-9_]+\/)*[a-z0-9_]+\.(?:ts|css))$/;

/** Files of the package for charts, by their address. */
const UPLOT_FILES: ReadonlyMap<string, string> = new Map([
  ["/page/charts/uplot.js", "uplot/dist/uPlot.esm.js"],
  ["/page/uplot.css", "uplot/dist/uPlot.min.css"],
]);

/** Answers with a file of the page. */
export async function answerDashboardFile(path: string): Promise<Response> {
  if (path === "/") return await answerPageFile(new URL("page/dashboard.html", import.meta.url));
  if (path === "/page/base.css") return answerText(await baseCss(), { type: "text/css" });
  const packaged = UPLOT_FILES.get(path);
  if (packaged !== undefined) return await answerPageFile(await findPackaged(packaged));
  const own = OWN_FILE.exec(path)?.[1];
  if (own === undefined) return refuse(404, `there is no ${path}`);
  return await answerPageFile(new URL(`page/${own}`, import.meta.url));
}

/** Finds a file of the package; npm downloads it on first use (0.5 MB). */
async function findPackaged(name: string): Promise<URL> {
  // Only a package that is imported by name is sure to be in Deno's npm cache.
  await import("uplot/package.json", { with: { type: "json" } });
  return pathToFileURL(require.resolve(name));
}
