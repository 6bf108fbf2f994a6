/** What a rule for one provider's credential looks like. Rules are data: one file per family of providers in this folder. */

/** What a rule's offline check says of a value. */
export type Proof =
  /** Checksum or structure is right. */
  | 'proven'
  /** The check cannot tell or failed: formats change without notice, so this lowers the confidence and drops nothing. */
  | 'unproven'
  /** Publishable by design. */
  | 'public'
  /** Made up, cut off, or a documented example: no finding. */
  | 'not-a-secret';

export interface ProviderRule {
  /** Id of the rule inside the check, for suppressions and SARIF. */
  id: string;
  /** "GitHub personal access token": completes "A … is written here". */
  title: string;
  provider: string;
  /** Page of the vendor from which prefix and body are taken, or the field's common knowledge where the vendor states none. */
  source: string;
  /** Lower-case literals (at least three characters) that start a value; the only thing that is looked for everywhere. */
  keys: readonly string[];
  /** The whole match, from the start of the key: linear, without flags (compiled sticky). A group is the value; without one, all of it. */
  pattern: string;
  /** What stands directly before the key and belongs to the value: matched on the 24 characters before. */
  before?: string;
  /** False: the character before the value may be anything (GitLab instances put a prefix of their own in front). */
  boundary?: boolean;
  /** For values without a prefix: one of these words (lower case) must stand within 80 characters before the value; `keys` are then those words. */
  named?: boolean;
  /** Offline proof of a matched value. */
  check?: (value: string) => Proof;
  /** Meant to be published: recorded as information only. */
  public?: boolean;
  /** Cannot act on real data or money ("test mode"). */
  test?: boolean;
  /** Where the credential is revoked and made anew. */
  rotate: string;
  /** Environment variable that the provider's own documentation reads it from. */
  env: string;
}
