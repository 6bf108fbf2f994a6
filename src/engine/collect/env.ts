/** Reads and declarations of environment variables. */
import type { EnvDeclaration, EnvFacts } from '../env/facts';
import { envReads, mayReadEnv } from '../env/reads';
import { familyOf } from '../secrets/detect/syntax';
import { defineExtractor } from './extractor';
import type { SourceFile } from './source-file';

export const env = defineExtractor({
  part: 'env',
  version: 5,
  extract(file): EnvFacts | undefined {
    if (file.fileClass === 'minified' || file.fileClass === 'artefact') return undefined;
    const family = familyOf(file.language, file.path);
    const declares = family === 'dotenv' ? declarations(file) : [];
    const { reads, dynamic } = mayReadEnv(file.text, file.language) ? envReads(file) : { reads: [], dynamic: 0 };
    const production = SETTERS.has(family) ? productionFlags(file.text) : [];
    const isEmpty = declares.length + reads.length + dynamic + production.length === 0;
    return isEmpty ? undefined : { reads, declares, dynamic, production };
  },
});

/** Families of files that set variables for what they start. */
const SETTERS: ReadonlySet<string> = new Set(['yaml', 'dockerfile', 'dotenv', 'config', 'shell', 'json']);
const PRODUCTION = /\b([A-Z][A-Z_]*)\b["']?(?:\s*[:=]\s*|\s+|\s*\n\s*value:\s*)["']?(?:\$\{\w+:?-)?prod(?:uction)?\b/g;

function productionFlags(text: string): string[] {
  if (!text.includes('prod')) return [];
  const names = [...text.matchAll(PRODUCTION)].map((match) => match[1] ?? '');
  return [...new Set(names.filter((name) => /ENV|MODE|STAGE/.test(name)))];
}

const LINE = /^[ \t]*(#[ \t]*)?(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)[ \t]*=[ \t]*([^\r\n]*)$/gm;

function declarations(file: SourceFile): EnvDeclaration[] {
  return [...file.text.matchAll(LINE)].flatMap((match) => {
    const name = match[2] ?? '';
    const commented = match[1] !== undefined;
    if (commented && !/^[A-Z][A-Z0-9_]+$/.test(name)) return [];
    const start = match.index + match[0].indexOf(name);
    const value = (match[3] ?? '').replace(/(?:^|\s)#.*$/, '').trim();
    return [{ name, span: file.span(start, start + name.length), empty: /^(?:""|'')?$/.test(value), commented }];
  });
}
