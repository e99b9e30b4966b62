import { join } from "node:path";

/** Texts of files that name others, and what a video of that kind may be called. */
export interface Playlist {
  readonly name: string;
  readonly text: string;
}

/**
 * Returns playlists and descriptions that name a file beside them, or an address.
 *
 * @param secret Name of the file.
 * @param address Where it is served.
 */
export function playlists(secret: string, address: string): readonly Playlist[] {
  const hls = (target: string) =>
    `#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\n${target}\n#EXT-X-ENDLIST\n`;
  return [
    { name: "hls", text: hls(secret) },
    { name: "hls to an address", text: hls(address) },
    {
      name: "hls key",
      text: hls(secret).replace("#EXTINF", `#EXT-X-KEY:METHOD=AES-128,URI="${secret}"\n#EXTINF`),
    },
    { name: "ffconcat", text: `ffconcat version 1.0\nfile ${secret}\n` },
    { name: "ffconcat to an address", text: `ffconcat version 1.0\nfile ${address}\n` },
    { name: "dash", text: dash(secret) },
    { name: "dash to an address", text: dash(address) },
    { name: "sdp", text: sdp() },
    { name: "imf", text: imf() },
    { name: "vobsub", text: "# VobSub index file, v7\nsize: 32x32\nid: en, index: 0\n" },
  ];
}

/** Writes a playlist as a video's file and returns its path. */
export async function writePlaylist(
  folder: string,
  { name, text }: Playlist,
  extension: string,
): Promise<string> {
  const path = join(folder, `${name}.${extension}`);
  await Deno.writeTextFile(path, text);
  return path;
}

function dash(target: string): string {
  const segments = `<SegmentList duration="3"><SegmentURL media="${target}"/></SegmentList>`;
  const representation =
    `<Representation id="1" bandwidth="1000" width="32" height="32">${segments}` +
    "</Representation>";
  return '<?xml version="1.0"?>\n<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" ' +
    'profiles="urn:mpeg:dash:profile:isoff-live:2011" mediaPresentationDuration="PT3S" ' +
    `minBufferTime="PT1S"><Period><AdaptationSet mimeType="video/mp4">${representation}` +
    "</AdaptationSet></Period></MPD>\n";
}

function sdp(): string {
  const lines = ["v=0", "o=- 0 0 IN IP4 127.0.0.1", "s=a", "c=IN IP4 127.0.0.1", "t=0 0"];
  return [...lines, "m=video 5004 RTP/AVP 96", "a=rtpmap:96 H264/90000", ""].join("\r\n");
}

function imf(): string {
  return '<?xml version="1.0"?>\n<CompositionPlaylist ' +
    'xmlns="http://www.smpte-ra.org/schemas/2067-3/2016"></CompositionPlaylist>\n';
}
