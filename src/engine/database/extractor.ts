/** Collects foreign keys and indexes, by rules on masked text, without a tree. */
import { defineExtractor } from '../collect/extractor';
import { defineWords, holdsAny } from '../text/words';
import type { ForeignKeyFacts } from './facts';
import { javascriptKeys } from './javascript';
import { prismaKeys } from './prisma';
import { pythonKeys } from './python';
import { railsKeys } from './rails';
import { sqlIndexes, sqlTables } from './sql';

const RAILS = /(?:^|\/)db\/(?:\w+_)?schema\.rb$/;
const SQL = /(?:^|\/)(?:migrations?|migrate|versions)\/(?:.*\/)?[^/]+\.sql$|(?:^|\/)(?:V\d[\d._]*|R)__[^/]+\.sql$/;
const MIGRATES = /(?:^|\/)(?:migrations?|migrate|versions|alembic)\//;
const PATH = /\.(?:py|[cm]?[jt]s|sql|prisma)$|(?:^|\/)db\/(?:\w+_)?schema\.rb$/;
const MAX_LENGTH = 512 * 1024;

/** Texts with a foreign key or an index hold one of these. */
const WORDS = defineWords([
  'ForeignKey',
  'foreign_key',
  'create_index',
  'create_unique_constraint',
  '.references(',
  '@ManyToOne',
  '@OneToOne',
  'createIndex(',
  'CREATE INDEX',
  'CREATE UNIQUE INDEX',
  'create index',
  'create unique index',
]);

export const foreignKeys = defineExtractor({
  part: 'foreignKeys',
  version: 1,
  notOf: ['vendored', 'test'],
  accepts: (path) => PATH.test(path),
  prefilter: (text, path) => /\.(?:prisma|sql|rb)$/.test(path) || holdsAny(text, WORDS),
  extract(file): ForeignKeyFacts | undefined {
    const { path, text } = file;
    if (text.length > MAX_LENGTH || ['minified', 'vendored', 'artefact'].includes(file.fileClass)) return undefined;
    if (path.endsWith('.prisma')) return prismaKeys(file);
    if (path.endsWith('.sql')) return SQL.test(path) ? sqlScript(text) : undefined;
    if (RAILS.test(path)) return railsKeys(file);
    const found = path.endsWith('.py') ? pythonKeys(file) : javascriptKeys(file);
    return found && MIGRATES.test(path) && found.models.length === 0 ? { ...found, migrates: true } : found;
  },
});

function sqlScript(text: string): ForeignKeyFacts | undefined {
  const indexes = sqlIndexes(text);
  const sql = sqlTables(text);
  return indexes.length + sql.references + sql.tables.length === 0
    ? undefined
    : { models: [], indexes, migrates: true, sql };
}
