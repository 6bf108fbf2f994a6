/** What the linker makes of all code facts: every route with the whole way from the application object to its handler. */
import type { Span } from '../../span';
import type { Need } from '../../code/model-setup';
import type { Condition, Metadata, RouterNode, Value } from '../program/values';
import type {
  Argument,
  ClassFact,
  FunctionFact,
  GuardUse,
  MountStatement,
  RouteInput,
  RouteStatement,
  RouterExpression,
  UseStatement,
} from '../../code/model';

/**
 * Where a value comes from. `symbol`: the dotted name under which the outside world knows it, whatever it is called here:
 * Python `fastapi.security.HTTPBearer`; JavaScript `package:path`, a default export as the bare package (`helmet`, `cors`,
 * `express-rate-limit:rateLimit`, `passport:authenticate`). A call of it ends in `()`: `helmet()`, `express-jwt:expressjwt()`.
 */
export interface Origin {
  symbol: string;
  /** Arguments of the outermost call. */
  args: readonly Argument[];
}

/** Something that stands on the way to a route: a dependency, middleware or decorator. */
export interface LinkedUse {
  as: GuardUse['as'];
  /** What it is registered on: the application, a router, a mount, or the route itself. */
  level: 'app' | 'router' | 'mount' | 'route';
  /** Where it is registered. */
  path: string;
  at: Span;
  /** Its name as written, for people: `Depends(current_user)`, `requireAuth`. */
  name: string;
  /** The function of this workspace that it runs, when it could be followed to one. */
  definition: { path: string; fact: FunctionFact } | null;
  /** What it is, when it comes from a package. */
  origin: Origin | null;
  value: Value;
  /** The scope its arguments were written in: the file. */
  sockets: boolean;
  /** Set on what was registered for some paths only, relative to the host; null = everything below its level. */
  paths: string[] | null;
  /** As in events. */
  of?: readonly RouterNode[];
  /** Paths that it leaves out. */
  except?: string[];
  /** Paths of the list that it is a rule of; null = all. */
  within: string[] | null;
  /** Which those are could not be followed. */
  maybeWithin?: true;
  /** `app.use`-like registration it came from, with the framework's declared major version; null for dependencies, decorators and inline middleware. */
  use: { path: string; fact: UseStatement; major: number | null } | null;
  /** Constructor or registration arguments that go with it. */
  args: readonly Argument[];
  /** Set when it stands where it has no effect. */
  ineffective: string | null;
  /** A route that is exempt does without it. */
  byDefault?: true;
  /** Its name is made for people. */
  titled?: true;
  /** Set when it may not be the one that decides: why. */
  unsettled?: string;
  /** Paths it is for, as they are written, where not all are literal. */
  unread?: string[];
  /** As in `GuardUse`. */
  undecided?: string;
  /** What its application must have switched on for it to count. */
  needs?: Need;
  /** Set when callers can get around it: why. */
  bypassed: string | null;
  /** It is registered under this condition, as written. */
  condition?: string;
  /** As in `GuardUse`. */
  around?: true;
  passes?: true;
  /** It runs where all of these hold. */
  when?: readonly Condition[];
  /** Set where it is taken away on purpose: how. */
  skipped?: string;
}

/** One step of the way from the application to the handler. */
export interface ChainStep {
  kind: 'app' | 'router' | 'mount' | 'route';
  path: string;
  at: Span;
  /** Reads on its own: "mounted here under /api". */
  note: string;
}

/** An application object. */
export interface LinkedApp {
  path: string;
  fact: RouterExpression;
  /** Everything registered on it and, through mounts, below it. */
  uses: LinkedUse[];
  mounts: { path: string; fact: MountStatement | UseStatement }[];
  /** Serves on a loopback address by literal, and nowhere else. */
  loopback: boolean;
  /** `uvicorn.run(app)`, `app.listen()` seen in the workspace. */
  served: boolean;
}

/** One route under one mount. */
export interface LinkedRoute {
  path: string;
  fact: RouteStatement;
  method: string;
  /** As served, all prefixes joined; null when a prefix is not literal. */
  url: string | null;
  /** Name under which the framework knows it: those of the routers, then the handler's; null = not known. */
  endpoint: string | null;
  /** Null = mounted nowhere. */
  app: LinkedApp | null;
  chain: ChainStep[];
  /** Outermost first; only those that reach it. */
  uses: LinkedUse[];
  handler: { path: string; fact: FunctionFact } | null;
  /** The class that serves it, where one does. */
  owner: { path: string; fact: ClassFact } | null;
  handlerValue: Value | null;
  /** What it takes from the body, by its registration or its handler; `at` is in the file `path`. */
  input: RouteInput & { path: string };
  /** Links that could not be followed, each as a sentence part; empty = all resolved. */
  gaps: string[];
  /** Mounted or declared under a condition (`if settings.debug`), as written. */
  condition: string | null;
  /** What decorators attached to it and its class. */
  metadata: Metadata | null;
  /** What stands nearby and does not reach it: registered too late, or in a plugin of its own. `ineffective` says which. */
  strays: LinkedUse[];
}

export interface LinkedProgram {
  apps: LinkedApp[];
  routes: LinkedRoute[];
}
