/**
 * The one description of `preflight.json`: the validator (`config-validate.ts`), the JSON schema in `schemas/` and `docs/configuration.md`
 * are all made from it. A new setting is one entry here and one member of `ConfigFile`.
 */
import { SEVERITIES } from '../finding';
import { ALL_CHECKS } from '../registry';
import { STATEMENTS } from '../attestations/statements';

interface Common {
  /** One or two sentences, shown as completion help in editors and in the documentation. */
  description: string;
  /** In words, where there is a default. */
  default?: string;
}

/** What a setting may hold. */
export type Setting = Common &
  (
    | { kind: 'string'; example?: string; format?: 'date' }
    | { kind: 'glob'; example?: string }
    | { kind: 'count'; example?: number; /** Smallest value; 1 when not given. */ least?: 0 }
    | { kind: 'choice'; values: readonly { value: string; description: string }[]; example?: string }
    | { kind: 'list'; of: Setting; example?: unknown }
    | { kind: 'map'; of: Setting; keys?: KeySource; example?: unknown }
    | { kind: 'object'; members: Readonly<Record<string, Setting>>; required?: readonly string[]; example?: unknown }
  );

/** Keys of a map that must be known: the ids of checks, or globs. */
export interface KeySource {
  noun: string;
  known?: () => readonly { id: string; title: string }[];
}

const SEVERITY_MEANING: Readonly<Record<string, string>> = {
  blocker: 'Nothing ships while it is open; the score is capped at 59.',
  high: 'Hurts in production sooner or later.',
  medium: 'Worth doing before the first customers.',
  low: 'Polish.',
  info: 'Shown, weighs nothing.',
};
const severityChoices = SEVERITIES.map((value) => ({ value, description: SEVERITY_MEANING[value] ?? '' }));

const globs = (description: string, example: string[]): Setting => ({
  kind: 'list',
  of: {
    kind: 'glob',
    description: 'A glob, relative to the folder of this file. A pattern without "/" matches names at any depth.',
  },
  description,
  example,
});
const count = (description: string, example: number): Setting => ({ kind: 'count', description, example });

const budgets: Setting = {
  kind: 'object',
  description: 'How large a file may be.',
  example: { softLines: 400, hardLines: 800, files: { 'src/generated/**': { lines: 5000 } } },
  members: {
    softLines: count('Lines of code above which a hand-written file gets a note. Off when not given.', 400),
    hardLines: count('Lines that no hand-written file may exceed. 1000 when not given.', 800),
    testLines: count('Lines that no test, style sheet, page or SQL file may exceed. 2000 when not given.', 1200),
    bytes: count('Bytes that no source file may exceed. 102400 when not given.', 262144),
    any: {
      kind: 'count',
      least: 0,
      description: 'Explicit any types that the code outside tests may hold. One for every 1,000 lines when not given.',
      example: 0,
    },
    files: {
      kind: 'map',
      keys: { noun: 'glob' },
      description: 'Budgets of their own for single files, by glob.',
      of: {
        kind: 'object',
        description: 'The budget of the files that match.',
        members: { lines: { kind: 'count', description: 'Lines.' }, bytes: { kind: 'count', description: 'Bytes.' } },
      },
    },
  },
};

const routes: Setting = {
  kind: 'object',
  description: 'What Preflight cannot know of your routes.',
  example: {
    public: [{ path: '/api/plans', method: 'GET', reason: 'Price list on the landing page' }],
    guards: ['require_tenant'],
  },
  members: {
    public: {
      kind: 'list',
      description: 'Routes that are open to anyone on purpose.',
      of: {
        kind: 'object',
        description: 'One route, or several with a glob.',
        required: ['path', 'reason'],
        members: {
          path: { kind: 'string', description: 'The path as served, with all prefixes; a glob may stand for several.' },
          method: { kind: 'string', description: 'The HTTP method.', default: 'every method' },
          reason: { kind: 'string', description: 'Why it is open.' },
        },
      },
    },
    guards: {
      kind: 'list',
      description:
        'Names of functions or classes that reject callers who are not signed in. They count where their code cannot be read or does not decide; a body that lets callers through is reported all the same.',
      of: { kind: 'string', description: 'A name as the code calls it.' },
    },
  },
};

const exemptions: Setting = {
  kind: 'list',
  description:
    'Findings the team accepts, with the reason. They are listed in every report; one that silences nothing, or has expired, is reported.',
  example: [
    {
      check: 'oversized-file',
      paths: ['src/legacy/**'],
      reason: 'Replaced by the new importer',
      owner: 'ana',
      expires: '2030-06-30',
    },
  ],
  of: {
    kind: 'object',
    description: 'One exemption.',
    required: ['check', 'reason'],
    members: {
      check: { kind: 'string', description: 'Id of a check, or of a rule inside one.' },
      paths: globs('Where it holds; everywhere when left out.', ['src/legacy/**']),
      reason: { kind: 'string', description: 'Why this is acceptable, for the next reader.' },
      owner: { kind: 'string', description: 'Who answers for it.' },
      expires: {
        kind: 'string',
        format: 'date',
        description: 'The last day it holds, YYYY-MM-DD; afterwards the findings count again.',
      },
    },
  },
};

/** The whole file. */
export const CONFIG_SETTINGS = {
  kind: 'object',
  description:
    'Configuration of Preflight. It may stand in any folder: the nearest file wins, key by key. The command line and the editor read the same file.',
  members: {
    $schema: { kind: 'string', description: 'The JSON schema of this file, for completion in editors.' },
    extends: {
      kind: 'string',
      description:
        'Another configuration file inside the workspace, by relative path. It is read first, as if it stood here; this file wins.',
      example: '../preflight.base.json',
    },
    include: globs('Only files that match are analysed. Left out: every file.', ['apps/shop/**']),
    exclude: globs('Files that match are not analysed; wins over "include". They are listed as skipped.', [
      'third_party/**',
    ]),
    severities: {
      kind: 'map',
      keys: { noun: 'check', known: () => ALL_CHECKS },
      description:
        'The severity of a check, where yours differs, or "off". "off" in the root file removes the check everywhere.',
      example: { 'ts-strict': 'blocker', 'oversized-file': 'off' },
      of: {
        kind: 'choice',
        description: 'A severity, or "off".',
        values: [...severityChoices, { value: 'off', description: 'The check does not run.' }],
      },
    },
    budgets,
    routes,
    checklists: {
      kind: 'object',
      description: "Which Markdown files are the team's checklists.",
      example: { include: ['docs/go-live.md'], exclude: ['docs/archive/**'] },
      members: {
        include: globs(
          'Only Markdown files that match are read as checklists, also in a folder of old documents. Left out: every Markdown file.',
          ['docs/go-live.md'],
        ),
        exclude: globs('Files that match are not; wins over "include".', ['docs/archive/**']),
      },
    },
    attestations: {
      kind: 'object',
      description: 'What people answer for because no file can prove it. Read from the root file only.',
      example: { required: ['att-restore-tested', 'att-rollback-tested'] },
      members: {
        file: {
          kind: 'string',
          description: 'Where the attestations are, relative to the workspace root.',
          default: '.preflight/attestations.json',
        },
        required: {
          kind: 'list',
          description:
            'Ids of the statements (see [attestations](attestations.md)) without which the workspace is not ready for production, whatever its score.',
          of: {
            kind: 'choice',
            description: 'Id of a statement.',
            values: STATEMENTS.map(({ id, title }) => ({ value: id, description: title })),
          },
        },
      },
    },
    failOn: {
      kind: 'choice',
      description:
        'From which severity on a live finding makes "preflight check" end with 1. "--fail-on" wins. Read from the root file only.',
      default: 'blocker',
      example: 'high',
      values: [...severityChoices.slice(0, 4), { value: 'never', description: 'Findings never fail the run.' }],
    },
    baseline: {
      kind: 'string',
      description: 'Where the baseline is, relative to the workspace root. Read from the root file only.',
      default: '.preflight/baseline.json',
      example: '.preflight/baseline.json',
    },
    exemptions,
  },
} as const satisfies Setting;
