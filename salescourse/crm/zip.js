// A packed file, unpacked by what browsers bring.

const DIRECTORY_END = 0x06054b50;
const ENTRY = 0x02014b50;
const LONGEST_COMMENT = 65_535;

/** What a packed file is not. */
export class Damaged extends Error {}

/**
 * @typedef {{ name: string, method: number, crc: number, packed: number, size: number,
 *   at: number }} Entry
 */

/** @param {boolean} fine */
function must(fine) {
  if (!fine) throw new Damaged();
}

/** The entries of a packed file, by their names. @param {Uint8Array} raw */
export function entriesOf(raw) {
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  let end = raw.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== DIRECTORY_END) {
    end--;
    must(end >= raw.length - 22 - LONGEST_COMMENT);
  }
  must(end >= 0);
  let at = view.getUint32(end + 16, true);
  /** @type {Map<string, Entry>} */
  const entries = new Map();
  for (let n = view.getUint16(end + 10, true); n > 0; n--) {
    must(at + 46 <= raw.length && view.getUint32(at, true) === ENTRY);
    const length = view.getUint16(at + 28, true);
    const name = new TextDecoder().decode(raw.subarray(at + 46, at + 46 + length));
    entries.set(name, {
      name,
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      at: view.getUint32(at + 42, true),
    });
    at += 46 + length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

/** An entry's text. @param {Uint8Array} raw @param {Entry} entry */
export async function textOf(raw, entry) {
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  must(entry.at + 30 <= raw.length);
  const from =
    entry.at + 30 + view.getUint16(entry.at + 26, true) + view.getUint16(entry.at + 28, true);
  must(from + entry.packed <= raw.length && (entry.method === 0 || entry.method === 8));
  const packed = raw.subarray(from, from + entry.packed);
  const bytes = entry.method === 0 ? packed : await inflated(packed, entry.size);
  must(bytes.length === entry.size && checksum(bytes) === entry.crc);
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
}

/**
 * No more than was announced, however much comes.
 * @param {Uint8Array} packed @param {number} size
 */
async function inflated(packed, size) {
  const stream = new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (packed)])
    .stream()
    .pipeThrough(new DecompressionStream("deflate-raw"));
  const bytes = new Uint8Array(size);
  let at = 0;
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return bytes.subarray(0, at);
    must(at + value.length <= size);
    bytes.set(value, at);
    at += value.length;
  }
}

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let one = n;
  for (let bit = 0; bit < 8; bit++) one = one & 1 ? 0xedb88320 ^ (one >>> 1) : one >>> 1;
  return one;
});

/** @param {Uint8Array} bytes */
function checksum(bytes) {
  let crc = 0xffffffff;
  for (let n = 0; n < bytes.length; n++) crc = TABLE[(crc ^ bytes[n]) & 255] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
