/** Icons of rows. Each repeats what the row says in words. */
import type { Verdict } from '../../engine/verdict';
import type { Severity } from '../../engine/finding';
import type { Level, RouteVerdict } from '../../engine/report/report';

type Icon = { name: string; color?: string };

const RED = 'problemsErrorIcon.foreground';
const YELLOW = 'problemsWarningIcon.foreground';
const BLUE = 'problemsInfoIcon.foreground';
const GREEN = 'testing.iconPassed';

export const SEVERITY_ICONS: Readonly<Record<Severity, Icon>> = {
  blocker: { name: 'error', color: RED },
  high: { name: 'warning', color: YELLOW },
  medium: { name: 'info', color: BLUE },
  low: { name: 'info', color: BLUE },
  info: { name: 'circle-outline' },
};

export const LEVEL_ICONS: Readonly<Record<Level, Icon>> = {
  blocked: { name: 'error', color: RED },
  early: { name: 'warning', color: YELLOW },
  alpha: { name: 'warning', color: YELLOW },
  beta: { name: 'info', color: BLUE },
  production: { name: 'pass-filled', color: GREEN },
  undecided: { name: 'question' },
};

/** Icon of a verdict that is not a failure; a failing check shows its severity. */
export const VERDICT_ICONS: Readonly<Record<Exclude<Verdict, 'fail'>, Icon>> = {
  pass: { name: 'pass', color: GREEN },
  attested: { name: 'verified', color: GREEN },
  expired: { name: 'history', color: YELLOW },
  unknown: { name: 'question' },
  'not-applicable': { name: 'circle-slash' },
};

export const ROUTE_ICONS: Readonly<Record<RouteVerdict, Icon>> = {
  unprotected: { name: 'unlock', color: RED },
  hollow: { name: 'unlock', color: RED },
  weak: { name: 'warning', color: YELLOW },
  conditional: { name: 'warning', color: YELLOW },
  unknown: { name: 'question' },
  'public-by-design': { name: 'globe' },
  protected: { name: 'lock', color: GREEN },
  dead: { name: 'circle-slash' },
};

export const ICONS = {
  overstated: { name: 'warning', color: YELLOW },
  understated: { name: 'info', color: BLUE },
  proven: { name: 'pass', color: GREEN },
  open: { name: 'circle-outline' },
  people: { name: 'person' },
  checklist: { name: 'checklist' },
  next: { name: 'lightbulb' },
  step: { name: 'circle-small-filled' },
  ignored: { name: 'eye-closed' },
  accepted: { name: 'archive' },
  folder: { name: 'root-folder' },
} as const satisfies Record<string, Icon>;
