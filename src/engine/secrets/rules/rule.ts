/** What a rule for one provider's credential looks like. Rules are data: one file per family of providers in this folder. */
import type { OfflineCheck } from './proofs';

export interface ProviderRule {
  /** Id of the rule inside the check, for suppressions and SARIF. */
  id: string;
  /** "GitHub personal access token": completes "A … is written here". */
  title: string;
  provider: string;
  /** Page of the vendor from which prefix and body are taken, or that describes the credential where the vendor states no form. */
  source: string;
  /**
   * Lower-case literals of at least three characters: the start of a value, or (`named`) the provider's word. They are the only thing that is
   * looked for everywhere, all of them in one pass.
   */
  keys: readonly string[];
  /**
   * The whole value, from the start of the key (`named`: without the key). A group is the value; without one, all of it. Written in a small
   * language without `.`, `*`, `+` and look-behind, and bounded, so that reading it takes time in proportion to the text; a test proves it.
   */
  pattern: string;
  /** What stands directly before the key and belongs to the value. */
  before?: string;
  /** False: the character before the value may be anything (GitLab instances put a prefix of their own in front). */
  boundary?: boolean;
  /**
   * For values that no prefix gives away: words (a pattern, at any case) that must end the name that the value is bound to, with the
   * provider's word on that line or up to three lines above. `keys` are then the provider's words.
   */
  named?: string;
  /** A pattern (at any case) that must match within 600 characters around the value. */
  near?: string;
  /** A pattern (at any case) that makes the value publishable when it matches within 600 characters around it. */
  publicNear?: string;
  /** Names of the parameters around the value that say from when to when it is good, as ISO dates; `near` is set. */
  validity?: { from: string; to: string };
  /** Offline proof of a matched value. */
  check?: OfflineCheck;
  /** Meant to be published: recorded as information only. */
  public?: boolean;
  /** Cannot act on real data or money ("test mode"). */
  test?: boolean;
  /** Where the credential is revoked and made anew. */
  rotate: string;
  /** Environment variable that the provider's own documentation reads it from. */
  env: string;
}
