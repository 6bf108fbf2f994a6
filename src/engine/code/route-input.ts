/** What code facts say of a route's input. */
import type { Span } from '../span';

/** What a handler takes from the request body. */
export interface RouteInput {
  /** `schema`: typed or parsed by a schema · `loose`: dict, any, raw JSON · `none`: reads no body · `unknown`. */
  state: 'schema' | 'loose' | 'none' | 'unknown';
  /** Where the loose input is taken, and how ("`data: dict`"); null where there is nothing to show. */
  at: Span | null;
  what: string | null;
}
