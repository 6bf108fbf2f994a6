/** What code facts say of a route's input. */
import type { Span } from '../span';
import type { Expression } from './model';

/** What a handler takes from the request body. */
export interface RouteInput {
  /** `schema`: typed or parsed by a schema · `loose`: dict, any, raw JSON · `none`: reads no body · `unknown`. */
  state: 'schema' | 'loose' | 'none' | 'unknown';
  /** Where the loose input is taken, and how ("`data: dict`"); null where there is nothing to show. */
  at: Span | null;
  what: string | null;
}

/** What a handler takes from the body, for routes whose registration stands elsewhere and cannot say. */
export interface HandlerInput extends RouteInput {
  /** Body and query are read by the same names: a route whose method carries no body takes none. */
  mixed?: true;
  /** It is `schema` where this type turns out to have that method, with the rules that it is checked against. */
  rules?: { type: Expression; method: string };
  /** It is `schema` where each of these types turns out to have rules in tags of that name (`ClassFact.tags`). */
  tagged?: { types: Expression[]; by: 'binding' | 'validate' };
}
