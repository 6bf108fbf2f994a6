/** What a registration says about which origins may read answers. */
import { linkProgram } from '../../routes/link/link';
import type { LinkedUse } from '../../routes/link/linked';
import type { Interpreter } from '../../routes/program/interpret';
import { truth } from '../../routes/program/values';
import type { Place } from '../../span';
import type { Workspace } from '../../workspace';
import { headerPolicies } from './headers';
import { optionsOfUse, type Given } from './options';
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
  const read = (given: Given): Origins =>
    'value' in given ? originsOfValue(given.value, interpreter) : originsOf(given.expression, given.scope, interpreter);
  const isOn = (given: Given | undefined): boolean =>
    given !== undefined &&
    truth('value' in given ? given.value : interpreter.evaluate(given.expression, given.scope)) === true;
  const listed = known.origins.flatMap((name) => options.get(name) ?? []).map(read);
  const isOpen = known.all?.some((name) => isOn(options.get(name))) === true;
  const origins = isOpen
    ? { ...NO_ORIGINS, any: 'wildcard' as const }
    : listed.length > 0
      ? mergedOrigins(listed)
      : { ...byDefault(known, options.open || options.decides), decides: options.decides };
  const sent = options.get(known.credentials);
  return [
    {
      path: use.path,
      span: use.at,
      origins,
      credentials: sent ? isOn(sent) : known.sends === true,
      echoes: known.echoes === true || origins.any === 'reflects',
      how: known.how,
      condition: use.condition ?? null,
    },
  ];
}

/** `unseen`: what decides may stand where it was not seen. */
function byDefault({ byDefault: by }: CorsPackage, unseen: boolean): Origins {
  if (unseen || by === 'none') return NO_ORIGINS;
  return { ...NO_ORIGINS, any: by === 'any' ? 'wildcard' : 'reflects' };
}
