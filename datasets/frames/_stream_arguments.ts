import { STREAM_PROTOCOLS } from "./stream_protocols.ts";
import type { VideoStream } from "./video_stream.ts";

/** Returns the options with which ffmpeg opens a stream, up to `-i` and its value. */
export function streamArguments(stream: VideoStream): readonly string[] {
  switch (stream.kind) {
    case "bytes":
      return ["-protocol_whitelist", "pipe", "-i", "pipe:0"];
    case "camera":
      return ["-f", "video4linux2", "-i", stream.device];
    case "address":
      return ["-protocol_whitelist", protocolsFor(stream.address).join(","), "-i", stream.address];
  }
}

function protocolsFor(address: string): readonly string[] {
  const protocol = address.slice(0, Math.max(0, address.indexOf("://"))).toLowerCase();
  const needed = STREAM_PROTOCOLS.get(protocol);
  if (needed !== undefined) return needed;
  throw new RangeError(
    `Cannot read '${address}' as its protocol must be one of ` +
      `${[...STREAM_PROTOCOLS.keys()].join(", ")}: current value is '${protocol}'`,
  );
}
