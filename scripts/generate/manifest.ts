// The parts of package.json that are derived: personal settings and the schema of our configuration.

import { ATTESTATIONS_PATH } from '../../src/engine/attestations/attestation';
import { SEVERITIES } from '../../src/engine/finding';
import { DEFAULT_SETTINGS } from '../../src/server/settings';

/** Words of VS Code's four severities (`DiagnosticSeverity`, from 1), and the one that leaves a finding out of Problems. */
const DRAWN = ['error', 'warning', 'information', 'hint', 'off'] as const;

interface Manifest {
  contributes?: Record<string, unknown>;
  [key: string]: unknown;
}

/** `package.json` with its derived parts renewed. */
export function manifest(current: string): string {
  const parsed = JSON.parse(current) as Manifest;
  if (!parsed.contributes) return current;
  parsed.contributes.configuration = { title: 'Preflight', properties: settings() };
  parsed.contributes.jsonValidation = [
    { fileMatch: ['preflight.json', 'preflight.jsonc'], url: './schemas/preflight.schema.json' },
    { fileMatch: [ATTESTATIONS_PATH], url: './schemas/attestations.schema.json' },
  ];
  return `${JSON.stringify(parsed, null, 2)}\n`;
}

/** Personal settings of the editor, in the order in which they are shown; what a team decides stands in `preflight.json`. */
function settings(): Record<string, unknown> {
  const { enable, codeLens, drawn } = DEFAULT_SETTINGS;
  const word = { type: 'string', enum: DRAWN };
  return {
    'preflight.enable': { type: 'boolean', default: enable, ...shown(1, 'enable') },
    'preflight.codeLens': { type: 'boolean', default: codeLens, ...shown(2, 'codeLens') },
    'preflight.problems.severities': {
      type: 'object',
      ...shown(3, 'severities'),
      default: Object.fromEntries(SEVERITIES.map((severity) => [severity, DRAWN[(drawn[severity] ?? 5) - 1]])),
      additionalProperties: false,
      properties: Object.fromEntries(SEVERITIES.map((severity) => [severity, word])),
    },
    'preflight.trace.server': {
      type: 'string',
      enum: ['off', 'messages', 'verbose'],
      default: 'off',
      ...shown(4, 'trace'),
    },
  };
}

/** Scope, order and description (a key of `package.nls.json`). */
function shown(order: number, name: string): Record<string, unknown> {
  return { scope: 'window', order, markdownDescription: `%setting.${name}%` };
}
