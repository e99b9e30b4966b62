/** With what each packet of MPEG-TS begins. */
const SYNC_BYTE = 0x47;

/** Bytes from packet to packet, and before the first sign: plain, and with times (M2TS). */
const PACKETS = [{ length: 188, offset: 0 }, { length: 192, offset: 4 }] as const;

/** Packets that are looked at. */
const SIGNS = 3;

/** How MPEG-PS (DVD) begins. */
const PACK_START = [0, 0, 1, 0xba];

/** Bytes from the beginning of a video in which {@linkcode isBroadcast} sees what it is. */
export const BROADCAST_HEAD_BYTES = SIGNS * 192;

/** Whether a video is MPEG-TS or MPEG-PS, whose clock starts again where recordings are joined. */
export function isBroadcast(head: Uint8Array): boolean {
  const isTransportStream = PACKETS.some(({ length, offset }) =>
    Array.from({ length: SIGNS }, (_, index) => head[offset + index * length])
      .every((byte) => byte === SYNC_BYTE)
  );
  return isTransportStream || PACK_START.every((byte, index) => head[index] === byte);
}
