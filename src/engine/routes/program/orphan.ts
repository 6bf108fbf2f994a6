import type { MountStatement, RouteStatement } from '../../code/model';
import type { Value } from './values';

/** A route or mount whose router or application could not be followed. */
export interface Orphan {
  path: string;
  fact: RouteStatement | MountStatement;
  /** What it hangs on. */
  on: Value;
  /** What would be mounted. */
  target: Value | null;
  /** Only known because its function was run without a caller. */
  uncalled: boolean;
  /** Why somebody may call that all the same. */
  maybe: string | null;
}
