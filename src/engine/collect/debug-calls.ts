/** Facts of left-over debugging output: `console.log`, `print`, breakpoints, by text with comments and literals masked. */
import type { Span } from '../span';
import { defineWords, holdsAny } from '../text/words';
import { defineExtractor } from './extractor';
import { maskedOf } from './mask';

declare module '../facts' {
  interface FactParts {
    /** `console.log`, `print` and breakpoints. */
    debugCalls: DebugCalls;
  }
}

export interface DebugCalls {
  /** Output calls. */
  output: number;
  /** `debugger`, `breakpoint()`, `pdb.set_trace()`: they stop the program. */
  breakpoints: number;
  first: Span;
  firstBreakpoint: Span | null;
  /** The file is a program for a terminal, where output is its purpose. */
  isProgram: boolean;
}

const RULES = {
  python: {
    output: /(?<![\w.])print\s*\(/g,
    stop: /(?<![\w.])breakpoint\s*\(\s*\)|\b(?:i?pdb|pudb)\.set_trace\s*\(/g,
    program: /\b(?:argparse|click|typer|fire|sys\.argv|curses|rich\.console|cmd\.Cmd|tqdm)\b|^if\s+__name__\s*==/m,
  },
  script: {
    output: /(?<![\w.])console\.(?:log|debug|trace|dir|table)\s*\(/g,
    stop: /(?<![\w.$])debugger\s*(?:;|$)/gm,
    program: /^#!|\b(?:commander|yargs|process\.argv|inquirer|ora|chalk|meow|@clack\/prompts|@oclif\/core)\b/m,
  },
};

const PYTHON_WORDS = defineWords(['print', 'breakpoint', 'set_trace']);
const SCRIPT_WORDS = defineWords(['console.', 'debugger']);

export const debugCalls = defineExtractor({
  part: 'debugCalls',
  version: 1,
  notOf: ['vendored'],
  languages: ['python', 'javascript', 'typescript'],
  prefilter: (text, path) =>
    path.endsWith('.py')
      ? holdsAny(text, PYTHON_WORDS) && /\bprint\s*\(|\bbreakpoint\s*\(|set_trace/.test(text)
      : holdsAny(text, SCRIPT_WORDS) && /console\.(?:log|debug|trace|dir|table)|\bdebugger\b/.test(text),
  extract(file): DebugCalls | undefined {
    if (file.fileClass !== 'hand-written') return undefined;
    const rules = file.language === 'python' ? RULES.python : RULES.script;
    const { code } = maskedOf(file);
    const output = [...code.matchAll(rules.output)];
    const stops = [...code.matchAll(rules.stop)];
    const [first] = [...output, ...stops].sort((a, b) => a.index - b.index);
    if (!first) return undefined;
    const span = (match: RegExpExecArray): Span =>
      file.span(match.index, match.index + match[0].trimEnd().replace(/\s*\($/, '').length);
    return {
      output: output.length,
      breakpoints: stops.length,
      first: span(first),
      firstBreakpoint: stops[0] ? span(stops[0]) : null,
      isProgram: rules.program.test(file.text),
    };
  },
});
