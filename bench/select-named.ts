import { InputError } from '../src/setting/input-error.js';

/**
 * Those whose name has one of the texts in it; all when there are none.
 * @param option by which the texts were given.
 * @throws InputError when a text is in no name.
 */
export function selectNamed<T>(
  option: string,
  all: readonly T[],
  nameOf: (item: T) => string,
  texts: readonly string[],
): readonly T[] {
  const idle = texts.find((text) => !all.some((item) => nameOf(item).includes(text)));
  if (idle !== undefined) {
    const known = all.map(nameOf).join('; ');
    throw new InputError(`${option}: "${idle}" is in none of the names, which are ${known}`);
  }
  return texts.length === 0 ? all : all.filter((item) => texts.some((text) => nameOf(item).includes(text)));
}
