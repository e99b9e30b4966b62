import { libc } from "../ffi/libc.ts";

/**
 * Lets a port of this process accept connections only at one of the machine's addresses.
 *
 * TensorFlow's server listens at all addresses, and has no setting for it. So its socket gets a
 * packet filter, as it may have without any privileges: what arrives for another address is dropped
 * before a connection exists, as by a firewall.
 *
 * @param address The four numbers of an IPv4 address.
 * @throws {Error} If there is no such socket, or the system refuses the filter.
 */
export function restrictListener(port: number, address: readonly number[]): void {
  const socket = listeningSocket(port);
  if (socket === undefined) {
    throw new Error(`Cannot restrict port ${port} as this process must listen at it`);
  }
  const filter = filterFor(address);
  // `struct sock_fprog`: the number of instructions, and a pointer at byte 8.
  const program = new DataView(new ArrayBuffer(16));
  program.setUint16(0, filter.length / INSTRUCTION_BYTES, true);
  program.setBigUint64(8, BigInt(Deno.UnsafePointer.value(Deno.UnsafePointer.of(filter))), true);
  const bytes = new Uint8Array(program.buffer);
  if (libc().setsockopt(socket, SOL_SOCKET, SO_ATTACH_FILTER, bytes, bytes.length) === 0) return;
  throw new Error(
    `Cannot restrict port ${port} to ${
      address.join(".")
    } as the system must accept a packet filter`,
  );
}

/** Returns the descriptor of the socket of this process that listens at a port. */
function listeningSocket(port: number): number | undefined {
  const { getsockname } = libc();
  for (let descriptor = 0; descriptor < DESCRIPTORS; descriptor++) {
    if (!isListening(descriptor)) continue;
    const name = new Uint8Array(128);
    if (getsockname(descriptor, name, Uint32Array.of(name.length)) !== 0) continue;
    // The port of IPv4 and IPv6 sockets, in network order, follows the family.
    const isInternet = name[0] === AF_INET || name[0] === AF_INET6;
    if (isInternet && new DataView(name.buffer).getUint16(2) === port) return descriptor;
  }
}

function isListening(descriptor: number): boolean {
  const value = new Int32Array(1);
  const length = Uint32Array.of(value.byteLength);
  const code = libc().getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, value, length);
  return code === 0 && value[0] === 1;
}

/** Returns a program of the classic packet filter that keeps IPv4 packets for one address. */
function filterFor(address: readonly number[]): Uint8Array<ArrayBuffer> {
  const [first = 0, second = 0, third = 0, fourth = 0] = address;
  const destination = (first << 24 | second << 16 | third << 8 | fourth) >>> 0;
  const instructions: readonly Instruction[] = [
    [LOAD_BYTE, 0, 0, NETWORK_HEADER],
    [AND, 0, 0, 0xf0],
    // Version 4, or the packet is dropped.
    [JUMP_IF_EQUAL, 0, 3, 0x40],
    [LOAD_WORD, 0, 0, NETWORK_HEADER + 16],
    [JUMP_IF_EQUAL, 0, 1, destination],
    [RETURN, 0, 0, 0xffffffff],
    [RETURN, 0, 0, 0],
  ];
  const program = new DataView(new ArrayBuffer(INSTRUCTION_BYTES * instructions.length));
  instructions.forEach(([code, ifTrue, ifFalse, operand], index) => {
    const offset = INSTRUCTION_BYTES * index;
    program.setUint16(offset, code, true);
    program.setUint8(offset + 2, ifTrue);
    program.setUint8(offset + 3, ifFalse);
    program.setUint32(offset + 4, operand, true);
  });
  return new Uint8Array(program.buffer);
}

/** `struct sock_filter`: a code, how many instructions to skip if true and if false, an operand. */
type Instruction = readonly [code: number, ifTrue: number, ifFalse: number, operand: number];
const INSTRUCTION_BYTES = 8;

// Codes of linux/filter.h.
const LOAD_BYTE = 0x30;
const LOAD_WORD = 0x20;
const AND = 0x54;
const JUMP_IF_EQUAL = 0x15;
const RETURN = 0x06;
/** `SKF_NET_OFF`: offsets from here are those in the packet's network header. */
const NETWORK_HEADER = 0xfff00000;

// Constants of asm-generic/socket.h.
const SOL_SOCKET = 1;
const SO_ATTACH_FILTER = 26;
const SO_ACCEPTCONN = 30;
// Of bits/socket.h.
const AF_INET = 2;
const AF_INET6 = 10;

/** Descriptors to search; TensorFlow's is among the first of a process. */
const DESCRIPTORS = 4096;
