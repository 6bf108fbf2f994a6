/**
 * What a web framework tells the routes. One file in `frameworks/` describes one (with helpers named after it), `frameworks/index.ts`
 * lists them. Linking, guards and verdicts read code facts and ask here; nothing else names a framework.
 */
import type { ForgedWrites } from './forged-write';
import type { JavaScriptFramework } from '../code/javascript/framework';
import type { ManifestFramework } from '../code/manifests/framework';
import type { CSharpFramework } from '../code/csharp/framework';
import type { JavaFramework } from '../code/java/framework';
import type { GoFramework } from '../code/go/framework';
import type { PythonFramework } from '../code/python/expressions';
import type { PhpFramework } from '../code/php/framework';
import type { RubyFramework } from '../code/ruby/framework';
import type { Span } from '../span';
import type { FormerVersions } from './program/former';
import type { GuardStyle } from './guard-style';
import type { EffectRule } from './packages/effects';
import { FRAMEWORKS } from './frameworks';
import type { Argument, Expression, GuardUse, RouterExpression, UseStatement } from '../code/model';
import type { Value } from './program/values';

export type * from './guard-style';

export interface Framework {
  /** Name in facts and in the report: `fastapi`, `express`. */
  name: string;
  /** It keeps sessions, and asks for tokens, by itself: what it does about forged requests of one write. */
  forgedWrites?: ForgedWrites;
  /** What its calls mean where they are written in Python. */
  python?: PythonFramework;
  /** The same for C#. */
  csharp?: CSharpFramework;
  /** The same for Java. */
  java?: JavaFramework;
  /** The same for JavaScript and TypeScript; several parts where one takes what the other leaves. */
  javascript?: readonly JavaScriptFramework[];
  /** The same for Go; several parts as well. */
  go?: readonly GoFramework[];
  /** The same for Ruby. */
  ruby?: RubyFramework;
  /** The same for PHP. */
  php?: PhpFramework;
  /** What manifests of a deployment declare. */
  manifests?: readonly ManifestFramework[];
  /**
   * The router that a class or function of the framework makes, where it is only reached through other files: a subclass, a name that is
   * re-exported. `symbol` as in `Origin`, without the call; `.X` for a bare name.
   */
  routerOf?(symbol: string, args: readonly Argument[], at: Span): RouterExpression | undefined;
  /** How it runs middleware, where that is not the same everywhere in its language; as in `GuardUse`. */
  runs?: { around?: true; passes?: true };
  /** How far middleware of its applications and routers reaches, where a `use` says `later`. */
  reach?: { app?: UseStatement['reach']; router?: UseStatement['reach'] };
  /** A router may be the handler of a route: it is served there, and sees the whole path. */
  servesRouters?: true;
  /** An application that is handed to it as a handler keeps its own paths, under which it is listed by itself. */
  leavesApplications?: true;
  /** Routes name their handler before what stands before it (echo). */
  handlerFirst?: true;
  /** How the path of a middleware is compared with a route's; absent = by segment, `prefix` taking everything below. */
  covers?: PathRule;
  /** What its own guards and middleware do, by symbol; of packages made for it, `packages/` tells. */
  effects?: readonly EffectRule[];
  /** Methods of a middleware object that run before the handler; whatever they return answers in its place. */
  hooks?: readonly string[];
  /** Classes and decorated functions that serve requests. */
  views?: readonly ViewStyle[];
  /** Decorators that leave only some methods of a function, by symbol; null = those that their first argument lists. */
  methods?: readonly { pattern: RegExp; methods: readonly string[] | null }[];
  /** Decorators that take a route out of a middleware's reach, by symbols of both. */
  exempts?: readonly { by: RegExp; from: RegExp }[];
  /** Classes whose attributes are routes, with the attributes that hold their path and guards. */
  controllers?: { base: RegExp; path: string; guards: string };
  /** Objects that answer calls are served under the path that they are registered for. */
  services?: ServiceStyle;
  /** The platform that starts its handlers for each call: no process of its own serves. */
  platform?: string;
  /**
   * What says which origins may read its answers is read: among what is before its routes, a header that handlers set, its configuration.
   * A text: why nothing is known where none of these says anything.
   */
  readsCors?: true | string;
  /** The HTTP checks know how its applications set up error handlers, limits, headers, origins and hosts; they leave others alone. */
  knownSetup?: true;
  /** Headers that answers carry are set by its middleware, and by nothing else in its set-up. */
  knownHeaders?: true;
  /** Setting that lists the hosts it answers; for any other it refuses. */
  hostsIn?: string;
  /** Projects route to functions of packages, whose bodies cannot be read. */
  servesPackages?: true;
  /** Name of the variable in which a module keeps its routes, where modules are mounted. */
  routesOf?: string;
  /** Values of names that packages give. */
  constants?: Readonly<Record<string, readonly string[]>>;
  /**
   * Classes of it that middleware and guards extend, with the method that it calls. `verdict`: a method that is asked what comes of a
   * caller without a valid credential, given the error and the user that was not found; without one of its own, the class refuses.
   */
  entries?: readonly GuardEntry[];
  /** What a class that stands for a router is made of (`ClassFact.serves`): a value of it, read by the framework's own words. */
  holds?(value: Value): Held | undefined;
  /** What older versions of it do differently. */
  former?: FormerVersions;
  /** How a guard stands in a route's own declaration. */
  guard: GuardStyle;
  /** How its applications are found, where files make them by where they lie; absent = calls make them. */
  site?: SiteLayout;
  /** How what is declared finds its application, where that looks for it by itself. */
  application?: ApplicationLayout;
}

/** How objects with well-known members are served (`ConfigureStatement.hooks` stand before them). */
export interface ServiceStyle {
  /** What a member answers: the method, and what stands behind the service's path. */
  members: Readonly<Record<string, string>>;
  /** Packages whose objects and classes have them all, by symbol. */
  brings: RegExp;
  /** Those through which callers sign in. */
  signsIn: RegExp;
  /** Hooks after which a member answers no request any more. */
  takesAway: RegExp;
}

/** A class of a package that guards extend. */
export interface GuardEntry {
  base: RegExp;
  method: string;
  verdict?: string;
  /** The method is given the request and then what the caller sent: is it asked where nothing was sent? */
  asks?: 'everybody' | 'whoever sent something';
}

/** Applications that find by themselves what is declared for them (`{ e: 'application' }` in the facts). */
export interface ApplicationLayout {
  /** Names of the files that make a folder a project. */
  builds: RegExp;
  /** Files that may declare guards as well and are not read, with what that is called. */
  unread?: { files: RegExp; language: string };
  /**
   * Where routes that are declared beside their handlers are read from another file: the setting that lists these places, and what a file's
   * paths begin with by them; null = none of them reads it, which `gap` says of its routes.
   */
  read?: { setting: string; prefixes(places: readonly string[], path: string): string[] | null; gap: string };
  /** Why nothing is known of callers where no file that is read lists rules of access. */
  unruled?: string;
  /** Packages that serve pages about the interface; `off`: setting that switches them off, `setting`: the one with another path. */
  docs?: readonly { dependency: RegExp; paths: readonly string[]; setting: string; off: string }[];
  /** What a name means where the project depends on such a package. */
  names?: { dependency: RegExp; name: string; guard: Expression };
  /** What stands before everything, where the project depends on such a package and the application lists no rules of its own. */
  presumes?: {
    dependency: RegExp;
    guard: Expression;
    name: string;
    /** The application says that it does without. */
    unless(app: RouterExpression): boolean;
  };
}

/** An application that is laid out as files: its routes and middleware are found by their paths (`{ e: 'site' }` in the facts). */
export interface SiteLayout {
  /** Packages that the manifest of such an application declares. */
  packages: readonly string[];
  /** Names of its configuration file, beside the manifest. */
  configs: readonly string[];
  /** Folders of routes and pages: its middleware must lie beside one of them. Absent = anywhere that the framework's files say. */
  beside?: readonly string[];
  /** Why callers can get around the middleware of a declared version, as a sentence part; null = they cannot, as far as is known. */
  flaw?(range: string): string | null;
  /** Member of the configuration that stands before every path (`basePath`, `kit.paths.base`); absent = none does. */
  prefix?: string;
}

/** How a package serves requests with classes: which of their members answer, and what stands before those. */
export interface ViewStyle {
  /** Framework of the routes in the report. */
  name: string;
  /** The package's classes that make a class such a view, by symbol. Mixins of a package are no views. */
  base: RegExp;
  /** HTTP method that a member answers. */
  members: Readonly<Record<string, string>>;
  /** A member that answers whatever method it is asked with, and the attribute that lists those; the first of them where nothing does. */
  any?: { member: string; methods: string; fallback: readonly string[] };
  /** Members that classes of the package bring along, by symbol. */
  brings?: readonly { base: RegExp; members: readonly string[] }[];
  /** The method through which every request goes, which classes extend by calling the next one's. */
  entry: string | null;
  /** Methods that run before, whose only answer is an exception. */
  before?: readonly string[];
  /** Attributes with decorators that are put around every member: the nearest class's counts. */
  wrappers?: readonly string[];
  /** Decorators of the class that decorate one of its methods: `@method_decorator(login_required, name='dispatch')`. */
  onMember?: RegExp;
  permissions?: PermissionStyle;
  input?: InputStyle;
  actions?: ActionStyle;
  /** A decorator makes a function such a view: its first argument lists the methods. */
  functions?: { by: RegExp; permissions: RegExp };
  /** Middleware of the application that leaves these views out. */
  leftOutBy?: RegExp;
  /** A member need not be written where a template of its name lies in the class's folder of `views`; without either it is not served. */
  templates?: true;
  /** A member must be written, in the class or in one that it extends; symbols of packages' classes that bring none. */
  written?: RegExp;
  /** Parameters whose class has a method that is asked before the member runs; `type`: what such classes are called. */
  asked?: { type: RegExp; method: string };
  /** Methods that answer whether the class extends one of a package. */
  kinds?: readonly { method: string; base: RegExp }[];
}

/** What a view takes from the body, by names. */
export interface InputStyle {
  /** Attributes and methods of the class that say what the body goes through: a serializer, a form. */
  names: readonly string[];
  /** Members of the package's classes that take the body through it, and those that read none. */
  takes: RegExp;
  leaves: RegExp;
  /** Calls that check what was sent. */
  checks: RegExp;
  /** Functions that are given the request and leave its body alone. */
  keeps: RegExp;
}

/** Classes that are asked before a view: the first place that names some counts. */
export interface PermissionStyle {
  attribute: string;
  /** The method that gives them, per action. */
  method: string;
  /** Under which name the application has those of views that name none. */
  fallback: string;
  /** The method that is asked about one object, and the members of the package's classes that ask. */
  object: { method: string; members: readonly string[] };
}

/** Views whose members are actions, each served under a path of its own. */
export interface ActionStyle {
  base: RegExp;
  /** `item`: under the path of one thing. */
  members: Readonly<Record<string, { method: string; item: boolean }>>;
  /** The decorator of further ones. */
  extra: RegExp;
  /** Attributes that name the parameter of one thing, the nearest first. */
  parameter: readonly string[];
}

/** What a module holds: routers and more modules to mount, and guards for the whole application. */
export interface Held {
  mounts: { value: Value }[];
  /** `made`: the value is a function that makes it. */
  guards: { value: Value; made?: true }[];
  /** Prefixes of routers that are mounted elsewhere: before what they hold themselves, not before what that holds. */
  prefixes?: { value: Value; prefix: string }[];
}

/** Compares the path of a middleware with a route's: null = values of its parameters decide; `major`: version of the framework, null = not known. */
export type PathRule = (
  path: string,
  url: string,
  match: 'prefix' | 'exact' | 'param',
  major: number | null,
) => boolean | null;

/** A guard as a framework runs it, whatever the file that registers it was read with. */
export function asRunBy(use: GuardUse, framework: string): GuardUse {
  const runs = use.as === 'middleware' ? frameworkOf(framework)?.runs : undefined;
  return runs ? { ...use, ...runs } : use;
}

/** The framework of that name, if there is a description of it. */
export function frameworkOf(name: string): Framework | undefined {
  return FRAMEWORKS.find(
    (framework) => framework.name === name || framework.views?.some((style) => style.name === name),
  );
}

/** The router that something of a package makes when it is called, or undefined. */
export function routerOf(symbol: string, args: readonly Argument[], at: Span): RouterExpression | undefined {
  const known = makers.get(symbol);
  if (known !== undefined) return known?.routerOf?.(symbol, args, at);
  if (makers.size > MAX_SYMBOLS) makers.clear();
  for (const framework of FRAMEWORKS) {
    const router = framework.routerOf?.(symbol, args, at);
    if (!router) continue;
    makers.set(symbol, framework);
    return router;
  }
  makers.set(symbol, null);
  return undefined;
}

/** Symbols that are remembered at most. */
const MAX_SYMBOLS = 10_000;
/** Which framework makes a router of a symbol; null = none. One program calls the same few symbols over and over. */
const makers = new Map<string, Framework | null>();

/** The method that a framework calls on objects of a class, by the packages' classes that it extends. */
export function entryOf(bases: readonly string[]): GuardEntry | undefined {
  const entries = FRAMEWORKS.flatMap((framework) => framework.entries ?? []);
  return entries.find(({ base }) => bases.some((symbol) => base.test(symbol)));
}

/** What a class that stands for a router is made of. */
export function heldBy(framework: string, value: Value): Held | undefined {
  return frameworkOf(framework)?.holds?.(value);
}

/** The literal values of a name that a package gives, or undefined. */
export function constantOf(symbol: string): readonly string[] | undefined {
  constants ??= new Map(FRAMEWORKS.flatMap((framework) => Object.entries(framework.constants ?? {})));
  return constants.get(symbol);
}

let constants: ReadonlyMap<string, readonly string[]> | undefined;

/** How a class that extends these classes of packages serves requests; undefined = not at all. */
export function viewStyleOf(symbols: readonly string[]): ViewStyle | undefined {
  const styles = FRAMEWORKS.flatMap((framework) => framework.views ?? []);
  return styles.find(({ base }) => symbols.some((symbol) => base.test(symbol)));
}

/** How a framework's own views serve requests: what a class of which nothing is known is taken for where it is served as a view. */
export function usualStyleOf(name: string): ViewStyle | undefined {
  return frameworkOf(name)?.views?.find((style) => style.name === name);
}

/** The views that a decorator makes of functions, by its symbol. */
export function viewFunctionStyle(symbol: string): ViewStyle | undefined {
  return FRAMEWORKS.flatMap((framework) => framework.views ?? []).find(({ functions }) => functions?.by.test(symbol));
}

/** Middleware that leaves a route out because of its decorators. */
export function exemptionsOf(symbols: readonly string[]): RegExp[] {
  const exempts = FRAMEWORKS.flatMap((framework) => framework.exempts ?? []);
  return exempts.filter(({ by }) => symbols.some((symbol) => by.test(symbol))).map(({ from }) => from);
}

/** Methods that decorators leave of a function; null = they say nothing of methods. */
export function methodsOf(decorators: readonly Value[]): string[] | null {
  const rules = FRAMEWORKS.flatMap((framework) => framework.methods ?? []);
  for (const decorator of decorators) {
    if (decorator.v !== 'external') continue;
    const rule = rules.find(({ pattern }) => pattern.test(decorator.symbol));
    if (!rule) continue;
    if (rule.methods) return [...rule.methods];
    const list = decorator.values[0]?.value;
    const literal =
      list?.v === 'list' ? list.items.flatMap((item) => (item.v === 'text' ? [item.text.toUpperCase()] : [])) : [];
    return literal.length > 0 ? literal : ['GET'];
  }
  return null;
}

/** Name of the variable in which a framework's modules keep their routes. */
export function routesOf(name: string): string | undefined {
  return frameworkOf(name)?.routesOf;
}

/** Methods of middleware objects that run before a handler, of all frameworks. */
export function hookMethods(): readonly string[] {
  return FRAMEWORKS.flatMap((framework) => framework.hooks ?? []);
}

/** Whether projects of a framework route to functions of packages. */
export function opensPackages(name: string): boolean {
  return frameworkOf(name)?.servesPackages === true;
}

/** Whether a decorator gives permission classes to a function that another decorator makes a view. */
export function isViewPermissions(symbol: string): boolean {
  const styles = FRAMEWORKS.flatMap((framework) => framework.views ?? []);
  return styles.some(({ functions }) => functions?.permissions.test(symbol));
}

/** How a framework's classes hold routes, when it is such a class by what it extends. */
export function controllersOf(name: string, symbols: readonly string[]): Framework['controllers'] {
  const style = frameworkOf(name)?.controllers;
  return style && symbols.some((symbol) => style.base.test(symbol)) ? style : undefined;
}
