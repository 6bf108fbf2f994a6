/** Which modules a Python file imports, and which set-up functions it calls: what "reached from an entry" is concluded from. No tree. */
import type { LineTable } from '../span';
import { defineWords, holdsAny } from '../text/words';
import { defineExtractor } from './extractor';
import { maskedOf } from './mask';

export interface PythonImport {
  from: string;
  names: string[];
  /** Line of an import that stands at the margin and so always runs: not in a `try`, a condition or a function. */
  line?: number;
}

declare module '../facts' {
  interface FactParts {
    /** Python: modules imported and set-up functions called. */
    imports: PythonImportFacts;
  }
}

export interface PythonImportFacts {
  /** As written, with the names taken from it (`from x import a, b`). */
  modules: PythonImport[];
  /** Names of functions that are called or handed on, of those whose names say that they set something up. */
  calls: string[];
  /** Names of middleware classes that are added to an application, in code or in Django's settings. */
  middlewares: string[];
  /** Dotted names of what Django loads by name: settings, applications, middleware, URLs; absent = none. */
  loads?: string[];
}

/** From the beginning of a line that holds the word. */
const IMPORT = /[ \t]*(?:from[ \t]+([.\w]+)[ \t]+import[ \t]+(\([^)]*\)|[^\n]+)|import[ \t]+([^\n]+))/y;
const SET_UP =
  /\b(def\s+)?(_?(?:setup|set_up|configure|init|install|register|create|start|enable|instrument|lifespan|bootstrap|run|validate)\w*)\s*(?=\(|,|\)|$)/gim;

/** In every file that gives Django something to load by its name. */
const DJANGO = defineWords(['DJANGO_SETTINGS_MODULE', 'INSTALLED_APPS', 'MIDDLEWARE', 'ROOT_URLCONF', 'include(']);
/** In every name of a middleware. */
const MIDDLEWARE = defineWords(['iddleware']);

export const imports = defineExtractor({
  part: 'imports',
  version: 3,
  notOf: ['vendored'],
  accepts: (path) => path.endsWith('.py'),
  extract(file): PythonImportFacts | undefined {
    if (file.text.length > 512 * 1024 || ['minified', 'vendored', 'artefact'].includes(file.fileClass))
      return undefined;
    if (!/\bimport\b/.test(file.text)) return undefined;
    const { code, text } = maskedOf(file);
    const loads = holdsAny(file.text, DJANGO) ? loadedByDjango(text) : [];
    const calls = new Set<string>();
    for (const match of code.matchAll(SET_UP)) if (!match[1] && match[2]) calls.add(match[2]);
    return {
      modules: modulesOf(code, file.lines),
      calls: [...calls].sort(),
      middlewares: holdsAny(file.text, MIDDLEWARE) ? middlewaresOf(file.text, code) : [],
      ...(loads.length > 0 && { loads }),
    };
  },
});

/** What stands in `DJANGO_SETTINGS_MODULE`, in lists of settings and in `include()` (docs.djangoproject.com, "Settings", "URL dispatcher"). */
function loadedByDjango(text: string): string[] {
  const out = new Set<string>();
  for (const match of text.matchAll(/\bDJANGO_SETTINGS_MODULE["']\s*(?:,|\]\s*=)\s*["']([\w.]+)["']/g))
    out.add(match[1] ?? '');
  for (const match of text.matchAll(/\binclude\(\s*(?:\(\s*)?["']([\w.]+)["']/g)) out.add(match[1] ?? '');
  for (const match of text.matchAll(
    /^[ \t]*\w*(?:APPS|MIDDLEWARE|ROOT_URLCONF)\b[^=\n]*=([^\])\n]*(?:[[(][^\])]*)?)/gm,
  ))
    for (const name of (match[1] ?? '').matchAll(/["']([A-Za-z_][\w.]*)["']/g)) out.add(name[1] ?? '');
  return [...out].sort();
}

function middlewaresOf(text: string, code: string): string[] {
  const out = new Set<string>();
  for (const match of code.matchAll(/\b(?:add_middleware|Middleware|register_middleware)\s*\(\s*(?:\w+\.)*(\w+)/g))
    out.add(match[1] ?? '');
  for (const match of code.matchAll(/=\s*(\w*Middleware)\s*\(/g))
    if (/\bwsgi_app\b/.test(code)) out.add(match[1] ?? '');
  for (const match of text.matchAll(/["'](?:\w+\.)+(\w+Middleware)["']/g)) out.add(match[1] ?? '');
  return [...out].sort();
}

function modulesOf(code: string, lines: LineTable): PythonImport[] {
  const out: PythonImport[] = [];
  for (const match of importsIn(code)) {
    const at = /^\s/.test(match[0]) ? {} : { line: lines.position(match.index).line };
    if (match[1] !== undefined) out.push({ from: match[1], names: namesOf(match[2] ?? ''), ...at });
    else
      for (const name of (match[3] ?? '').split(',')) {
        const module = name.trim().split(/\s+/)[0] ?? '';
        if (/^[\w.]+$/.test(module)) out.push({ from: module, names: [], ...at });
      }
  }
  return out;
}

function* importsIn(code: string): Generator<RegExpExecArray> {
  let from = 0;
  for (let at = code.indexOf('import'); at >= 0; at = code.indexOf('import', Math.max(at + 1, from))) {
    const start = code.lastIndexOf('\n', at) + 1;
    // The rest of a line that has been read.
    if (start < from) continue;
    IMPORT.lastIndex = start;
    const match = IMPORT.exec(code);
    if (!match) continue;
    from = IMPORT.lastIndex;
    yield match;
  }
}

function namesOf(list: string): string[] {
  return list
    .replace(/[()\\]/g, ' ')
    .split(',')
    .map((name) => name.trim().split(/\s+/)[0] ?? '')
    .filter((name) => name !== '');
}
