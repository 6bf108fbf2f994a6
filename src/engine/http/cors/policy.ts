/** What a registration says about which origins may read answers. */
import { linkProgram } from '../../routes/link/link';
import type { LinkedUse } from '../../routes/link/linked';
import type { Interpreter } from '../../routes/program/interpret';
import { truth, type Value } from '../../routes/program/values';
import type { Place } from '../../span';
import type { Workspace } from '../../workspace';
import { headerPolicies } from './headers';
import { optionsOfUse, plain, type Given, type Options } from './options';
import { mergedOrigins, NO_ORIGINS, originsOf, originsOfValue, type Origins } from './origins';
import { corsPackageOf, type CorsPackage } from './packages';

export interface CorsPolicy extends Place {
  origins: Origins;
  /** Cookies are sent along. */
  credentials: boolean;
  /** Whatever origin asks is answered as it is, so that browsers do send cookies along. */
  echoes: boolean;
  /** How it is written, for people: `CORSMiddleware`, `cors()`, `a header`. */
  how: string;
  /** It holds only when this does, as written. */
  condition: string | null;
  /** Expression that the beginning of a path must match; null = it holds for all. */
  pattern: string | null;
  /** More may be set than could be followed. */
  unseen: boolean;
}

/** Policies that a registration sets, judged once per registration. The last one counts. */
export function policyFinder(workspace: Workspace): (use: LinkedUse) => readonly CorsPolicy[] {
  const { interpreter } = workspace.derive(linkProgram);
  return (use) =>
    workspace.deriveAs(keyOf(use), () => interpreter.apart(() => policiesOf(use, workspace, interpreter)));
}

/** One class may be registered many times, and one registration run for many values. */
const keys = new WeakMap<object, WeakMap<object, object>>();

function keyOf({ value, use }: LinkedUse): object {
  let known = keys.get(value);
  if (!known) keys.set(value, (known = new WeakMap()));
  const registration = use?.fact ?? value;
  let key = known.get(registration);
  if (!key) known.set(registration, (key = {}));
  return key;
}

function policiesOf(use: LinkedUse, workspace: Workspace, interpreter: Interpreter): CorsPolicy[] {
  const symbol = use.origin?.symbol ?? (use.value.v === 'external' ? use.value.symbol : '');
  const known = corsPackageOf(symbol);
  if (!known) return headerPolicies(use.value, workspace, interpreter);
  const options = optionsOfUse(use, known.settings === true, workspace, interpreter);
  if (!options) return [];
  const whole = policyOf(known, options, use, interpreter);
  const resources = options.get('resources');
  return known.resources && resources ? perResource(whole, known, resources, interpreter) : [whole];
}

function policyOf(known: CorsPackage, options: Options, use: LinkedUse, interpreter: Interpreter): CorsPolicy {
  const isOn = (name: string): boolean => isTrue(options.get(name), interpreter);
  const listed = known.origins.flatMap((name) => options.get(name) ?? []).map((given) => read(given, interpreter));
  const unseen = options.open && listed.length === 0;
  const origins = known.all?.some(isOn)
    ? { ...NO_ORIGINS, any: 'wildcard' as const }
    : listed.length > 0
      ? mergedOrigins(listed)
      : { ...byDefault(known, unseen || options.decides), decides: options.decides };
  const isSent = options.get(known.credentials) ? isOn(known.credentials) : known.sends === true;
  return {
    path: use.path,
    span: use.at,
    origins,
    credentials: isSent,
    echoes: known.echoes === true || origins.any === 'reflects',
    how: known.how,
    condition: use.condition ?? null,
    pattern: null,
    unseen,
  };
}

function read(given: Given, interpreter: Interpreter): Origins {
  return 'value' in given
    ? originsOfValue(given.value, interpreter)
    : originsOf(given.expression, given.scope, interpreter);
}

function isTrue(given: Given | undefined, interpreter: Interpreter): boolean {
  return given !== undefined && truth(valueOf(given, interpreter)) === true;
}

function valueOf(given: Given, interpreter: Interpreter): Value {
  return 'value' in given ? given.value : interpreter.evaluate(given.expression, given.scope);
}

/** `resources={r"/api/*": {"origins": …}}`: what holds below paths, and nowhere else (flask-cors.readthedocs.io, "Resource specific CORS"). */
function perResource(whole: CorsPolicy, known: CorsPackage, resources: Given, interpreter: Interpreter): CorsPolicy[] {
  const value = valueOf(resources, interpreter);
  if (value.v === 'text') return [{ ...whole, pattern: value.text }];
  if (value.v === 'list')
    return value.items.flatMap((item) => (item.v === 'text' ? [{ ...whole, pattern: item.text }] : []));
  if (value.v !== 'record') return [{ ...whole, unseen: true }];
  return [...value.entries].map(([pattern, own]) => {
    const of = (name: string): Given | undefined => {
      const entry = own.v === 'record' ? [...own.entries].find(([key]) => plain(key) === name)?.[1] : undefined;
      return entry && { value: entry };
    };
    const listed = known.origins.flatMap((name) => of(name) ?? []).map((given) => read(given, interpreter));
    const sent = of(known.credentials);
    return {
      ...whole,
      pattern,
      origins: listed.length > 0 ? mergedOrigins(listed) : whole.origins,
      credentials: sent ? isTrue(sent, interpreter) : whole.credentials,
    };
  });
}

/** `unseen`: what decides may stand where it was not seen. */
function byDefault({ byDefault: by }: CorsPackage, unseen: boolean): Origins {
  if (unseen || by === 'none') return NO_ORIGINS;
  return { ...NO_ORIGINS, any: by === 'any' ? 'wildcard' : 'reflects' };
}
