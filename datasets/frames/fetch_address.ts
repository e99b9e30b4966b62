/** What a server answers to the request of a file. */
export interface AddressAnswer {
  /** Type of the content; empty if the server does not say. */
  readonly contentType: string;
  /** The address that the request led to. */
  readonly url: string;
  /** The content. Ends the download if it is canceled. */
  readonly body: ReadableStream<Uint8Array>;
}

/**
 * Requests the file behind a web address.
 *
 * It must reject with a {@linkcode DecodeError} if the server does not give the file, and with the
 * signal's reason if that is aborted.
 */
export type FetchAddress = (address: string, signal?: AbortSignal) => Promise<AddressAnswer>;
