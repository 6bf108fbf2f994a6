/** The way that was walked to a verdict, place by place: mounts, the declaration, guards, and what lies open. */
import type { Span } from '../span';
import type { Judgement } from './guards/judge';
import type { LinkedRoute, LinkedUse } from './link/linked';

/** One place of a route's chain. */
export interface ChainPlace {
  path: string;
  at: Span;
  note: string;
  kind: 'mount' | 'definition' | 'guard' | 'route';
}

export interface JudgedGuard {
  use: LinkedUse;
  judgement: Judgement;
}

/** From the application to the declaration. */
export function wayOf(route: LinkedRoute): ChainPlace[] {
  return route.chain.map((step) => ({
    path: step.path,
    at: step.at,
    note: step.note,
    kind: step.kind === 'route' ? 'route' : step.kind === 'mount' ? 'mount' : 'definition',
  }));
}

/** Where a guard stands, and where it is written. */
export function guardPlaces({ use, judgement }: JudgedGuard): ChainPlace[] {
  const where = { app: 'the application', router: 'the router', mount: 'the mount', route: 'the route' }[use.level];
  const stands: ChainPlace = {
    path: use.path,
    at: use.at,
    note: `${use.name} stands before ${where} here`,
    kind: 'guard',
  };
  const { definition, place, configured } = judgement;
  if (configured !== undefined)
    return [
      stands,
      { path: configured, at: lineSpan(1), note: `${use.name} is among its "routes.guards"`, kind: 'guard' },
    ];
  if (!definition || (definition.path === use.path && definition.at.line === use.at.line)) return [stands];
  const at = place.path === definition.path && place.line !== definition.at.line ? lineSpan(place.line) : definition.at;
  return [
    stands,
    {
      path: place.path,
      at: place.path === definition.path ? at : lineSpan(place.line),
      note: `${definition.name || use.name} ${judgement.reason}`,
      kind: 'guard',
    },
  ];
}

/** Where a judgement was made. */
export function placeOf(judgement: Judgement, kind: ChainPlace['kind'], note: string): ChainPlace {
  return { path: judgement.place.path, at: lineSpan(judgement.place.line), note, kind };
}

/** The handler that nothing stands before; `open`: why that is meant to be so. */
export function openPlace(route: LinkedRoute, open: { reason: string; line?: number } | null): ChainPlace[] {
  const handler = route.handler ?? { path: route.path, fact: { at: route.fact.at } };
  const note = open ? `open on purpose: ${open.reason}` : 'no guard stands between the application and this handler';
  return [{ path: handler.path, at: open?.line ? lineSpan(open.line) : handler.fact.at, note, kind: 'route' }];
}

function lineSpan(line: number): Span {
  return { line, column: 1, endLine: line, endColumn: 1 };
}
