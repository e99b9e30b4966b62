import { readByCat } from "./_read_by_cat.ts";

/** /proc/cpuinfo; null until it has been read. */
let text: string | null = null;

/**
 * Returns a field of the first processor in /proc/cpuinfo.
 *
 * @param name Such as "flags"; a regular expression.
 * @returns null if it cannot be read: outside Linux, in an image without `cat`, or on a processor
 * that has no such field.
 */
export function cpuInfo(name: string): string | null {
  if (Deno.build.os !== "linux") return null;
  text ??= readByCat("/proc/cpuinfo");
  return new RegExp(`^(?:${name})[ \\t]*:[ \\t]*(.*)$`, "m").exec(text ?? "")?.[1] ?? null;
}
