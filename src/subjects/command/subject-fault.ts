/** What a program that is a subject did wrong, in one clause that goes after its name. */
export class SubjectFault extends Error {
  override readonly name = 'SubjectFault';
}
