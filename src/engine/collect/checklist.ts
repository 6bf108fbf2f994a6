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

/** Items with the place of their line. */
export interface ChecklistFacts extends Omit<ChecklistDocument, 'items'> {
  items: (ChecklistItem & { span: Span })[];
}

export const checklistItems = defineExtractor({
  part: 'checklist',
  version: 6,
  notOf: ['vendored'],
  languages: ['markdown'],
  extract(file) {
    const document = parseChecklist(file.path, file.text, file.lines);
    if (!document) return undefined;
    return { ...document, items: document.items.map((item) => ({ ...item, span: file.lines.lineSpan(item.line) })) };
  },
});
