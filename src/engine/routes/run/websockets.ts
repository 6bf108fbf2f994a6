/** Websockets: what is sent before a caller has said who it is, anybody gets. */
import type { Expression } from '../../code/model';
import { someExpression } from '../../code/visit';
import type { Abstract } from './abstract';
import { UNKNOWN, type State } from './state';

type Call = Extract<Expression, { e: 'call' }>;

/** Under this name a state keeps that something has been sent. */
const SENT = 'websocket.sent';

/** The state behind `websocket.send_json(load())` (starlette.io, "WebSockets"); a greeting that is written down gives nothing away. */
export function withSent({ callee, args }: Call, state: State): State {
  if (callee.e !== 'member' || !/^send_(?:json|text|bytes)$/.test(callee.name)) return state;
  if (!args.some(({ value }) => someExpression(value, isWorkedOut))) return state;
  return { ...state, vars: new Map(state.vars).set(SENT, { v: 'constant', value: true }) };
}

/** The part of a message that comes too late to keep anything back: it may be anything. */
export function tooLate({ part }: Extract<Expression, { e: 'request' }>, { vars }: State): Abstract | undefined {
  return part === 'message' && vars.has(SENT) ? UNKNOWN : undefined;
}

function isWorkedOut({ e }: Expression): boolean {
  return e !== 'text' && e !== 'constant' && e !== 'record' && e !== 'list';
}
