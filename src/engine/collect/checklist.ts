/** Checklist items of a Markdown document. */
import { parseChecklist, type ChecklistDocument, type ChecklistItem } from '../checklist/parse';
import type { Span } from '../span';
import { defineExtractor } from './extractor';

declare module '../facts' {
  interface FactParts {
    /** Checklist items of a Markdown document. */
    checklist: ChecklistFacts;
  }
}

/** An item with the place of its line. What most items do not have is left out of those: documents hold thousands. */
export interface ChecklistItemFacts
  extends
    Omit<ChecklistItem, 'line' | 'checks' | 'strength' | 'owner' | 'due'>,
    Partial<Pick<ChecklistItem, 'checks' | 'strength'>> {
  owner?: string;
  due?: string;
  span: Span;
}

export interface ChecklistFacts extends Omit<ChecklistDocument, 'items'> {
  items: ChecklistItemFacts[];
}

export const checklistItems = defineExtractor({
  part: 'checklist',
  version: 11,
  notOf: ['vendored'],
  languages: ['markdown'],
  extract(file) {
    const document = parseChecklist(file.path, file.text, file.lines);
    if (!document) return undefined;
    return { ...document, items: document.items.map((item) => placed(item, file.lines.lineSpan(item.line))) };
  },
});

function placed({ text, section, claim, checks, strength, ...more }: ChecklistItem, span: Span): ChecklistItemFacts {
  const item: ChecklistItemFacts = { text, section, claim, span };
  if (checks.length > 0) {
    item.checks = checks;
    item.strength = strength;
  }
  if (more.asksMore) item.asksMore = more.asksMore;
  if (more.claimsLess) item.claimsLess = more.claimsLess;
  if (more.owner !== null) item.owner = more.owner;
  if (more.due !== null) item.due = more.due;
  return item;
}
