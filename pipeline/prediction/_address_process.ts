/**
 * Requests the address in its first argument and writes what the server answers to standard output:
 * a line of JSON, then the content. Started by fetchAddress() with access to the network alone.
 */
import { writeAllSync } from "../../datasets/write_all_sync.ts";

/** The line before the content. */
export interface AddressHead {
  readonly ok: boolean;
  readonly status: number;
  readonly statusText: string;
  /** Type of the content; empty if the server does not say. */
  readonly contentType: string;
  /** The address that the request led to. */
  readonly url: string;
}

if (import.meta.main) {
  const { ok, status, statusText, headers, url, body } = await fetch(Deno.args[0] ?? "");
  const contentType = headers.get("content-type") ?? "";
  const head: AddressHead = { ok, status, statusText, contentType, url };
  writeAllSync(Deno.stdout, new TextEncoder().encode(`${JSON.stringify(head)}\n`));
  if (ok) await body?.pipeTo(Deno.stdout.writable);
}
