/** Migrations that are classes, modules or change sets of languages beside Python and JavaScript, told by what they extend. */
import type { MigrationTool, WayBack } from './migrations';

/** What a file says of itself as a migration. */
export interface MigrationForm {
  tool: MigrationTool;
  /** Offset (UTF-16 units) of what makes it one. */
  at: number;
  back: WayBack;
  /** Offset of the way back, where there is one. */
  backAt: number | null;
  /** Changes rows alone. */
  dataOnly: boolean;
}

interface Form {
  tool: MigrationTool;
  extension: RegExp;
  /** Makes a file a migration. */
  is: RegExp;
  /** Its own way back, with what it does as the first group. */
  back?: RegExp;
  /** The tool works the way back out of the way there. */
  reversible?: RegExp;
  /** It says that there is none. */
  oneWay?: RegExp;
  /** Changes the schema; without it only rows are changed. */
  schema?: RegExp;
}

/**
 * Rails: guides.rubyonrails.org, "Active Record Migrations". Laravel: laravel.com/docs/migrations. Doctrine: doctrine-project.org,
 * "Migration Classes". Phinx: book.cakephp.org/phinx. EF Core: learn.microsoft.com, "Managing Migrations". Ecto: hexdocs.pm,
 * "Ecto.Migration". Flyway: "Java-based migrations". Liquibase: docs.liquibase.com, "Changelogs" (tables, columns and the like are taken back
 * by themselves). goose: pressly.github.io, "Go migrations".
 */
const FORMS: readonly Form[] = [
  {
    tool: 'rails',
    extension: /\.rb$/,
    is: /<\s*(?:ActiveRecord::Migration|Sequel::Migration)\b|^\s*Sequel\.migration\s+do/m,
    back: /^\s*(?:def\s+(?:self\.)?down\b|down\s+do\b)([\s\S]*?)^\s*end\b/m,
    reversible: /^\s*(?:def\s+change\b|change\s+do\b)/m,
    // `execute` in a `change` says nothing of the way back.
    oneWay: /IrreversibleMigration|^(?![\s\S]*\b(?:reversible|up_only|down)\b)[\s\S]*^\s*execute\b/m,
    schema: /\b(?:create|add|remove|change|rename|drop|enable|execute)_?\w*\b/,
  },
  {
    tool: 'doctrine',
    extension: /\.php$/,
    is: /extends\s+(?:\\?[\w\\]*\\)?AbstractMigration\b/,
    back: /function\s+down\s*\([^)]*\)[^{]*\{([\s\S]*?)\n\s*\}/,
    reversible: /function\s+change\s*\(/,
    oneWay: /throwIrreversibleMigrationException/,
  },
  {
    tool: 'laravel',
    extension: /\.php$/,
    is: /extends\s+(?:\\?[\w\\]*\\)?Migration\b/,
    schema: /Schema::|->statement\s*\(|->unprepared\s*\(|DB::(?:statement|unprepared)\b/,
    back: /function\s+down\s*\([^)]*\)[^{]*\{([\s\S]*?)\n\s*\}/,
  },
  {
    tool: 'ef',
    extension: /(?<!\.Designer)\.cs$/,
    is: /:\s*(?:ForwardOnlyMigration|AutoReversingMigration|Migration)\b/,
    back: /override\s+void\s+Down\s*\([^)]*\)\s*(?:\{([\s\S]*?)\n\s*\}|=>([^;]*))/,
    reversible: /:\s*AutoReversingMigration\b/,
  },
  {
    tool: 'ecto',
    extension: /\.exs$/,
    is: /^\s*use\s+Ecto\.Migration\b/m,
    back: /^\s*def\s+down\b([\s\S]*?)^\s*end\b/m,
    reversible: /^\s*def\s+change\b/m,
  },
  { tool: 'flyway', extension: /\.(?:java|kt)$/, is: /\bBaseJavaMigration\b/ },
  {
    tool: 'liquibase',
    extension: /\.(?:xml|ya?ml|json)$/,
    is: /<databaseChangeLog\b|^databaseChangeLog:|"databaseChangeLog"\s*:/m,
    reversible: /./,
    // Only SQL has to say how it is taken back.
    oneWay: /^(?![\s\S]*rollback)[\s\S]*(?:<sql(?:File)?\b|^\s*-?\s*sql(?:File)?\s*:)/im,
  },
  {
    tool: 'goose',
    extension: /\.go$/,
    is: /\bgoose\.AddMigration\w*\(/,
    back: /\bfunc\s+[dD]own\w*\([^{]*\{([\s\S]*?)\n\}/,
  },
];

/** Files that hold such a migration, by their paths: `db/migrate`, `database/migrations`, `Migrations`, `db/changelog`. */
export const MIGRATION_CLASS =
  /(?:^|\/)(?!old|archive)(?:\w+[_-])?(?:[Mm]igrations?|migrate|changelogs?)\/(?:.*\/)?[^/]+\.(?:rb|php|cs|exs|java|kt|go|xml|ya?ml|json)$|(?:^|\/)V\d[\d._]*__[^/]+\.(?:java|kt)$|(?:^|\/)(?:db\.)?changelog[^/]*\.(?:xml|ya?ml|json)$/;

/** The migration that a file is, if it is one. */
export function migrationForm(path: string, text: string): MigrationForm | undefined {
  const form = FORMS.find(({ extension, is }) => extension.test(path) && is.test(text));
  if (!form) return undefined;
  const { tool, is } = form;
  const at = is.exec(text)?.index ?? 0;
  const back = form.back?.exec(text) ?? null;
  const dataOnly = form.schema?.test(text) === false;
  const change = form.reversible?.exec(text) ?? null;
  if (form.oneWay?.test(text)) return { tool, at, back: 'none', backAt: (back ?? change)?.index ?? null, dataOnly };
  if (back) {
    const body = (back[1] ?? back[2] ?? '').replace(/(?:\/\/|#).*$|\/\*[\s\S]*?\*\//gm, '');
    // The exception of Doctrine's generator only looks at the platform.
    return {
      tool,
      at,
      back: /\w/.test(body.replace(/\bdo\b|\breturn\b/g, '')) ? 'full' : 'empty',
      backAt: back.index,
      dataOnly,
    };
  }
  return { tool, at, back: change ? 'full' : 'none', backAt: null, dataOnly };
}
