/** Personal settings: how Preflight shows things, never what it finds (that is the team's `preflight.json`). */
import { DiagnosticSeverity } from 'vscode-languageserver/node';

import { SEVERITIES, type Severity } from '../engine/finding';

/** How a severity is drawn in Problems; null leaves it out there. */
export type Drawn = Record<Severity, DiagnosticSeverity | null>;

export interface Settings {
  /** False: nothing is analysed and nothing is shown. */
  enable: boolean;
  drawn: Drawn;
  /** A line above each handler says who gets in. */
  codeLens: boolean;
}

/** What only a blocker deserves is an error; what carries no weight in the score is a hint. */
export const DEFAULT_SETTINGS: Settings = {
  enable: true,
  codeLens: true,
  drawn: {
    blocker: DiagnosticSeverity.Error,
    high: DiagnosticSeverity.Warning,
    medium: DiagnosticSeverity.Information,
    low: DiagnosticSeverity.Information,
    info: DiagnosticSeverity.Hint,
  },
};

const DRAWN_WORDS: Readonly<Record<string, DiagnosticSeverity | null>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
  off: null,
};

/** Reads the section `preflight` of a client's settings; what is absent or wrong keeps its default. */
export function readSettings(section: unknown): Settings {
  const enable = field(section, 'enable');
  const severities = field(field(section, 'problems'), 'severities');
  const drawn = { ...DEFAULT_SETTINGS.drawn };
  for (const severity of SEVERITIES) {
    const word = field(severities, severity);
    const value = typeof word === 'string' ? DRAWN_WORDS[word] : undefined;
    if (value !== undefined) drawn[severity] = value;
  }
  const codeLens = field(section, 'codeLens');
  return {
    enable: typeof enable === 'boolean' ? enable : DEFAULT_SETTINGS.enable,
    codeLens: typeof codeLens === 'boolean' ? codeLens : DEFAULT_SETTINGS.codeLens,
    drawn,
  };
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}
