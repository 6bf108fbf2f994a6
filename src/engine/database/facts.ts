/** What files say about foreign keys and indexes, whatever declares them. */
import type { Span } from '../span';

/** Who reads a model, for messages. */
export type Mapper = 'SQLAlchemy' | 'Django' | 'Prisma' | 'Drizzle' | 'TypeORM' | 'Rails';

/** One foreign key; of several columns, the first. */
export interface ForeignKey {
  /** The column as the model calls it. */
  name: string;
  /** The column as the database calls it, where that is known and another. */
  column?: string;
  /** The model itself indexes it, or makes it unique. */
  indexed: boolean;
  span: Span;
}

/** A model or table with foreign keys. */
export interface KeyedModel {
  by: Mapper;
  name: string;
  /** The table as the database calls it, where the model says so. */
  table: string | null;
  /** The database that it is declared for, where the model says so. */
  database?: 'mysql';
  keys: ForeignKey[];
}

/** An index that is made elsewhere than in the model: in a migration, behind the class. Its first column. */
export interface OuterIndex {
  /** Name of a table or model. */
  of: string;
  column: string;
}

declare module '../facts' {
  interface FactParts {
    /** Foreign keys of models and tables, and indexes. */
    foreignKeys: ForeignKeyFacts;
  }
}

export interface ForeignKeyFacts {
  models: KeyedModel[];
  indexes: OuterIndex[];
  /** The file is a migration: its indexes are made when somebody runs it. */
  migrates?: true;
  /** SQL: tables that are created here, and how many of their columns refer to others. */
  sql?: { tables: string[]; references: number };
  /** Prisma: which database, and whether foreign keys are left out of it. */
  source?: { provider: string; relationMode: string | null };
  /** Django: how many foreign keys it indexes by itself. */
  indexedByDjango?: number;
}

/** Names are compared without their case, quotes, separators and schema: `public."UserId"` is `user_id`. */
export function plainName(name: string): string {
  return name
    .slice(name.lastIndexOf('.') + 1)
    .replace(/[^a-z0-9]/gi, '')
    .toLowerCase();
}
