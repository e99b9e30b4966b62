/** A video that comes as it is read, so that nobody can look ahead or back in it. */
export type VideoStream = VideoAddress | VideoCamera | VideoBytes;

/** An address that ffmpeg reads, such as `https://…` or `rtsp://…`. */
export interface VideoAddress {
  /** What kind of stream it is. */
  readonly kind: "address";
  /** The address; its protocol is one of {@linkcode STREAM_PROTOCOLS}. */
  readonly address: string;
}

/** A camera of this machine. */
export interface VideoCamera {
  /** What kind of stream it is. */
  readonly kind: "camera";
  /** Its device, such as `/dev/video0`. */
  readonly device: string;
}

/** A video's file as its bytes come, for example from standard input. */
export interface VideoBytes {
  /** What kind of stream it is. */
  readonly kind: "bytes";
  /** Its name in messages. */
  readonly name: string;
  /** The bytes, which can be read once. */
  readonly bytes: ReadableStream<Uint8Array>;
}
