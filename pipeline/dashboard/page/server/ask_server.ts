/// <reference lib="dom" />
import { UnreachableError } from "./unreachable_error.ts";

/**
 * Asks the server.
 *
 * @param path Below `/api/`.
 * @throws {Error} With the server's own words, if it cannot answer.
 * @throws {UnreachableError} If the server cannot be reached.
 */
export async function askServer<T>(path: string): Promise<T> {
  const response = await send(path);
  if (!response.ok) throw new Error(await response.text());
  return await response.json();
}

async function send(path: string): Promise<Response> {
  try {
    return await fetch(`/api/${path}`);
  } catch (cause) {
    throw new UnreachableError({ cause });
  }
}
