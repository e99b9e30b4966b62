/**
 * Returns a file that is a shared library by its header: one segment, of which the file has all
 * bytes or fewer.
 *
 * @param missingBytes Number of bytes that the end lacks.
 */
export function elfLibrary({ missingBytes = 0 } = {}): Uint8Array<ArrayBuffer> {
  const [headerBytes, entryBytes, segmentBytes] = [64, 56, 100];
  const end = headerBytes + entryBytes + segmentBytes;
  const bytes = new Uint8Array(end - missingBytes);
  const fields = new DataView(bytes.buffer);
  fields.setUint32(0, 0x7f454c46);
  fields.setUint8(4, 2);
  fields.setBigUint64(32, BigInt(headerBytes), true);
  fields.setUint16(54, entryBytes, true);
  fields.setUint16(56, 1, true);
  fields.setUint32(headerBytes, 1, true);
  fields.setBigUint64(headerBytes + 8, BigInt(headerBytes + entryBytes), true);
  fields.setBigUint64(headerBytes + 32, BigInt(segmentBytes), true);
  return bytes;
}
