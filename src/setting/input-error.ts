/**
 * Input that a user can mend: one sentence that says what is wrong, where, and what to do.
 * The CLI prints the sentence alone and exits with code 2.
 */
export class InputError extends Error {
  override readonly name = 'InputError';
}
