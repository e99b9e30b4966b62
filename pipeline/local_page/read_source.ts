import { stripTypeScriptTypes } from "node:module";

/**
 * Reads a text file of the program. TypeScript is returned without its types, as browsers understand
 * it.
 *
 * @param url Where it is: the program may have been imported over the network.
 */
export async function readSource(url: URL): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`Cannot read ${url} as it must be there: ${response.status}`);
  const text = await response.text();
  return url.pathname.endsWith(".ts") ? stripTypeScriptTypes(text) : text;
}
