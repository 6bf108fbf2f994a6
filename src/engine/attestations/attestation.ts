/** Attestations: a person's signed answers to what no file can prove, with date, commit, link and expiry. */
import type { Span } from '../span';

/** Where they stand unless the configuration says otherwise. */
export const ATTESTATIONS_PATH = '.preflight/attestations.json';

/** One entry of the file. */
export interface Attestation {
  /** Of a statement, or of a check that files cannot always decide. */
  id: string;
  /** Who answers for it. */
  by: string;
  /** ISO date on which it was stated. */
  date: string;
  /** The commit it was stated of. */
  commit?: string;
  /** How it is known: an address, a ticket, a file. */
  link?: string;
  note?: string;
  /** Last day it holds, ISO date; absent = as long as such an answer holds. */
  expires?: string;
}

/** An entry with its place and its end. */
export interface StatedAttestation extends Attestation {
  span: Span;
  /** Last day it holds. */
  expires: string;
  state: 'attested' | 'expired';
}

/** The attestations in force at one moment. */
export interface Attestations {
  /** The file they stand in. */
  path: string;
  /** By id. */
  stated: ReadonlyMap<string, StatedAttestation>;
}

export const NO_ATTESTATIONS: Attestations = { path: ATTESTATIONS_PATH, stated: new Map() };
