/** Application and router objects in code facts. */
import type { Span } from '../span';
import type { Argument, Expression, GuardUse } from './model';

/** An application or router object. */
export interface RouterExpression {
  e: 'router';
  /** `app`: serves by itself (`FastAPI()`, `express()`); `router`: must be mounted. */
  role: 'app' | 'router';
  /** Name in the report: `fastapi`, `express`. */
  framework: string;
  /** Prefix of its own (`APIRouter(prefix=)`); null = none. */
  prefix: Expression | null;
  /** Guards of its own (`dependencies=`), in order. */
  guards: Expression[];
  /** Routes and mounts given to the constructor (`Starlette(routes=[…])`): evaluates to a list of `registration`; null = none. */
  routes: Expression | null;
  /** Middleware given to the constructor. */
  middleware?: Expression | null;
  /** The application or router that it is mounted on where it is made (`Api(app)`). */
  into?: Expression;
  /** Objects with a method that is given the settings of an application and adds to them (Litestar's plugins). */
  configuredBy?: { objects: Expression; method: string; routes: string; guards: string; asks: string; before: string };
  /** What decides about callers of every route of it, as a list: a security backend. */
  asks?: Expression;
  /** Decorators that are put around every route of it (`Api(app, decorators=[…])`). */
  wrappers?: Expression;
  /** Its guards hold only where nothing else says how it is mounted. */
  alone?: true;
  /** What it gives routes that leave something open, by the name under which they ask (`permission classes`). */
  defaults?: { name: string; value: Expression }[];
  /** Arguments of a subclass's own constructor that are such, with their names; any of a list lets in. */
  gives?: Readonly<Record<string, string>>;
  /** It serves every class of the project that stands for a router of this framework, under a prefix. */
  gathers?: { framework: string; prefix: string; only?: 'where its list is not in the files' };
  /** Guards inside it never reach what is mounted beside it later. Absent = `MountStatement.leaks` decides. */
  isolates?: true;
  /** It takes only the routes that a router has when it is mounted; later ones are not served. */
  copies?: true;
  /** Mounted a second time in the same application, it stays where it was. */
  once?: true;
  /** Versions under which its routes are served, where the application puts them into paths; `null` inside = none. */
  versions?: Expression | null;
  /** Packages below which it finds what is declared by itself (`ApplicationExpression`); empty = wherever it is. */
  scans?: string[];
  /** A class that is such a router keeps the routes of a base whose methods it overrides: its own method answers them. */
  keeps?: true;
  /** Guards before everything in it, each with how it is run. */
  before?: GuardUse[];
  /** Made on another one with `into`: as `MountStatement.leaks`. */
  leaks?: true;
  /** It is of the framework of what it hangs on. */
  adapts?: true;
  /** What it serves below its prefix, which is no router (`http.StripPrefix("/x", handler)`), or a router with full paths. */
  wraps?: Expression;
  /** One endpoint of what it hangs on, so that more can be said of it: where that is not known, it is no router of its own. */
  single?: true;
  /** What stands before it cannot be told: why, as a sentence part. */
  gap?: string;
  /** A function that is given it when it starts to serve (`FastAPI(lifespan=…)`). */
  starts?: Expression;
  /** One object of that name in the whole program (`http.DefaultServeMux`). */
  global?: string;
  /** Pages about its interface that it serves by itself. */
  docs?: ServedDocs[];
  /** All arguments as written, for checks that need a setting (`docs_url`, `middleware`). */
  args: Argument[];
  at: Span;
}

/** A page about the interface of an application that its framework serves unless a setting switches it off. */
export interface ServedDocs {
  /** The setting as it is written: a path, or anything false; null = nothing is said. */
  path: Expression | null;
  /** Where it is if nothing is said. */
  byDefault: string;
  /** Another setting without which there is no page; absent = none. */
  needs?: Expression;
  /** Further paths below it. */
  below?: string[];
  /** Guards of the application stand before it. */
  guarded?: true;
}
