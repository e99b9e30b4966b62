import { fileURLToPath } from "node:url";
import { writeText } from "./_report.ts";

/**
 * A section of a Markdown page between `<!-- NAME -->` and `<!-- /NAME -->`, which a program
 * writes.
 */
interface MarkedSection {
  /** Where its content starts, after the line of the first marker. */
  readonly start: number;
  /** Where its content ends, before the line of the second marker. */
  readonly end: number;
}

/**
 * Returns the content of a page's section `name`, without the empty lines around it; undefined if
 * the page has no such section.
 */
export function readMarkedSection(page: string, name: string): string | undefined {
  const section = findSection(page, name);
  return section === undefined ? undefined : page.slice(section.start, section.end).trim();
}

/**
 * Returns the page with other content in its section `name`; the same page if it has no such
 * section.
 */
export function replaceMarkedSection(page: string, name: string, content: string): string {
  const section = findSection(page, name);
  if (section === undefined) return page;
  return `${page.slice(0, section.start)}\n\n${content}\n\n${page.slice(section.end)}`;
}

/**
 * Reads the content of the section `name` of a page's file; undefined if the page has no such
 * section.
 */
export async function readSectionOf(page: URL, name: string): Promise<string | undefined> {
  return readMarkedSection(await Deno.readTextFile(page), name);
}

/**
 * Writes the section `name` of a page's file.
 *
 * @returns The path of the page, relative to the project.
 */
export async function writeSectionOf(page: URL, name: string, content: string): Promise<string> {
  await writeText(page, replaceMarkedSection(await Deno.readTextFile(page), name, content));
  return fileURLToPath(page).slice(fileURLToPath(new URL("..", import.meta.url)).length);
}

function findSection(page: string, name: string): MarkedSection | undefined {
  const opening = `<!-- ${name} -->`;
  const opened = page.indexOf(opening);
  if (opened < 0) return undefined;
  const start = opened + opening.length;
  const end = page.indexOf(`<!-- /${name} -->`, start);
  if (end < 0) {
    throw new SyntaxError(
      `Cannot find the section '${name}' as its end must be marked by <!-- /${name} -->`,
    );
  }
  return { start, end };
}
