/**
 * The .npz format of NumPy: a ZIP archive of .npy files, each the array of its name.
 *
 * The directory of the archive is looked through before anything is unpacked: names that stand twice,
 * members that are no arrays, and sizes that add up to more than a model has are refused. Then it is
 * unpacked (by fflate) in small pieces, and no further than the directory says, so that a directory
 * that lies does not make gigabytes of a few bytes either.
 *
 * Limit: checksums are not compared; a flipped bit in a stored weight goes unseen, as in the other
 * formats.
 */
import { Unzip, UnzipInflate, unzipSync } from 'fflate';
import { InputError } from '../../setting/input-error.js';
import { quoted } from '../../setting/printable.js';
import { readNpy } from './npy.js';
import { type Content, type Refuse, refuser } from './tensor.js';

/** More arrays than any model has; the directory of an archive may say four billion. */
const mostMembers = 1000;

/** Deflate makes at most 1,032 bytes of one, so a piece unpacks to at most 17 MB before it is counted. */
const pieceBytes = 2 ** 14;

/**
 * @param limit how many bytes the arrays may unpack to, together.
 * @throws InputError one sentence that names the file and what is wrong with it.
 */
export function readNpz(bytes: Uint8Array, file: string, limit: number): Content {
  const refuse = refuser(file);
  try {
    const sizes = directoryOf(bytes, limit, refuse);
    const members = unpack(bytes, sizes, refuse);
    const tensors = [...sizes].map(([name, size]) => {
      const member = members.get(name);
      if (member?.length !== size) return refuse(`${quoted(name)} is cut off or broken in the archive`);
      return readNpy(member, name.slice(0, -'.npy'.length), file);
    });
    return { tensors, metadata: {} };
  } catch (error) {
    if (error instanceof InputError) throw error;
    return refuse('is no ZIP archive as numpy.savez writes it, or cut off or broken');
  }
}

/** The sizes of the members by name, as the archive's directory says them; nothing is unpacked. */
function directoryOf(bytes: Uint8Array, limit: number, refuse: Refuse): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  let total = 0;
  unzipSync(bytes, {
    filter: ({ name, originalSize }) => {
      if (sizes.has(name)) refuse(`the archive holds ${quoted(name)} twice`);
      if (/(^|\/)data\.pkl$/.test(name)) {
        refuse('is a PyTorch archive, and no .npz; save the weights as .safetensors or with numpy.savez');
      }
      if (!name.endsWith('.npy')) refuse(`the archive holds ${quoted(name)}, which is no .npy array`);
      sizes.set(name, originalSize);
      if (sizes.size > mostMembers) refuse(`the archive holds more than ${mostMembers} arrays`);
      total += originalSize;
      if (total > limit) refuse(`the archive unpacks to more than ${limit} bytes, the limit for a model`);
      return false;
    },
  });
  return sizes;
}

/** The members as they lie in the archive, each no longer than the directory says. */
function unpack(
  bytes: Uint8Array,
  sizes: ReadonlyMap<string, number>,
  refuse: Refuse,
): ReadonlyMap<string, Uint8Array> {
  const pieces = new Map<string, Uint8Array[]>();
  const archive = new Unzip((member) => {
    const { name } = member;
    const size = sizes.get(name);
    if (size === undefined || pieces.has(name)) {
      return refuse(
        `the archive holds ${quoted(name)} ${pieces.has(name) ? 'twice' : 'beside its directory'}`,
      );
    }
    const own: Uint8Array[] = [];
    pieces.set(name, own);
    let filled = 0;
    member.ondata = (error, piece) => {
      if (error) throw error;
      filled += piece.length;
      if (filled > size)
        refuse(`${quoted(name)} unpacks to more than the ${size} bytes that the archive says`);
      own.push(piece);
    };
    member.start();
  });
  archive.register(UnzipInflate);
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    archive.push(bytes.subarray(at, at + pieceBytes), at + pieceBytes >= bytes.length);
  }
  return new Map([...pieces].map(([name, own]) => [name, new Uint8Array(Buffer.concat(own))]));
}
