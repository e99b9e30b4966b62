import { basename, join } from "node:path";

/** Where the system's loader, and people who install CUDA, keep shared libraries. */
export interface LibrarySearch {
  /** Folders, in the order they are looked into. */
  readonly directories: readonly string[];
  /** What the loader's own list says, by library name; looked at last. */
  readonly listed: ReadonlyMap<string, string>;
}

/** Places outside the loader's list: NVIDIA's installer, containers, Windows Subsystem for Linux. */
const USUAL_DIRECTORIES = ["/usr/local/cuda/lib64", "/usr/local/nvidia/lib64", "/usr/lib/wsl/lib"];

/** The places of this system: LD_LIBRARY_PATH, /usr/local/cuda-12*, and what `ldconfig -p` lists. */
export async function systemLibrarySearch(): Promise<LibrarySearch> {
  const named = (Deno.env.get("LD_LIBRARY_PATH") ?? "").split(":").filter(Boolean);
  const releases = await namesIn("/usr/local");
  const toolkits = releases.filter((name) => name.startsWith("cuda-12")).sort().reverse();
  return {
    directories: [
      ...named,
      ...toolkits.map((name) => join("/usr/local", name, "lib64")),
      ...USUAL_DIRECTORIES,
    ],
    listed: parseLoaderList(await loaderList()),
  };
}

/** Path of a library by its name, such as "libcudnn.so.9"; null where it is nowhere. */
export async function findLibrary(name: string, search: LibrarySearch): Promise<string | null> {
  const listed = search.listed.get(name);
  const paths = search.directories.map((directory) => join(directory, name));
  for (const path of listed === undefined ? paths : [...paths, listed]) {
    if (await isFile(path)) return path;
  }
  return null;
}

/** The release in the name of the file that a library's name links to: "9.10.2" for libcudnn.so.9.10.2. */
export async function releaseOf(path: string): Promise<string | null> {
  const [, release] = /\.so\.(\d+(?:\.\d+)+)$/.exec(basename(await Deno.realPath(path))) ?? [];
  return release ?? null;
}

/** Reads what `ldconfig -p` prints: 64-bit x86 libraries by name, the first of each. */
export function parseLoaderList(text: string): ReadonlyMap<string, string> {
  const listed = new Map<string, string>();
  for (const [, name = "", path = ""] of text.matchAll(/^\s*(\S+) \(.*x86-64.*\) => (\/.*)$/gm)) {
    if (!listed.has(name)) listed.set(name, path);
  }
  return listed;
}

async function loaderList(): Promise<string> {
  // It is often outside a user's PATH.
  for (const program of ["ldconfig", "/sbin/ldconfig"]) {
    try {
      const command = new Deno.Command(program, { args: ["-p"], stdin: "null", stderr: "null" });
      return new TextDecoder().decode((await command.output()).stdout);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  return "";
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFile;
  } catch (error) {
    if (isAbsence(error)) return false;
    throw error;
  }
}

async function namesIn(directory: string): Promise<string[]> {
  try {
    return (await Array.fromAsync(Deno.readDir(directory))).map(({ name }) => name);
  } catch (error) {
    if (isAbsence(error)) return [];
    throw error;
  }
}

/** A folder of LD_LIBRARY_PATH may be missing, a file, or closed to this user. */
function isAbsence(error: unknown): boolean {
  return error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory ||
    error instanceof Deno.errors.PermissionDenied;
}
