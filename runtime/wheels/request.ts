import { reasonOf } from "./reason_of.ts";

/** Options of {@linkcode request}. */
export interface RequestOptions {
  /** Ends the request. */
  readonly signal: AbortSignal;
  /**
   * Types of content that are understood.
   *
   * @default "*\/*"
   */
  readonly accept?: string | undefined;
}

/** Maximum number of addresses that lead to one another. */
const REDIRECTS = 10;

/**
 * Requests a document over HTTPS, also where a server leads to another address. Unencrypted HTTP is
 * allowed to this machine alone.
 *
 * @throws {Error} If an address is not https, the server does not answer, or answers with an error.
 */
export async function request(
  url: URL,
  { signal, accept = "*/*" }: RequestOptions,
): Promise<Response> {
  let address = url;
  for (let redirects = 0; redirects <= REDIRECTS; redirects++) {
    requireEncrypted(address, url);
    const response = await requestOnce(address, { signal, accept });
    const location = response.headers.get("location");
    if (response.ok) return response;
    await response.body?.cancel();
    if (location === null || response.status < 300 || response.status > 399) {
      throw new Error(`${address.href} answers ${response.status} ${response.statusText}`);
    }
    address = new URL(location, address);
  }
  throw new Error(`${url.href} leads to more than ${REDIRECTS} other addresses`);
}

async function requestOnce(
  address: URL,
  { signal, accept }: { readonly signal: AbortSignal; readonly accept: string },
): Promise<Response> {
  try {
    return await fetch(address, { signal, headers: { accept }, redirect: "manual" });
  } catch (error) {
    const cause = { cause: error };
    if (error instanceof Deno.errors.NotCapable) {
      const host = address.host;
      throw new Error(`this command may not connect to ${host} ('deno task setup' may)`, cause);
    }
    throw new Error(`${address.host} does not answer (${reasonOf(error)})`, cause);
  }
}

/** @param start Where the request began: what began encrypted stays so. */
function requireEncrypted(address: URL, start: URL): void {
  if (address.protocol === "https:") return;
  const isLocal = ["127.0.0.1", "[::1]", "localhost"].includes(address.hostname);
  if (address.protocol === "http:" && start.protocol === "http:" && isLocal) return;
  const from = address === start ? "" : `, to which ${start.host} leads,`;
  throw new Error(`the address ${address.href}${from} must be https`);
}
