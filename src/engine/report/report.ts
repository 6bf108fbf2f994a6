/** The report: everything Preflight says of one workspace at one moment. Its shape is the contract of `--format json`. */
import type { Category, Evidence, EvidenceLevel, Verdict } from '../verdict';
import type { FileClass, SkippedPath } from '../facts';
import type { Finding, Severity } from '../finding';

export interface CheckResult {
  id: string;
  title: string;
  category: Category;
  severity: Severity;
  verdict: Verdict;
  /** Null for not-applicable, unknown, attested, expired. */
  level: EvidenceLevel | null;
  /** The question is put to every place there is; left out where it is about one thing that is set up. */
  everyPlace?: true;
  summary: string;
  evidence: Evidence[];
  /** Points (of 100) that the score gains when this check holds. */
  gain: number;
}

export interface CategoryScore {
  value: number;
  decided: number;
}

/** `early`: no blocker, but less than 60 of 100; `undecided`: too little could be decided. */
export type Level = 'blocked' | 'early' | 'alpha' | 'beta' | 'production' | 'undecided';

export interface Score {
  /** 100 × weight of what holds / weight of what is decided, rounded. */
  value: number;
  /** Capped at 59 while a blocker is open. */
  displayed: number;
  level: Level;
  /** Share of the weight that is decided, 0–1. */
  decided: number;
  categories: Partial<Record<Category, CategoryScore>>;
}

export type RouteVerdict =
  'protected' | 'public-by-design' | 'unprotected' | 'weak' | 'hollow' | 'conditional' | 'unknown' | 'dead';

export interface RouteEntry {
  framework: string;
  method: string;
  path: string;
  file: string;
  line: number;
  declLine: number | null;
  verdict: RouteVerdict;
  /** The chain of places that was walked; never null for a decided verdict. */
  by: { path: string; line: number; note: string }[] | null;
  rateLimited: 'yes' | 'no' | 'partly' | 'unknown';
  validated: 'yes' | 'no' | 'partly' | 'unknown';
  /** What is asked of those who have signed in; null = nobody has to. */
  authorisation: RouteAuthorisation | null;
  /** Pages of which origins may read its answers; null = it answers no pages: never mounted, a websocket, a server action. */
  cors: RouteCors | null;
  /** What keeps other sites from sending it in a signed-in caller's name; null = never mounted. */
  csrf: RouteCsrf | null;
  context: 'test' | 'example' | 'loopback' | null;
  /** A framework or package serves it by itself (pages about its interface): nobody wrote a handler. */
  builtIn?: true;
}

/**
 * `role`: a role, permission, scope or flag of the caller · `policy`: a policy is asked, whose rules stand elsewhere · `ownership`: only what is
 * the caller's is looked up, or it is compared with the caller · `none`: everything was read and nothing is asked · `unknown`: something
 * could not be read.
 */
export interface RouteAuthorisation {
  kind: 'role' | 'policy' | 'ownership' | 'none' | 'unknown';
  /** What asks, as written; of `unknown` why; null = nothing. */
  by: string | null;
  path: string;
  line: number;
  /** `E4`: enforced on the way to the handler · `E3`: asked, and callers may get around signing in · `E1`: only a name says so · `E0`: not seen. */
  level: 'E4' | 'E3' | 'E1' | 'E0';
}

/**
 * `none`: pages of the same origin only · `listed`: of those that are listed, or that a function or setting lets in · `any`: of every origin,
 * without the caller's cookies · `any-with-credentials`: of every origin, with them · `unknown`: the files cannot tell.
 */
export interface RouteCors {
  kind: 'none' | 'listed' | 'any' | 'any-with-credentials' | 'unknown';
  /** Origins that are written down. */
  origins: string[];
  /** What says so, as written; of `unknown` why; null = nothing. */
  by: string | null;
  path: string;
  line: number;
  /** `E4`: written down, and reaches the route · `E3`: as long as a setting or condition has it so · `E0`: not seen. */
  level: 'E4' | 'E3' | 'E0';
}

/**
 * `not-needed`: it changes nothing, or no session of a browser decides who is calling · `protected`: a token, a header or SameSite keeps
 * other sites out · `exempted`: taken out of the check, and a session decides who is calling · `missing`: nothing keeps them out ·
 * `unknown`: the files cannot tell.
 */
export interface RouteCsrf {
  kind: 'not-needed' | 'protected' | 'exempted' | 'missing' | 'unknown';
  /** What protects or exempts it, why it is not needed or not known, which cookie is open. */
  by: string;
  path: string;
  line: number;
  /** `E4`: a token is checked · `E3`: by a header or by SameSite, which old browsers and sister domains get around · `E0`: nothing. */
  level: 'E4' | 'E3' | 'E0';
}

export type Claim = 'done' | 'not-done' | 'partial' | 'planned' | 'unstated';

export interface ChecklistEntry {
  doc: string;
  line: number;
  text: string;
  section: string[];
  claim: Claim;
  checks: string[];
  strength: 'bound' | 'strong' | 'weak' | 'none';
  verdict: Verdict | null;
  contradiction: boolean;
  owner: string | null;
  due: string | null;
}

/** What people answer for, as the attestations file says it. */
export interface AttestationEntry {
  id: string;
  title: string;
  /** `statement`: no file can ever prove it · `check`: a check that the files here do not decide. */
  kind: 'statement' | 'check';
  state: 'attested' | 'expired' | 'not-stated';
  /** The configuration asks for it before the workspace is ready for production. */
  required: boolean;
  /** Days that an answer holds; null = it belongs to one release. */
  days: number | null;
  by: string | null;
  /** ISO date. */
  date: string | null;
  commit: string | null;
  link: string | null;
  note: string | null;
  /** Last day it holds, ISO date. */
  expires: string | null;
  /** The attestations file; null while nobody has stated it. */
  path: string | null;
  line: number | null;
}

export type StrictState = 'unchecked' | 'broken' | 'unknown' | 'loose' | 'partial' | 'strict' | 'strict+';

export interface StrictnessEntry {
  path: string;
  role: 'project' | 'base' | 'solution';
  state: StrictState | null;
  strict: boolean | null;
  flagsOn: number;
  flagsTotal: number;
  files: number;
  extends: string[];
  enforced: boolean;
}

export interface SizeEntry {
  path: string;
  lines: number;
  code: number | null;
  bytes: number;
  class: FileClass;
}

export interface Report {
  schemaVersion: 1;
  tool: { name: 'preflight'; version: string };
  root: string;
  /** Name of the workspace folder. */
  name: string;
  score: Score;
  checks: CheckResult[];
  findings: Finding[];
  routes: RouteEntry[];
  checklist: ChecklistEntry[];
  attestations: AttestationEntry[];
  strictness: StrictnessEntry[];
  sizes: SizeEntry[];
  /** The baseline in force: how many findings it accepts, and how many of its entries match nothing any more. Null without one. */
  baseline: { path: string; accepted: number; stale: number } | null;
  stats: { files: number; bytes: number; skipped: SkippedPath[] };
}
