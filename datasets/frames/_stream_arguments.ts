import { formatArguments, MEMORY_ARGUMENTS } from "../ffmpeg/_file_input.ts";
import { VIDEO_FORMATS } from "../ffmpeg/_video_formats.ts";
import { STREAM_PROTOCOLS } from "./stream_protocols.ts";
import type { VideoStream } from "./video_stream.ts";

/**
 * Formats that an address may have besides those of files, by its protocol: the user asks for what
 * it leads to, which the protocols keep to the network. DASH is none of them: ffmpeg 7.0 opens a
 * file of this machine that such a playlist names, whatever the protocols are.
 */
const FORMATS_OF_ADDRESSES: ReadonlyMap<string, readonly string[]> = new Map([
  ["http", ["hls"]],
  ["https", ["hls"]],
  ["rtp", ["rtp", "sdp"]],
  ["rtsp", ["rtsp", "sdp", "rtp"]],
  ["rtsps", ["rtsp", "sdp", "rtp"]],
]);

/** Returns the options with which ffmpeg opens a stream, up to `-i` and its value. */
export function streamArguments(stream: VideoStream): readonly string[] {
  return [...MEMORY_ARGUMENTS, ...inputArguments(stream)];
}

function inputArguments(stream: VideoStream): readonly string[] {
  switch (stream.kind) {
    case "bytes":
      return [...formatArguments(VIDEO_FORMATS), "-protocol_whitelist", "pipe", "-i", "pipe:0"];
    case "camera":
      return ["-f", "video4linux2", "-i", stream.device];
    case "address":
      return addressArguments(stream.address);
  }
}

function addressArguments(address: string): readonly string[] {
  const protocol = address.slice(0, Math.max(0, address.indexOf("://"))).toLowerCase();
  const needed = STREAM_PROTOCOLS.get(protocol);
  if (needed !== undefined) {
    const formats = [...VIDEO_FORMATS, ...FORMATS_OF_ADDRESSES.get(protocol) ?? []];
    return [
      ...formatArguments(formats),
      ...["-protocol_whitelist", needed.join(","), "-i", address],
    ];
  }
  throw new RangeError(
    `Cannot read '${address}' as its protocol must be one of ` +
      `${[...STREAM_PROTOCOLS.keys()].join(", ")}: current value is '${protocol}'`,
  );
}
