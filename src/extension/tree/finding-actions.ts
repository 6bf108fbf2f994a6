/** What the actions of a row that stands for a finding work on, and the words by which menus know it. */
import type { ClientFinding } from '../../server/protocol';
import type { NodeTarget } from './node';

export function findingTarget(folder: string, { check, fingerprint, actions }: ClientFinding): NodeTarget {
  return { folder, check, fingerprint, actions };
}

/** For `viewItem`. */
export function findingContext({ actions }: ClientFinding): 'finding' | 'finding fixable' {
  return actions.length > 0 ? 'finding fixable' : 'finding';
}
