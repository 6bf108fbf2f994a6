/** The commands and their options: one description, from which arguments are parsed and help is printed. */
import { FORMATS } from '../engine/format/formats';

export interface OptionSpec {
  /** Letters of `-q`. */
  short?: string;
  /** Name of the value for help; absent = a switch. */
  value?: string;
  /** May be given several times, or as a list with commas. */
  isList?: boolean;
  choices?: readonly string[];
  description: string;
}

export interface CommandSpec {
  /** After the command's name: `[paths…]`. */
  args: string;
  /** How many positional arguments it takes. */
  maxArgs: number;
  summary: string;
  details?: string;
  options: Readonly<Record<string, OptionSpec>>;
  examples: readonly string[];
}

const root: OptionSpec = {
  value: 'DIR',
  description:
    'the root, where paths are looked for as well; else the nearest folder above that holds preflight.json or .git',
};
const config: OptionSpec = { value: 'FILE', description: 'a configuration in place of preflight.json in the root' };
const color: OptionSpec = { description: 'colours, also where the output is not a terminal' };
const noColor: OptionSpec = { description: 'no colours; NO_COLOR and FORCE_COLOR are honoured as well' };
const cache: OptionSpec = { description: 'use the cache of facts (default)' };
const noCache: OptionSpec = { description: 'read every file again and keep nothing' };
const baseline: OptionSpec = {
  value: 'FILE',
  description: 'findings accepted as old debt (default: .preflight/baseline.json)',
};
const noBaseline: OptionSpec = { description: 'no baseline: old debt counts like new' };
const stdout: OptionSpec = { value: 'FILE', description: 'write there instead of standard output' };
const scanning = { root, config, cache, 'no-cache': noCache };
const looks = { color, 'no-color': noColor };

export const FAIL_ON = ['blocker', 'high', 'medium', 'low', 'never'] as const;

export const COMMANDS: Readonly<Record<string, CommandSpec>> = {
  check: {
    args: '[paths…]',
    maxArgs: Infinity,
    summary: 'check how far the workspace is from production',
    details:
      'The whole root is analysed; paths choose what is shown and what counts for the gate. Ends with 0 when the gate holds, 1 when a live finding fails it, 2 on wrong usage or configuration, 3 on an internal error.',
    options: {
      format: {
        value: 'FORMAT',
        choices: Object.keys(FORMATS),
        description: 'how the report is written (default: text)',
      },
      output: stdout,
      only: { value: 'CHECK', isList: true, description: 'show these checks only; several with commas' },
      skip: { value: 'CHECK', isList: true, description: 'leave these checks out' },
      'changed-since': { value: 'REF', description: 'show findings of files changed since this commit or branch only' },
      'fail-on': {
        value: 'SEVERITY',
        choices: FAIL_ON,
        description: 'from which severity on live findings fail the gate (default: blocker)',
      },
      baseline,
      'no-baseline': noBaseline,
      'update-baseline': { description: 'accept what is found as old debt, and drop entries that match nothing' },
      ...scanning,
      stats: { description: 'tell what was read and how long it took' },
      quiet: { short: 'q', description: 'the verdict and the blockers only; no progress' },
      ...looks,
    },
    examples: [
      'preflight check',
      'preflight check src --fail-on high',
      'preflight check --format sarif --output preflight.sarif',
    ],
  },
  routes: {
    args: '[paths…]',
    maxArgs: Infinity,
    summary: 'list every endpoint with its verdict and its chain',
    details:
      'With --diff: endpoints that were added, removed, or whose protection is another one than before; the other side is read from git, the working tree stays as it is.',
    options: {
      format: {
        value: 'FORMAT',
        choices: ['text', 'json', 'markdown', 'csv', 'openapi'],
        description: 'how the list is written (default: text)',
      },
      diff: { value: 'REF', description: 'what changed since this branch left a commit or branch' },
      'fail-on-open': { description: 'with --diff: end with 1 when an endpoint is newly open to anyone' },
      verdict: { value: 'VERDICT', isList: true, description: 'routes of these verdicts only, as "unprotected,weak"' },
      output: stdout,
      ...scanning,
      ...looks,
    },
    examples: [
      'preflight routes',
      'preflight routes --verdict unprotected,weak,hollow',
      'preflight routes --format markdown',
      'preflight routes --diff main --fail-on-open',
    ],
  },
  checklist: {
    args: '[documents…]',
    maxArgs: Infinity,
    summary: "hold the team's own checklists against the evidence",
    options: {
      format: {
        value: 'FORMAT',
        choices: ['text', 'json', 'markdown'],
        description: 'how the list is written (default: text)',
      },
      output: stdout,
      ...scanning,
      ...looks,
    },
    examples: ['preflight checklist', 'preflight checklist docs/go-live.md'],
  },
  explain: {
    args: 'CHECK|FILE:LINE',
    maxArgs: 1,
    summary: 'explain a check, or what is said of a line',
    options: { ...scanning, ...looks },
    examples: ['preflight explain rate-limit-enforced', 'preflight explain app/main.py:42'],
  },
  fix: {
    args: '[CHECK…|FINGERPRINT…]',
    maxArgs: Infinity,
    summary: 'show what the fixes change, and apply it',
    details:
      'Shows the changes first and asks. Without arguments: every fix that keeps what the program does and what your documents say.',
    options: {
      'dry-run': { description: 'show the changes and write nothing' },
      yes: { short: 'y', description: 'apply them without asking' },
      ...scanning,
      ...looks,
    },
    examples: ['preflight fix --dry-run', 'preflight fix hardcoded-secret', 'preflight fix 3f2a9c1d5e7b8a60 --yes'],
  },
  ignore: {
    args: 'FINGERPRINT|FILE:LINE',
    maxArgs: 1,
    summary: 'silence a finding with a reason, in a comment or in the configuration',
    options: {
      reason: { value: 'TEXT', description: 'why this is acceptable; required' },
      check: { value: 'CHECK', description: 'which check, where a line has several findings' },
      'dry-run': { description: 'show the change and write nothing' },
      ...scanning,
      ...looks,
    },
    examples: ['preflight ignore app/main.py:42 --reason "the gateway limits, see docs/gateway.md"'],
  },
  attest: {
    args: '[ID]',
    maxArgs: 1,
    summary: 'state what no file can prove, as "restore tested", with your name and an end',
    details:
      'Writes an entry into .preflight/attestations.json, or into the file that the configuration names: who, when, of which commit, and until when it holds. Commit it. Stating it again renews it. ID is one of the statements, or a check that the files do not decide.',
    options: {
      by: { value: 'NAME', description: "who answers for it (default: git's user.name)" },
      link: { value: 'URL', description: 'how it is known: an address, a ticket, a file' },
      note: { value: 'TEXT', description: 'what was done, in your words' },
      expires: {
        value: 'DATE',
        description: 'the last day it holds, as 2030-04-30 (default: as long as such a statement holds)',
      },
      list: { description: 'show what can be attested, and what is' },
      remove: { description: 'take the statement back' },
      ...scanning,
      ...looks,
    },
    examples: [
      'preflight attest att-restore-tested --link https://wiki.example.org/restore --note "nightly dump, 40 minutes"',
      'preflight attest --list',
      'preflight attest att-restore-tested --remove',
    ],
  },
  history: {
    args: '[paths…]',
    maxArgs: Infinity,
    summary: 'search the history of the repository for secrets that were ever committed',
    details:
      'Reads what every commit of every branch added, with the rules of "check"; values are masked, and nothing but git is run. Tells for each value the commits and whether it still stands in the tree. Paths, also of files that are gone, narrow it. Ends like "check": with 1 when a secret that is neither accepted nor silenced is at least of the severity of --fail-on.',
    options: {
      format: { value: 'FORMAT', choices: ['text', 'json'], description: 'how the list is written (default: text)' },
      output: stdout,
      since: { value: 'DATE', description: 'commits since then only, as 2024-01-31 or "6 months"' },
      'max-commits': { value: 'NUMBER', description: 'the newest commits only' },
      'fail-on': {
        value: 'SEVERITY',
        choices: FAIL_ON,
        description: 'from which severity on a secret fails the gate (default: blocker)',
      },
      baseline: {
        value: 'FILE',
        description: 'secrets that were dealt with (default: .preflight/history.json)',
      },
      'no-baseline': { description: 'no baseline: every secret of the past counts' },
      'update-baseline': { description: 'accept what is found, once it is rotated; fingerprints hold no value' },
      root,
      quiet: { short: 'q', description: 'no progress' },
      ...looks,
    },
    examples: ['preflight history', 'preflight history --since "6 months" --format json', 'preflight history config/'],
  },
  init: {
    args: '[DIR]',
    maxArgs: 1,
    summary: 'write preflight.jsonc with what is found here',
    options: {
      baseline: { description: 'also accept the present findings as old debt' },
      root,
      ...looks,
    },
    examples: ['preflight init', 'preflight init --baseline'],
  },
  lsp: {
    args: '',
    maxArgs: 0,
    summary: 'run the language server, for editors',
    options: { stdio: { description: 'speak over standard input and output' } },
    examples: ['preflight lsp --stdio'],
  },
};
