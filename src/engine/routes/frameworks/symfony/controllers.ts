/**
 * Symfony's controllers: what their attributes serve and whom they ask for. symfony.com/doc, "Routing" (attributes of classes are prefixes,
 * or routes of an invokable class), "Security" (`#[IsGranted]`, `denyAccessUnlessGranted`, `#[CurrentUser]`).
 */
import type { PhpLowering } from '../../../code/php/lowering';
import type { Argument, ClassFact, Expression, FilterFact, FunctionFact, RouteStatement } from '../../../code/model';
import type { Span } from '../../../span';
import { asked, askedBy, asksForUser, unfollowed } from './asked';
import { deniedBy } from './calls';
import { APPLICATION, meaning, NAME, VOTERS } from './names';

const ROUTE = /^Symfony\\Component\\Routing\\(?:Attribute|Annotation)\\Route$/;
/** FOSRestBundle, "Automatic route generation": the same with a method of its own. */
const REST = /^FOS\\RestBundle\\Controller\\Annotations\\(Route|Get|Post|Put|Patch|Delete|Head|Options)$/;
const GRANTED = /\\IsGranted$/;
/** Attributes of the project's own, or expressions, that may ask who is calling. */
const MAY_ASK = /granted|auth(?!or)|secur|roles?\b|admin|permission|access|firewall|login|protect/i;
const OTHERS = /^(?:OpenApi|Nelmio|ApiPlatform|Doctrine|Symfony\\(?!Component\\Security))/;
/** Listeners that run before every controller, and what one that turns callers away holds. */
const LISTENS =
  /\bKernelEvents::(?:REQUEST|CONTROLLER)|['"]kernel\.(?:request|controller)|\b(?:Request|Controller)Event\s+\$/;
const REFUSES = /AccessDenied|Unauthorized|HTTP_FORBIDDEN|HTTP_UNAUTHORIZED|\b40[13]\b/;

type Call = Extract<Expression, { e: 'call' }>;

interface Declared {
  /** Locale, where each has a path of its own, with the path. */
  paths: { locale: string | null; path: Expression }[];
  methods: string[];
  at: Span;
}

/** Adds what a class serves, what stands before its methods, and what it does for the whole application. */
export function classOf(fact: ClassFact, lower: PhpLowering): void {
  voter(fact, lower);
  listener(fact, lower);
  const members = Object.values(lower.functions).filter(({ id }) => id.startsWith(`${fact.name}.`));
  const attached = (id: string): Call[] => (lower.attached.get(id) ?? []).filter((one) => one.e === 'call');
  const around = fact.decorators.filter((one) => one.e === 'call');
  const filters = [
    ...around.flatMap((one) => guardOf(one, null, lower)),
    ...members.flatMap((fn) => [
      ...attached(fn.id).flatMap((one) => guardOf(one, fn.name, lower)),
      ...denied(fn, fn.name, lower),
    ]),
  ];
  if (filters.length > 0) fact.filters = filters;
  if (new RegExp(String.raw`\babstract\s+class\s+${fact.name}\b`).test(lower.text)) return;
  const outer = around.flatMap((one) => declaredBy(one, lower));
  const routes = members.flatMap(({ id, name, at }) =>
    attached(id)
      .flatMap((one) => declaredBy(one, lower))
      .flatMap((own) => routeOf(under(outer[0], own), { fact, name, at })),
  );
  const invoked = lower.functions[`${fact.name}.__invoke`];
  if (routes.length === 0 && invoked)
    routes.push(...outer.flatMap((own) => routeOf(own, { fact, name: '__invoke', at: invoked.at })));
  lower.registered.push(...routes);
}

/** `#[Route('/x', methods: ['GET'])]`; none where it is there in development only. */
function declaredBy({ callee, args, at }: Call, lower: PhpLowering): Declared[] {
  const full = lower.names.full(nameOf(callee));
  const verb = REST.exec(full)?.[1];
  if (!ROUTE.test(full) && verb === undefined) return [];
  const named = (name: string): Expression | undefined => args.find((arg) => arg.name === name)?.value;
  const env = named('env');
  if (env && !JSON.stringify(env).includes('prod')) return [];
  const [first] = args;
  const path = named('path') ?? (first?.name === null ? first.value : { e: 'text', value: '' });
  const methods = verb === undefined || verb === 'Route' ? namesOf(named('methods')) : [verb.toUpperCase()];
  return [{ paths: pathsOf(path), methods, at }];
}

/** A path, or one for each locale. */
function pathsOf(value: Expression): Declared['paths'] {
  if (value.e === 'list') return value.items.map((path) => ({ locale: null, path }));
  if (value.e !== 'record') return [{ locale: null, path: value }];
  return value.entries.map(({ key, value: path }) => ({ locale: key.e === 'text' ? key.value : null, path }));
}

/** `['GET', Request::METHOD_POST]`, `'GET'`. */
function namesOf(value: Expression | undefined): string[] {
  if (value?.e === 'list') return value.items.flatMap(namesOf);
  if (value?.e === 'text') return value.value.toUpperCase().split('|');
  return value?.e === 'member' ? [value.name.replace('METHOD_', '')] : [];
}

/** What stands on the class comes first (`AttributeClassLoader`: paths are joined as they are, methods added). */
function under(outer: Declared | undefined, own: Declared): Declared {
  if (!outer) return own;
  const paths = outer.paths.flatMap((before) =>
    own.paths.flatMap(({ locale, path }) => {
      if (before.locale !== null && locale !== null && locale !== before.locale) return [];
      const { path: start } = before;
      const both: Expression =
        start.e === 'text' && path.e === 'text'
          ? { e: 'text', value: start.value + path.value }
          : { e: 'join', parts: [start, path] };
      return [{ locale: locale ?? before.locale, path: both }];
    }),
  );
  return { ...own, paths, methods: [...new Set([...outer.methods, ...own.methods])] };
}

function routeOf(
  { paths, methods, at }: Declared,
  { fact, name, at: place }: { fact: ClassFact; name: string; at: Span },
): RouteStatement[] {
  return [
    {
      ...routeTo({ e: 'name', name: fact.name }, name, at),
      methods: methods.length > 0 ? methods : ['ALL'],
      paths: paths.map(({ path }) =>
        path.e === 'text' ? { e: 'text', value: `/${path.value.replace(/^\/+/, '')}` } : path,
      ),
      line: place.line,
      declLine: at.line,
    },
  ];
}

/** A route to a method of a class. */
export function routeTo(of: Expression, member: string, at: Span): RouteStatement {
  return {
    s: 'route',
    framework: NAME,
    on: APPLICATION,
    methods: ['ALL'],
    paths: [],
    guards: [],
    handler: { e: 'view', of, args: [], member, at },
    args: [],
    input: { state: 'unknown', at: null, what: null },
    at,
    line: at.line,
    declLine: null,
  };
}

// Who is asked for -------------------------------------------------------------------------------------------------------------------------

/** `#[IsGranted('ROLE_X')]` on a class or method, `#[CurrentUser] User $user` of a method (one that may be null asks nobody). */
function guardOf({ callee, args, at }: Call, member: string | null, lower: PhpLowering): FilterFact[] {
  const full = lower.names.full(nameOf(callee));
  const short = full.slice(full.lastIndexOf('\\') + 1);
  if (short === 'CurrentUser' && /^Symfony\\/.test(full))
    return [filter(meaning('refuses'), `#[${short}]`, member, at)];
  if (GRANTED.test(full)) {
    const given = (args.find(({ name }) => name === 'attribute') ?? args[0])?.value;
    // Some methods only.
    const isWhole = args.every(({ name }) => name !== 'methods');
    return [granted(isWhole ? given : undefined, (shown) => `#[IsGranted(${shown})]`, member, at)];
  }
  if (OTHERS.test(full) || ROUTE.test(full) || !MAY_ASK.test(short)) return [];
  const undecided = unfollowed(`what the attribute ${short} asks of callers could not be followed`);
  return [filter(undecided, `#[${short}]`, member, at)];
}

function granted(
  given: Expression | undefined,
  title: (shown: string) => string,
  member: string | null,
  at: Span,
): FilterFact {
  const attribute = given ? namedAttribute(given) : null;
  if (attribute !== null) return filter(asked(attribute), title(`'${attribute}'`), member, at);
  const written = given?.e === 'call' && given.create ? given.args[0]?.value : undefined;
  const known = written?.e === 'text' ? askedBy(written.value) : undefined;
  if (known) return filter(known, title('…'), member, at);
  return filter(unfollowed(`whom ${title('…')} lets in could not be followed`), title('…'), member, at);
}

/** `'ROLE_X'`, or a constant that is called so. */
function namedAttribute(value: Expression): string | null {
  if (value.e === 'text') return value.value;
  return value.e === 'member' && /^(?:ROLE_|IS_AUTHENTICATED|PUBLIC_ACCESS)/.test(value.name) ? value.name : null;
}

/** `$this->denyAccessUnlessGranted('edit', $post)`, which every way through a method passes, or through one of its class that it calls. */
function denied(fn: FunctionFact | undefined, member: string, lower: PhpLowering, depth = 0): FilterFact[] {
  const found: FilterFact[] = [];
  for (const statement of fn?.body ?? []) {
    if (statement.s !== 'do' && statement.s !== 'let' && statement.s !== 'return') return found;
    const { value } = statement;
    const call = value && deniedBy(value);
    if (call) found.push(granted(call.attribute, (shown) => `denyAccessUnlessGranted(${shown})`, member, call.at));
    const callee = value?.e === 'call' && depth < 2 ? value.callee : undefined;
    const isOwn = callee?.e === 'member' && nameOf(callee.of) === 'this';
    const inner = isOwn ? lower.functions[`${ownerOf(fn)}.${callee.name}`] : undefined;
    found.push(...denied(inner, member, lower, depth + 1));
  }
  return found;
}

function ownerOf(fn: FunctionFact | undefined): string {
  return fn?.id.slice(0, fn.id.lastIndexOf('.')) ?? '';
}

function nameOf(value: Expression): string {
  return value.e === 'name' ? value.name : '';
}

function filter(value: Expression, title: string, member: string | null, at: Span): FilterFact {
  const only: Argument[] = member === null ? [] : [{ name: 'only', value: { e: 'text', value: member } }];
  return { f: 'add', as: 'permission', args: [{ name: null, value }, ...only], title, at };
}

// For the whole application ----------------------------------------------------------------------------------------------------------------

/** `class PostVoter extends Voter`. */
function voter({ name, at }: ClassFact, lower: PhpLowering): void {
  const votes = lower.functions[`${name}.voteOnAttribute`] ?? lower.functions[`${name}.vote`];
  if (!votes || !/\\Authorization\\Voter\\/.test(lower.text)) return;
  const isStrict = votes.name === 'voteOnAttribute' && asksForUser(votes);
  const guard = isStrict ? meaning('refuses') : unfollowed(`whom ${name} lets in could not be followed`);
  const key = isStrict ? VOTERS.strict : VOTERS.lax;
  lower.registered.push({ s: 'name-guard', name: { e: 'text', value: key }, guard, at });
}

/** A listener before all controllers may turn callers away. */
function listener({ name, at }: ClassFact, lower: PhpLowering): void {
  if (!LISTENS.test(lower.text) || !REFUSES.test(lower.text)) return;
  const value = unfollowed(`whom the listener ${name} turns away could not be followed`);
  lower.registered.push({
    s: 'use',
    framework: NAME,
    on: APPLICATION,
    guard: { as: 'permission', value, name, at },
    paths: null,
    reach: 'app',
    sockets: false,
    role: 'middleware',
    args: [],
    at,
  });
}
