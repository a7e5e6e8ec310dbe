/** Safetensors files that nobody should trust, and the sentence that refuses each. */
import { f32, floats, rawFile } from './safetensors-file.js';

const oneTensor = `{"w":${f32([2], 0, 8)}}`;

export const hostile: readonly (readonly [what: string, file: Uint8Array, sentence: string])[] = [
  ['is empty', new Uint8Array(), 'the file is empty; a safetensors file begins with 8 bytes'],
  [
    'is shorter than the length of its header',
    Uint8Array.of(1, 0, 0),
    'the file ends after byte 2; bytes 0 to 7 must hold the length of the header',
  ],
  [
    'has a header longer than the file',
    rawFile('{}', undefined, 100n),
    'bytes 0 to 7 announce a header of 100 bytes, but only 2 follow; the file is cut off, or no safetensors file',
  ],
  [
    'announces more than the reference implementation takes',
    rawFile('{}', undefined, 100_000_001n),
    'bytes 0 to 7 announce a header of 100000001 bytes, above the limit of 100,000,000; is this a safetensors file?',
  ],
  [
    'announces a header of 2⁶⁴ − 1 bytes',
    rawFile('{}', undefined, 2n ** 64n - 1n),
    'bytes 0 to 7 announce a header of 18446744073709551615 bytes, above the limit of 100,000,000; is this a safetensors file?',
  ],
  [
    'has no header',
    rawFile(''),
    'the header (from byte 8) must be a JSON object, but does not begin with "{"',
  ],
  [
    'has a list as its header',
    rawFile('[]'),
    'the header (from byte 8) must be a JSON object, but does not begin with "{"',
  ],
  ['has a header that is not JSON', rawFile('{"w":'), 'the header (from byte 8) is not JSON'],
  ['has a bad escape in a name', rawFile('{"\\q":1}'), 'the header (from byte 8) is not JSON'],
  [
    'has a header that is not UTF-8',
    rawFile(Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x7d)),
    'the header (from byte 8) is not UTF-8',
  ],
  [
    'nests its header deep',
    rawFile(`{"w":${'['.repeat(100_000)}`),
    'the header (from byte 8) nests too deep at its character 7',
  ],
  [
    'names a tensor twice',
    rawFile(`{"w":${f32([1], 0, 4)}, "\\u0077" :${f32([1], 0, 4)}}`, floats(1)),
    'the header (from byte 8) has the key "w" twice',
  ],
  [
    'gives a field twice',
    rawFile('{"w":{"dtype":"F32","shape":[1],"shape":[1],"data_offsets":[0,4]}}', floats(1)),
    'the header (from byte 8) has the key "shape" twice',
  ],
  [
    'names a tensor __proto__',
    rawFile(`{"__proto__":${f32([1], 0, 4)}}`, floats(1)),
    'tensor "__proto__" has a name that JavaScript reserves; rename it',
  ],
  [
    'hides the fields of a tensor in its __proto__',
    rawFile('{"w":{"__proto__":{"dtype":"F32"},"shape":[1],"data_offsets":[0,4]}}', floats(1)),
    'tensor "w": dtype: must name a number type',
  ],
  ['has metadata that is not text', rawFile('{"__metadata__":{"k":1}}'), '__metadata__ k: must be text'],
  [
    'has a tensor that is no object',
    rawFile('{"w":3}'),
    'tensor "w": must be an object with dtype, shape and data_offsets',
  ],
  [
    'has an unknown dtype',
    rawFile('{"w":{"dtype":"F31","shape":[1],"data_offsets":[0,4]}}', floats(1)),
    'tensor "w": dtype "F31" is unknown to the format',
  ],
  [
    'has a dtype that every object inherits',
    rawFile('{"w":{"dtype":"constructor","shape":[1],"data_offsets":[0,4]}}', floats(1)),
    'tensor "w": dtype "constructor" is unknown to the format',
  ],
  [
    'has a negative shape',
    rawFile('{"w":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}', floats(1, 2)),
    'tensor "w": shape.0: must not be negative',
  ],
  [
    'has half an element',
    rawFile('{"w":{"dtype":"F32","shape":[2, 0.5],"data_offsets":[0,4]}}', floats(1)),
    'tensor "w": shape.1: must be a whole number from 0 to 2⁵³ − 1',
  ],
  [
    'has a shape beyond the whole numbers',
    rawFile('{"w":{"dtype":"F32","shape":[1e300],"data_offsets":[0,4]}}', floats(1)),
    'tensor "w": shape.0: must be a whole number from 0 to 2⁵³ − 1',
  ],
  [
    'has a shape whose product overflows, though a zero follows',
    rawFile(`{"w":${f32([2 ** 40, 2 ** 40, 0], 0, 0)}}`),
    'tensor "w": shape [1099511627776, 1099511627776, 0] of F32 is more than can be counted',
  ],
  [
    'has one offset',
    rawFile('{"w":{"dtype":"F32","shape":[1],"data_offsets":[0]}}', floats(1)),
    'tensor "w": data_offsets: must be two whole numbers: where the tensor begins and ends',
  ],
  [
    'has offsets in the wrong order',
    rawFile(`{"w":${f32([1], 4, 0)}}`, floats(1)),
    'tensor "w": data_offsets [4, 0] end before they begin',
  ],
  [
    'has offsets out of range, as a truncated file has',
    rawFile(oneTensor, floats(1)),
    'tensor "w": data_offsets [0, 8] reach beyond the 4 bytes of data',
  ],
  [
    'has a shape that does not fill its offsets',
    rawFile(`{"w":${f32([3], 0, 8)}}`, floats(1, 2)),
    'tensor "w": shape [3] of F32 takes 12 bytes, but data_offsets span 8',
  ],
  [
    'has offsets that span more than its shape',
    rawFile(`{"w":${f32([1], 0, 8)}}`, floats(1, 2)),
    'tensor "w": shape [1] of F32 takes 4 bytes, but data_offsets span 8',
  ],
  [
    'claims a terabyte',
    rawFile(`{"w":${f32([2 ** 38], 0, 8)}}`, floats(1, 2)),
    'tensor "w": shape [274877906944] of F32 takes 1099511627776 bytes, but data_offsets span 8',
  ],
  [
    'has a tensor of three 4-bit numbers',
    rawFile('{"w":{"dtype":"F4","shape":[3],"data_offsets":[0,2]}}', new Uint8Array(2)),
    'tensor "w": shape [3] of F4 does not fill whole bytes',
  ],
  [
    'has overlapping tensors',
    rawFile(`{"v":${f32([2], 0, 8)},"w":${f32([2], 4, 12)}}`, floats(1, 2, 3)),
    'tensor "w": data_offsets [4, 12] overlap tensor "v"',
  ],
  [
    'has a gap between tensors',
    rawFile(`{"v":${f32([1], 0, 4)},"w":${f32([1], 8, 12)}}`, floats(1, 2, 3)),
    'bytes 4 to 7 of the data belong to no tensor',
  ],
  [
    'has unused bytes at its end',
    rawFile(oneTensor, floats(1, 2, 3)),
    'bytes 8 to 11 of the data belong to no tensor',
  ],
];
