import { InvalidArgumentError } from 'commander';

/** Reads a whole number of at least 1; commander adds the option's name to the message. */
export function positiveInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError('It must be a whole number, at least 1.');
  return value;
}

/** Reads a whole number from 0 to 2³¹ − 1: seeds of several trials follow it, and all fit 32 bits. */
export function seedNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0 || value >= 2 ** 31 || text.trim() === '')
    throw new InvalidArgumentError('It must be a whole number from 0 to 2147483647.');
  return value;
}
