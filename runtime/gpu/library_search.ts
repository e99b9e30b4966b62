import { basename, join } from "node:path";
import { leadsNowhere } from "../files/leads_nowhere.ts";

/** Where {@linkcode findLibrary} looks for shared libraries. */
export interface LibrarySearch {
  /** Folders, in the order they are searched. */
  readonly directories: readonly string[];
  /** Paths from the loader's own list, by library name; used last. */
  readonly listed: ReadonlyMap<string, string>;
}

/**
 * Folders outside the loader's list: NVIDIA's installer, containers, Windows Subsystem for Linux.
 */
const USUAL_DIRECTORIES = ["/usr/local/cuda/lib64", "/usr/local/nvidia/lib64", "/usr/lib/wsl/lib"];

/**
 * Returns where this system's libraries are: in LD_LIBRARY_PATH, in the usual folders of CUDA, and
 * where `ldconfig -p` lists them.
 */
export async function systemLibrarySearch(): Promise<LibrarySearch> {
  return { ...await libraryFolders(), listed: parseLoaderList(await loaderList()) };
}

/** Returns the same without the loader's list, which takes a program to read. */
export async function libraryFolders(): Promise<LibrarySearch> {
  const named = (Deno.env.get("LD_LIBRARY_PATH") ?? "").split(":").filter(Boolean);
  const releases = await namesIn("/usr/local");
  const toolkits = releases.filter((name) => name.startsWith("cuda-12")).sort().reverse();
  const directories = [
    ...named,
    ...toolkits.map((name) => join("/usr/local", name, "lib64")),
    ...USUAL_DIRECTORIES,
  ];
  return { directories, listed: new Map() };
}

/** Returns the path of a library by its name, such as "libcudnn.so.9"; null if there is none. */
export async function findLibrary(name: string, search: LibrarySearch): Promise<string | null> {
  const listed = search.listed.get(name);
  const paths = search.directories.map((directory) => join(directory, name));
  for (const path of listed === undefined ? paths : [...paths, listed]) {
    if (await isFile(path)) return path;
  }
  return null;
}

/**
 * Returns the release in the name of the file that a library links to: "9.10.2" for
 * libcudnn.so.9.10.2.
 */
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
  // The program is often outside a user's PATH.
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

/** Whether an error says that a path does not exist or may not be read. */
function isAbsence(error: unknown): boolean {
  return leadsNowhere(error) || error instanceof Deno.errors.PermissionDenied;
}
