/**
 * Option errors that stop `tsc` before it checks anything. Measured with TypeScript 5.9, 6.0 and 7.0; the codes are the compiler's. Errors
 * that do not stop it (a missing base) are none of these.
 */
import type { EffectiveOption, Resolved } from './options';
import type { VersionRange } from './versions';

export interface OptionError {
  /** TypeScript's code, `TS5110`. */
  code: string;
  /** The option to change. */
  option: string;
  /** Where it is stated. */
  at: EffectiveOption;
  /** What is wrong, as a sentence. */
  message: string;
}

const NODE = new Set(['node16', 'node18', 'node20', 'nodenext']);
/** Options that release 5.0 deprecated and 5.5 removed. */
const GONE_IN_5 = [
  'charset',
  'noImplicitUseStrict',
  'keyofStringsOnly',
  'noStrictGenericChecks',
  'suppressExcessPropertyErrors',
  'suppressImplicitAnyIndexErrors',
  'out',
  'importsNotUsedAsValues',
  'preserveValueImports',
];
/** Options and values that release 6.0 deprecated and 7.0 removed; null = any value. */
const GONE_IN_7: readonly [string, readonly unknown[] | null][] = [
  ['baseUrl', null],
  ['outFile', null],
  ['downlevelIteration', null],
  ['target', ['es3', 'es5']],
  ['moduleResolution', ['node', 'node10', 'classic']],
  ['module', ['amd', 'umd', 'system', 'none']],
  ['alwaysStrict', [false]],
  ['esModuleInterop', [false]],
  ['allowSyntheticDefaultImports', [false]],
];

/** Errors of a configuration under the release that a range most likely installs: its newest. */
export function optionErrors(resolved: Resolved, range: VersionRange): OptionError[] {
  const release = Number.isFinite(range.high) ? range.high : 5.09;
  return [...resolutionErrors(resolved, release), ...dependentFlags(resolved), ...removedOptions(resolved, release)];
}

function resolutionErrors({ options }: Resolved, release: number): OptionError[] {
  const module = options.get('module');
  const resolution = options.get('moduleResolution');
  if (!resolution || !module || release < 5.02) return [];
  const [kind, how] = [lower(module.value), lower(resolution.value)];
  if (NODE.has(how) && !NODE.has(kind))
    return [
      {
        code: 'TS5110',
        option: 'module',
        at: module,
        message: `"module" must be "NodeNext" when "moduleResolution" is "${String(resolution.value)}"`,
      },
    ];
  if (NODE.has(kind) && !NODE.has(how))
    return [
      {
        code: 'TS5109',
        option: 'moduleResolution',
        at: resolution,
        message: `"moduleResolution" must be left out or be "NodeNext" when "module" is "${String(module.value)}"`,
      },
    ];
  if (how === 'bundler' && ['commonjs', 'amd', 'umd', 'system', 'none'].includes(kind) && release < 6)
    return [
      {
        code: 'TS5095',
        option: 'module',
        at: module,
        message: '"moduleResolution": "bundler" needs "module" to be "preserve" or "es2015" and later',
      },
    ];
  return [];
}

/** Two flags mean nothing without null checks. */
function dependentFlags({ options }: Resolved): OptionError[] {
  const nulls = options.get('strictNullChecks')?.value ?? options.get('strict')?.value;
  if (nulls !== false) return [];
  return ['strictPropertyInitialization', 'exactOptionalPropertyTypes'].flatMap((option) => {
    const at = options.get(option);
    if (at?.value !== true) return [];
    return [{ code: 'TS5052', option, at, message: `"${option}" needs "strictNullChecks"` }];
  });
}

function removedOptions({ options }: Resolved, release: number): OptionError[] {
  const quiet = String(options.get('ignoreDeprecations')?.value ?? '');
  const errors: OptionError[] = [];
  const add = (option: string, gone: boolean): void => {
    const at = options.get(option);
    if (at)
      errors.push({ code: gone ? 'TS5102' : 'TS5101', option, at, message: `"${option}" is no longer an option here` });
  };
  if (release >= 5 && release < 6 && (release >= 5.05 || quiet !== '5.0'))
    for (const option of GONE_IN_5) add(option, release >= 5.05);
  if (release >= 6 && (release >= 7 || quiet !== '6.0'))
    for (const [option, values] of GONE_IN_7) {
      const value = options.get(option)?.value;
      if (value !== undefined && (!values || values.includes(typeof value === 'string' ? lower(value) : value)))
        add(option, release >= 7);
    }
  return errors;
}

function lower(value: unknown): string {
  return String(value).toLowerCase();
}
