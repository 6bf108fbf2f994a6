// What one measure of accuracy looks like.

import type { Checkout } from './corpus';

export interface Outcome {
  columns: string[];
  rows: (string | number)[][];
  /** One line for each label that we answer otherwise, or each answer that has no label. */
  differences: string[];
  /** The measure's numbers: shares are between 0 and 1. */
  numbers: Record<string, number>;
}

export interface Measure {
  name: string;
  title: string;
  /** `truth` is the folder of the labels. */
  run(checkouts: readonly Checkout[], truth: string): Outcome;
}

/** `part / whole`; 1 when there is nothing to find. */
export function share(part: number, whole: number): number {
  return whole === 0 ? 1 : part / whole;
}

/** `93.5 %` */
export function percent(value: number): string {
  return `${(100 * value).toFixed(1)} %`;
}

/** `name` of `owner/name`. */
export function shortName(repo: string): string {
  return repo.slice(repo.indexOf('/') + 1);
}
