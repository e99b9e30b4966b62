const WEB = ["http", "https", "httpproxy", "tcp", "tls", "crypto"];
const RTMP = ["rtmp", "rtmps", "tcp", "tls"];
const RTSP = ["rtsp", "rtsps", "rtp", "srtp", "udp", "tcp", "tls", "http", "httpproxy"];

/**
 * The protocols that the address of a video may have, each with those that ffmpeg may use for it.
 * None reads a file of this machine: a playlist behind an address cannot name one.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { STREAM_PROTOCOLS } from "@actnetformer/deno/datasets";
 *
 * assert.ok(STREAM_PROTOCOLS.has("https"));
 * assert.ok(!STREAM_PROTOCOLS.has("file"));
 * ```
 */
export const STREAM_PROTOCOLS: ReadonlyMap<string, readonly string[]> = new Map([
  ["http", WEB],
  ["https", WEB],
  ["rtmp", RTMP],
  ["rtmps", RTMP],
  ["rtp", ["rtp", "udp"]],
  ["rtsp", RTSP],
  ["rtsps", RTSP],
  ["srt", ["srt"]],
  ["tcp", ["tcp"]],
  ["udp", ["udp"]],
]);
