/**
 * CORS as a fact of each route: pages of which origins may read what it answers, and what says so. What is registered nearest to the handler
 * counts, because it sets the header last; where nothing that reaches the route sets it, browsers keep answers from other origins.
 */
import { ownKeys } from '../../derived';
import type { RouteCors } from '../../report/report';
import { frameworkOf } from '../../routes/framework';
import { boundedTest } from '../../text/bounded-regex';
import { linkProgram, routesOutsideTests } from '../../routes/link/link';
import type { LinkedRoute } from '../../routes/link/linked';
import type { Workspace } from '../../workspace';
import { declaredFor, declaredPolicies } from './declared-policies';
import { headerPolicies } from './headers';
import { manifestSettings } from './manifests';
import { allowsAnyOrigin } from './origins';
import { corsPackageOf } from './packages';
import { policyFinder, type CorsPolicy } from './policy';

/** What is known of a route. */
export interface CrossOrigin {
  /** What decides; null = nothing that reaches the route. */
  policy: CorsPolicy | null;
  /** It is set for this route alone. */
  ofRoute: boolean;
  /** Why nothing can be said where nothing was found, as a sentence part; null = nothing is there. */
  unseen: string | null;
}

/** Of a route; null = the question does not arise: nothing mounts it, or it is a websocket. */
export type CrossOriginOf = (route: LinkedRoute) => CrossOrigin | null;

/** CORS of every route. Call through `workspace.derive(routeCors)`. */
export function routeCors(workspace: Workspace): CrossOriginOf {
  const find = policyFinder(workspace);
  const found = new Map<LinkedRoute, CrossOrigin>();
  for (const route of routesOutsideTests(workspace.derive(linkProgram))) {
    if (!route.app || route.method === 'WEBSOCKET' || route.fact.posted) continue;
    found.set(
      route,
      workspace.deriveAs(keyOf(route), () => crossOriginOf(route, find, workspace)),
    );
  }
  return (route) => found.get(route) ?? null;
}

const keyOf = ownKeys();

function crossOriginOf(route: LinkedRoute, find: ReturnType<typeof policyFinder>, workspace: Workspace): CrossOrigin {
  const { interpreter } = workspace.derive(linkProgram);
  const declared = workspace.derive(declaredPolicies);
  const handler = route.handlerValue;
  const own = handler?.v === 'function' ? interpreter.apart(() => headerPolicies(handler, workspace, interpreter)) : [];
  const before = route.uses
    .filter(({ ineffective, skipped }) => ineffective === null && skipped === undefined)
    .flatMap((use) => find(use).map((policy) => ({ policy, ofRoute: use.level === 'route' })))
    .filter(({ policy }) => isFor(policy, route.url));
  const [last] = own.slice(-1).map((policy) => ({ policy, ofRoute: true }));
  const nearest = last ?? before.at(-1) ?? declaredFor(route, declared);
  return nearest
    ? { ...nearest, unseen: null }
    : {
        policy: null,
        ofRoute: false,
        unseen: unseenOf(
          route,
          declared.some((one) => one.declared.framework === route.app?.fact.framework),
        ),
      };
}

function isFor({ pattern }: CorsPolicy, url: string | null): boolean {
  return pattern === null || url === null || boundedTest(`^(?:${pattern})`, '', url) !== false;
}

function unseenOf({ gaps, app, uses, fact }: LinkedRoute, isDeclared: boolean): string | null {
  const [gap] = gaps;
  if (gap !== undefined) return gap;
  const unread = uses.find(({ value, name }) => {
    const isOut = value.v === 'unknown' || (value.v === 'external' && corsPackageOf(value.symbol) === undefined);
    return isOut && /cors|cross_?origin/i.test(name);
  });
  if (unread) return `${unread.name} could not be followed`;
  const { framework } = app?.fact ?? fact;
  const isRead = frameworkOf(framework)?.readsCors;
  if (typeof isRead === 'string') return isDeclared ? null : isRead;
  return isRead ? null : `how origins are set up with ${framework} is not read`;
}

/** A policy as it is deployed: its kind, and how sure that is. */
export function settledPolicy(policy: CorsPolicy, workspace: Workspace): Omit<RouteCors, 'origins'> {
  const { origins, credentials, echoes, how, condition } = policy;
  const at = { path: policy.path, line: policy.span.line };
  const any = credentials && echoes ? ('any-with-credentials' as const) : ('any' as const);
  const isSure = condition === null && origins.settings.size === 0;
  if (origins.any !== null) return { kind: any, by: how, ...at, level: isSure ? 'E4' : 'E3' };
  const deployed = deployedSettings(policy, workspace);
  const opens = deployed.find(({ setting, stage }) => stage === 'production' && allowsAnyOrigin(setting.value ?? ''));
  if (opens) return { kind: any, by: opens.setting.name, path: opens.path, line: opens.span.line, level: 'E3' };
  if (origins.listed.size > 0 || origins.decides || origins.raises)
    return { kind: 'listed', by: how, ...at, level: isSure ? 'E4' : 'E3' };
  if (policy.unseen) return { kind: 'unknown', by: `what ${how} is given could not be followed`, ...at, level: 'E0' };
  if (origins.settings.size === 0) return { kind: 'none', by: how, ...at, level: isSure ? 'E4' : 'E3' };
  if (deployed.length > 0) return { kind: 'listed', by: how, ...at, level: 'E3' };
  const names = [...origins.settings].slice(0, 3).join(', ');
  return { kind: 'unknown', by: `${names} decides, which has no default and is in no manifest`, ...at, level: 'E0' };
}

/** Values that manifests set for what decides a policy. */
function deployedSettings({ origins }: CorsPolicy, workspace: Workspace): ReturnType<typeof valuesOf> {
  return valuesOf([...origins.settings], workspace);
}

function valuesOf(names: readonly string[], workspace: Workspace) {
  if (names.length === 0) return [];
  const settings = workspace.derive(manifestSettings);
  return names
    .flatMap((name) => settings.get(name.toLowerCase()) ?? [])
    .filter(({ setting }) => setting.value !== null);
}

/** As the report has it; null = the question does not arise. */
export function corsEntry(route: LinkedRoute, found: CrossOrigin | null, workspace: Workspace): RouteCors | null {
  if (!found) return null;
  const { policy, unseen } = found;
  if (policy) return { ...settledPolicy(policy, workspace), origins: [...policy.origins.listed].slice(0, MAX_ORIGINS) };
  const home = { path: route.path, line: route.fact.line };
  return { kind: unseen === null ? 'none' : 'unknown', origins: [], by: unseen, ...home, level: 'E0' };
}

/** Origins that are told at most. */
const MAX_ORIGINS = 20;
