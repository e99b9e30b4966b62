import { isRecord } from "./is_record.ts";
import { namedFile, namesIn } from "./named_files.ts";
import { readJsonc, type ReadJsoncOptions } from "./read_jsonc.ts";

/** A `.jsonc` file that comes with the program. */
export interface DescribedFile {
  /** Its name without ending. */
  readonly name: string;
  /** What it says that it is for, in one line. */
  readonly about: string;
  /** What it extends; undefined if nothing. */
  readonly base: string | undefined;
}

/** Reads what the `.jsonc` files in a folder are for; those that extend no other file come first. */
export async function describeFiles(
  folder: string,
  options: Pick<ReadJsoncOptions, "kind" | "names">,
): Promise<DescribedFile[]> {
  const files = await Promise.all(
    namesIn(folder).map(async (name) => {
      const source = `the ${options.kind} ${name}`;
      const raw = await readJsonc(namedFile(folder, name) ?? name, { ...options, source });
      return { name, about: textOf(raw, "about") ?? "", base: textOf(raw, "extends") };
    }),
  );
  const isBase = ({ base }: DescribedFile) => base === undefined;
  return [...files.filter(isBase), ...files.filter((file) => !isBase(file))];
}

function textOf(raw: unknown, key: string): string | undefined {
  const value = isRecord(raw) ? raw[key] : undefined;
  return typeof value === "string" ? value : undefined;
}
