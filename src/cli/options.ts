import { InvalidArgumentError } from 'commander';

/** Reads a whole number of at least 1; commander adds the option's name to the message. */
export function positiveInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError('It must be a whole number, at least 1.');
  return value;
}
