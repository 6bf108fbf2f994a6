/**
 * How long a request may take where that is set neither in Python nor in JavaScript: servers and middleware of Go, Ruby and .NET, settings of
 * Spring and uWSGI.
 */
import { defineWords, holdsAny } from '../text/words';
import type { Span } from '../span';
import { defineExtractor } from './extractor';
import type { SourceFile } from './source-file';

declare module '../facts' {
  interface FactParts {
    /** How long a request may take, in other languages than Python and JavaScript. */
    serverLimits: ServerLimit[];
  }
}

export interface ServerLimit {
  /** Family of the applications it speaks for. */
  of: 'go' | 'ruby' | 'csharp' | 'java' | 'uwsgi';
  /** As people know it: `WriteTimeout`, `rack-timeout`. */
  detail: string;
  /** Bounds the whole request; otherwise only how long a client may take to send it. */
  whole: boolean;
  span: Span;
}

const WORDS = defineWords([
  'WriteTimeout',
  'ReadTimeout',
  'ReadHeaderTimeout',
  'TimeoutHandler',
  'middleware.Timeout',
  'ContextTimeout',
  'TimeoutWithConfig',
  'timeout.New',
  'rack-timeout',
  'Rack::Timeout',
  'UseRequestTimeouts',
  'harakiri',
  'request-timeout',
  'connection-timeout',
]);

const SPRING = /(?:^|\/)(?:application|bootstrap)[\w-]*\.(?:ya?ml|properties)$/;

export const serverLimits = defineExtractor({
  part: 'serverLimits',
  version: 2,
  notOf: ['vendored', 'generated'],
  accepts: (path) =>
    /(?:\.(?:go|rb|cs)|(?:^|\/)Gemfile|uwsgi[\w.-]*\.ini|(?:^|\/)\w*uwsgi\.ini)$/.test(path) || SPRING.test(path),
  prefilter: (text) => holdsAny(text, WORDS),
  extract(file): ServerLimit[] | undefined {
    const found = limitsOf(file);
    return found.length === 0 ? undefined : found;
  },
});

function limitsOf(file: SourceFile): ServerLimit[] {
  const { path } = file;
  if (path.endsWith('.go')) return go(file);
  if (path.endsWith('.cs')) return matches(file, 'csharp', /^(?!\s*\/\/).*?\b(UseRequestTimeouts)\s*\(/gm);
  if (path.endsWith('.ini')) return matches(file, 'uwsgi', /^[ \t]*(harakiri)\s*=\s*[1-9]/gm);
  return SPRING.test(path) ? spring(file) : ruby(file);
}

function matches(file: SourceFile, of: ServerLimit['of'], pattern: RegExp, whole = true): ServerLimit[] {
  return [...file.text.matchAll(pattern)].map((match) => {
    const detail = match[1] ?? '';
    const start = match.index + match[0].lastIndexOf(detail);
    return { of, detail, whole, span: file.span(start, start + detail.length) };
  });
}

/**
 * pkg.go.dev "net/http": `WriteTimeout` ends with the answer, `ReadTimeout` with the request's body; neither is set by default. Middleware of chi,
 * Echo, Fiber and Gin.
 */
function go(file: SourceFile): ServerLimit[] {
  const found = matches(
    file,
    'go',
    /^(?!\s*\/\/).*?\b(http\.TimeoutHandler|middleware\.(?:Timeout|ContextTimeout|TimeoutWithConfig|ContextTimeoutWithConfig)|timeout\.New(?:WithContext)?)\s*\(/gm,
  );
  for (const server of file.text.matchAll(/\b(?:http\.Server|fiber\.Config|fasthttp\.Server)\s*\{/g)) {
    const open = server.index + server[0].length - 1;
    const inside = file.text
      .slice(open, endOf(file.text, open))
      .replace(/\/\/.*$/gm, (text) => ' '.repeat(text.length));
    for (const one of inside.matchAll(/\b(WriteTimeout|ReadTimeout|ReadHeaderTimeout)\s*:\s*(?!0\s*,)/g)) {
      const start = open + one.index;
      const detail = one[1] ?? '';
      found.push({ of: 'go', detail, whole: detail === 'WriteTimeout', span: file.span(start, start + detail.length) });
    }
  }
  if (/\bhttp\.Server\b/.test(file.text))
    for (const [name, whole] of [
      ['WriteTimeout', true],
      ['ReadTimeout', false],
    ] as const)
      found.push(
        ...matches(file, 'go', new RegExp(String.raw`^\s*\w*(?:[sS]rv|[sS]erver|s)\.(${name})\s*=`, 'gm'), whole),
      );
  return found;
}

/** Offset of the bracket that closes the one at `open`. */
function endOf(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '{') depth++;
    else if (char === '}' && --depth === 0) return at;
  }
  return text.length;
}

/** github.com/zombocom/rack-timeout: the gem adds itself to Rails unless only its base is required. */
function ruby(file: SourceFile): ServerLimit[] {
  if (file.name === 'Gemfile')
    return matches(
      file,
      'ruby',
      /^[ \t]*gem\s+["'](rack-timeout)["'](?![^\n]*require:\s*(?:false|["']rack\/timeout\/base))/gm,
    );
  return matches(
    file,
    'ruby',
    /^(?!\s*#).*?\b(?:use|insert_before|insert_after|unshift)\b[^\n]*?\b(Rack::Timeout)\b/gm,
  );
}

/** docs.spring.io "Common Application Properties": the first ends asynchronous answers, the others wait for a request to arrive. */
const SPRING_KEYS = /^(?:spring\.mvc\.async\.request-timeout|server\.(?:tomcat|netty|jetty|undertow)\.[\w.-]*timeout)$/;

function spring(file: SourceFile): ServerLimit[] {
  const found: ServerLimit[] = [];
  const above: { indent: number; key: string }[] = [];
  for (let line = 1; line <= file.lines.count; line++) {
    const match = /^(\s*)([\w.-]+)\s*[:=]\s*(.*)$/.exec(file.lines.line(line));
    if (!match) continue;
    const indent = (match[1] ?? '').length;
    while ((above.at(-1)?.indent ?? -1) >= indent) above.pop();
    const key = [...above.map((one) => one.key), match[2] ?? ''].join('.');
    if ((match[3] ?? '') === '') above.push({ indent, key: match[2] ?? '' });
    else if (SPRING_KEYS.test(key))
      found.push({ of: 'java', detail: key, whole: key.startsWith('spring.'), span: file.lines.lineSpan(line) });
  }
  return found;
}
