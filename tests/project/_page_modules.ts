/** A page as its server serves it. */
export interface ServedPage {
  /** Addresses of its modules. One that is not served must be imported for its types alone. */
  readonly modules: readonly string[];
  /** Answers as the page's server does. */
  readonly ask: (address: string) => Promise<Response>;
}

/** Files that the text of a page names. */
const LINKS = /\b(?:src|href)="(?!data:|#)([^"]+)"/g;

/** Names in a module as `deno fmt` writes it: of imports, and of what is exported again. */
const IMPORTS = [
  /^import\s*"([^"]+)"/gm,
  /^(?:import|export)\s[^"'`;()]*\bfrom\s*"([^"]+)"/gm,
  /\bimport\(\s*"([^"]+)"/g,
];

/** Names of workers, by the address of the module that starts them. */
const WORKERS = /\bnew URL\("([^"]+)",\s*import\.meta\.url\b/g;

/** Any host: its server is asked for the part behind it. */
const HOST = "http://127.0.0.1";

/** Lists what a page and its modules load, but its server does not serve, as "/a.ts: ./b.ts". */
export async function unservedFiles({ modules, ask }: ServedPage): Promise<string[]> {
  const problems: string[] = [];
  const texts = new Map<string, string | undefined>();
  const read = async (address: string) => {
    if (!texts.has(address)) texts.set(address, await textOf(await ask(address)));
    return texts.get(address);
  };
  for (const address of ["/", ...modules]) {
    const text = await read(address) ?? "";
    for (const name of address === "/" ? linksOf(text) : importsOf(text)) {
      const { pathname } = new URL(name, HOST + address);
      if (isPackage(name) || await read(pathname) === undefined) {
        problems.push(`${address}: ${name}`);
      }
    }
  }
  return problems;
}

/** Returns what was sent; undefined if it was refused. */
async function textOf(response: Response): Promise<string | undefined> {
  const text = await response.text();
  return response.ok ? text : undefined;
}

function linksOf(text: string): string[] {
  return namesIn(text, LINKS).map(asPath);
}

function importsOf(text: string): string[] {
  const imports = IMPORTS.flatMap((pattern) => namesIn(text, pattern));
  return [...imports, ...namesIn(text, WORKERS).map(asPath)];
}

function namesIn(text: string, pattern: RegExp): string[] {
  return Array.from(text.matchAll(pattern), ([, name = ""]) => name);
}

/** Writes a name that is an address, not one of a package, as imports have it. */
function asPath(name: string): string {
  return name.startsWith("/") ? name : `./${name}`;
}

/** Browsers know no packages. */
function isPackage(name: string): boolean {
  return !/^\.{0,2}\//.test(name);
}
