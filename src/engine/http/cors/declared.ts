/**
 * Which origins may read answers, as configuration says it: Next.js' and Vercel's headers, Laravel's `config/cors.php`, rack-cors, Spring's
 * registry and annotations, ASP.NET Core's policies. Read from the text: these files are written one way.
 */
import { defineExtractor } from '../../collect/extractor';
import type { SourceFile } from '../../collect/source-file';
import type { Span } from '../../span';
import { defineWords, holdsAny } from '../../text/words';

declare module '../../facts' {
  interface FactParts {
    declaredCors: DeclaredCors[];
  }
}

export interface DeclaredCors {
  framework: 'nextjs' | 'laravel' | 'rails' | 'aspnet' | 'spring';
  /** How it is written, for people. */
  how: string;
  /** Patterns of paths, as the framework writes them; null = all. */
  paths: string[] | null;
  /** Origins and expressions that are written down; `*` = every one. */
  origins: string[];
  /** Names of settings that decide. */
  settings: string[];
  credentials: boolean;
  /** With credentials, a caller's own origin is answered in place of the star. */
  echoes: boolean;
  /** Something decides that is not in the text. */
  unseen?: true;
  /** It is said of the handler whose name stands on this line; of all in the file where that is 0; absent = of the application. */
  handler?: number;
  span: Span;
}

const WORDS = defineWords([
  'Access-Control-Allow-Origin',
  'allowed_origins',
  'Rack::Cors',
  'addMapping(',
  'CorsConfiguration',
  '@CrossOrigin',
  'UseCors(',
]);

export const declaredCors = defineExtractor({
  part: 'declaredCors',
  version: 2,
  notOf: ['vendored', 'test', 'generated'],
  accepts: (path) =>
    /(?:^|\/)(?:next\.config\.[cm]?[jt]s|vercel\.json|config\/cors\.php|config\/(?:.+\/)?\w+\.rb|config\.ru)$|\.(?:java|cs)$/.test(
      path,
    ),
  prefilter: (text) => holdsAny(text, WORDS),
  extract(file): DeclaredCors[] | undefined {
    const found = read(file);
    return found.length > 0 ? found : undefined;
  },
});

function read(file: SourceFile): DeclaredCors[] {
  if (file.path.endsWith('.php')) return laravel(file);
  if (/\.(?:rb|ru)$/.test(file.path)) return rails(file);
  if (file.path.endsWith('.java')) return spring(file);
  return file.path.endsWith('.cs') ? aspnet(file) : headers(file);
}

type Made = Pick<DeclaredCors, 'framework' | 'how' | 'origins' | 'credentials'> & Partial<DeclaredCors>;

function declared(file: SourceFile, at: number, length: number, made: Made): DeclaredCors {
  return { paths: null, settings: [], echoes: false, ...made, span: file.span(at, at + length) };
}

/** Texts in quotes. */
function quoted(text: string): string[] {
  return [...text.matchAll(/(["'])((?:(?!\1).)*)\1/g)].map((match) => match[2] ?? '');
}

/** nextjs.org/docs ("headers"), vercel.com/docs ("headers"): rules of a `source` with keys and values. */
function headers(file: SourceFile): DeclaredCors[] {
  const rules = [...file.text.matchAll(/["']?source["']?\s*:\s*["'`]([^"'`]*)["'`]/g)];
  return rules.flatMap((rule, index) => {
    const own = file.text.slice(rule.index, rules[index + 1]?.index);
    const [, list] = /["']?headers["']?\s*:\s*(\w+)/.exec(own) ?? [];
    const text = list === undefined ? own : (listNamed(list, file.text) ?? own);
    const header = (name: string): string | undefined =>
      new RegExp(`["']?key["']?\\s*:\\s*["']${name}["']\\s*,\\s*["']?value["']?\\s*:\\s*([^,}\\n]+)`, 'i').exec(
        text,
      )?.[1];
    const value = header('Access-Control-Allow-Origin');
    if (value === undefined) return [];
    const [, setting] = /process\.env\.(\w+)/.exec(value) ?? [];
    return [
      declared(file, rule.index, rule[0].length, {
        framework: 'nextjs',
        how: 'headers of the configuration',
        paths: [rule[1] ?? ''],
        origins: quoted(value),
        settings: setting === undefined ? [] : [setting],
        credentials: /true/.test(header('Access-Control-Allow-Credentials') ?? ''),
      }),
    ];
  });
}

/** `const apiHeaders = [ … ];` */
function listNamed(name: string, text: string): string | undefined {
  return new RegExp(`\\b(?:const|let|var)\\s+${name}\\b[^=\\n]*=\\s*(\\[[^]*?\\n\\])`).exec(text)?.[1];
}

/** laravel.com/docs, "CORS": with credentials the caller's origin is answered (github.com/fruitcake/php-cors). */
function laravel(file: SourceFile): DeclaredCors[] {
  const entry = (name: string): RegExpExecArray | null =>
    new RegExp(`['"]${name}['"]\\s*=>\\s*(\\[[^\\]]*\\]|[^\\n]*)`).exec(file.text);
  const origins = entry('allowed_origins');
  if (!origins) return [];
  const written = origins[1] ?? '';
  const settings = [...written.matchAll(/env\(\s*['"](\w+)['"]/g)].map((match) => match[1] ?? '');
  const own = quoted(written.replace(/env\(\s*['"]\w+['"]\s*,?/g, '').replace(/explode\(\s*['"],['"]/g, ''));
  return [
    declared(file, origins.index, origins[0].length, {
      framework: 'laravel',
      how: 'config/cors.php',
      paths: quoted(entry('paths')?.[1] ?? ''),
      origins: [...own.filter((one) => one !== ''), ...quoted(entry('allowed_origins_patterns')?.[1] ?? '')],
      settings,
      credentials: /true/.test(entry('supports_credentials')?.[1] ?? ''),
      echoes: true,
    }),
  ];
}

/** github.com/cyu/rack-cors: `allow do`, with origins and the resources that they may read. */
function rails(file: SourceFile): DeclaredCors[] {
  const blocks = [...file.text.matchAll(/^[ \t]*allow\s+do\b/gm)];
  return blocks.flatMap((block, index) => {
    const text = file.text.slice(block.index, blocks[index + 1]?.index);
    const [, origins] = /\borigins[ (]+([^\n]*(?:,\s*\n[^\n]*)*)/.exec(text) ?? [];
    if (origins === undefined) return [];
    const settings = [...origins.matchAll(/ENV(?:\.fetch\(|\[)\s*['"](\w+)['"]/g)].map((match) => match[1] ?? '');
    const own = quoted(origins.replace(/ENV(?:\.fetch\(|\[)\s*['"]\w+['"]\s*,?/g, '').replace(/split\([^)]*\)/g, ''));
    const expressions = [...origins.matchAll(/\/((?:[^/\\\n]|\\.)+)\//g)].map((match) => `/${match[1] ?? ''}/`);
    const resources = [...text.matchAll(/\bresource[ (]+['"]([^'"]*)['"]([^\n]*(?:,\s*\n[^\n]*)*)/g)];
    return resources.map(([, path = '', options = '']) =>
      declared(file, block.index, block[0].length, {
        framework: 'rails',
        how: 'rack-cors',
        paths: [path],
        origins: [...own, ...(own.length > 0 ? [] : expressions)],
        settings,
        credentials: /credentials:\s*true/.test(options),
      }),
    );
  });
}

/** Further annotations and the type of a method, up to its name. */
const METHOD = /^(?:\s*@\w+(?:\s*\((?:[^()"]|"[^"]*")*\))?)*\s*(?:[\w<>[\],.?]+\s+)+(?=\w+\s*\()/;

/** Spring reference, "CORS": the registry, a configuration of paths, and annotations of controllers and handlers. */
function spring(file: SourceFile): DeclaredCors[] {
  const { text } = file;
  const mappings = [...text.matchAll(/\.addMapping\(\s*"([^"]*)"\s*\)((?:\s*\.\w+\([^)]*\))*)/g)].map((match) =>
    declared(file, match.index, match[0].length, chained('addMapping()', [match[1] ?? ''], match[2] ?? '')),
  );
  const registered = [...text.matchAll(/\.registerCorsConfiguration\(\s*"([^"]*)"/g)].map((match) =>
    declared(
      file,
      match.index,
      match[0].length,
      chained(
        'CorsConfiguration',
        [match[1] ?? ''],
        text.replace(/\.(?:set|add)(A)/g, '.a').replace(/@Value[^\n]*/g, ''),
      ),
    ),
  );
  const marked = [...text.matchAll(/@CrossOrigin\b(\s*\(((?:[^()"]|"[^"]*")*)\))?/g)].map((match) => {
    const options = match[2] ?? '';
    const origins = quoted(
      options.replace(
        /\b(?:methods|allowedHeaders|exposedHeaders|allowCredentials|maxAge)\s*=\s*(?:\{[^}]*\}|"[^"]*"|[\w.]+)/g,
        '',
      ),
    );
    const after = match.index + match[0].length;
    const rest = text.slice(after);
    const [head = ''] = METHOD.exec(rest) ?? [];
    const named = head.length;
    const isOfClass = /^(?:\s*@\w+(?:\s*\((?:[^()"]|"[^"]*")*\))?|\s*(?:public|final|abstract))*\s*class\b/.test(rest);
    return declared(file, match.index, match[0].length, {
      framework: 'spring',
      how: '@CrossOrigin',
      origins: origins.length > 0 ? origins : /origin/i.test(options) ? [] : ['*'],
      ...(/origin/i.test(options) && origins.length === 0 && { unseen: true as const }),
      credentials: /allowCredentials\s*=\s*"true"/.test(options),
      echoes: /originPatterns/.test(options),
      handler: isOfClass ? 0 : file.span(after + named, after + named).line,
    });
  });
  return [...mappings, ...registered, ...marked];
}

/** `allowedOrigins("https://a")`, `allowedOriginPatterns("*")`, `allowCredentials(true)` among calls. */
function chained(how: string, paths: string[], calls: string): Made {
  const given = [...calls.matchAll(/\.allowed(Origins?|OriginPatterns?)\(((?:[^()"]|"[^"]*"|\([^()]*\))*)\)/g)];
  const origins = given.flatMap((match) => quoted(match[2] ?? ''));
  const isPermissive = /applyPermitDefaultValues/.test(calls) || (given.length === 0 && how === 'addMapping()');
  return {
    framework: 'spring',
    how,
    paths,
    origins: given.length === 0 && isPermissive ? ['*'] : origins,
    ...(given.length > 0 && origins.length === 0 && { unseen: true as const }),
    credentials: /\.allowCredentials\(\s*(?:true|Boolean\.TRUE)/.test(calls),
    echoes: given.some((match) => match[1]?.startsWith('OriginPattern')),
  };
}

/** Documentation, "Enable Cross-Origin Requests (CORS) in ASP.NET Core": what `UseCors` puts before every endpoint. */
function aspnet(file: SourceFile): DeclaredCors[] {
  const { text } = file;
  return [...text.matchAll(/\.UseCors\(\s*([^;]*?)\)\s*;/g)].flatMap((match) => {
    const given = match[1] ?? '';
    const name = /^(?:"([^"]*)"|([\w.]+))$/.exec(given.trim());
    const policy = given.includes('=>') ? given : policyOf(text, name?.[1] ?? name?.[2]);
    // Policies that are made elsewhere, or said of endpoints one by one.
    if (policy === null)
      return [
        declared(file, match.index, match[0].length, {
          framework: 'aspnet',
          how: 'UseCors()',
          origins: [],
          credentials: false,
          unseen: true,
        }),
      ];
    const origins = [...policy.matchAll(/\.WithOrigins\(((?:[^()"]|"[^"]*"|\([^()]*\))*)\)/g)];
    const isAny = /\.AllowAnyOrigin\(|\.SetIsOriginAllowed\(\s*\(?\w*\)?\s*=>\s*true/.test(policy);
    const written = origins.flatMap((one) => quoted(one[1] ?? ''));
    const decides = /\.SetIsOriginAllowed/.test(policy) && !isAny;
    return [
      declared(file, match.index, match[0].length, {
        framework: 'aspnet',
        how: 'UseCors()',
        origins: isAny ? ['*'] : decides ? ['a function'] : written,
        ...(!isAny && !decides && written.length === 0 && origins.length > 0 && { unseen: true as const }),
        credentials: /\.AllowCredentials\(/.test(policy),
        echoes: /\.SetIsOriginAllowed/.test(policy),
      }),
    ];
  });
}

/** Text of a policy by its name, or of the default one; null = it is made elsewhere. */
function policyOf(text: string, name: string | undefined): string | null {
  const escaped = name?.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const start =
    escaped === undefined
      ? /\.AddDefaultPolicy\(/.exec(text)
      : new RegExp(`\\.AddPolicy\\(\\s*(?:name:\\s*)?"?${escaped}"?\\s*,`).exec(text);
  if (!start) return null;
  const rest = text.slice(start.index + start[0].length);
  const end = /\.Add(?:Default)?Policy\(|\n\s*\}\s*\)\s*;\s*\n\s*\}|\bbuilder\.Build\(|\.UseCors\(/.exec(rest);
  return rest.slice(0, end?.index ?? 2_000);
}
