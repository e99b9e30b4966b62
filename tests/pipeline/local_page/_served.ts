import { servePage, type ServePageOptions } from "../../../pipeline/local_page/serve_page.ts";

/** What answers on this machine, until it is disposed. */
export interface Served extends AsyncDisposable {
  /** Its address, with a slash at the end. */
  readonly address: string;
  /** Ends it. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts to serve a page, as a command does.
 *
 * @param options Ports; by default one that is free.
 */
export async function serve(
  handler: (request: Request) => Promise<Response>,
  options: Partial<Pick<ServePageOptions, "port" | "otherPorts">> = {},
): Promise<Served> {
  const controller = new AbortController();
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const served = servePage(handler, {
    port: 0,
    ...options,
    signal: controller.signal,
    onListen: resolve,
  });
  served.catch(reject);
  const stop = async () => {
    controller.abort();
    await served;
  };
  return { address: await promise, stop, [Symbol.asyncDispose]: stop };
}
