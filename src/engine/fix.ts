/** Quick fixes: each does a whole job in one undoable edit. One file per fix in `fixes/`, named by its id. */
import type { Finding } from './finding';
import type { Workspace } from './workspace';

/** Replaces the text between two offsets (UTF-16 units) of the file as `FixContext.readText` gave it. */
export interface TextEdit {
  start: number;
  end: number;
  newText: string;
}

export interface FileEdit {
  path: string;
  /** True when the file does not exist yet; its edits then hold one insertion at 0. */
  create: boolean;
  /** In order of position, not overlapping. */
  edits: TextEdit[];
  /** What this change does, for the preview: "Read STRIPE_KEY from the environment". */
  label: string;
}

/** What a fix does to the workspace. */
export interface EngineEdit {
  title: string;
  files: FileEdit[];
  /** Several files, or something a person should look at first: the editor shows a preview. */
  needsConfirmation: boolean;
  /** What remains to be done by a person ("Rotate the key at …"); shown after the edit. */
  nextSteps: string[];
}

export interface FixContext {
  workspace: Workspace;
  /** Every finding of the report, for fixes that treat a whole group at once. */
  findings: readonly Finding[];
  /** Current text (open buffer, else disk). */
  readText(path: string): Promise<string | undefined>;
  exists(path: string): Promise<boolean>;
}

export interface FixDefinition {
  id: string;
  /** Verb first, the whole effect: "Move to STRIPE_KEY in .env (3 files)". Decided from the finding alone. */
  title(finding: Finding): string;
  /** Safe fixes keep what the program does; the others say why not and never run on save. */
  safe: boolean;
  unsafeBecause?: string;
  /** It states that the finding is as meant, and changes nothing else: only made when a person picks this finding. */
  accepts?: true;
  /**
   * The edit that makes the finding go away, or a reason (a sentence) why there is none. Applying it to its own result changes nothing,
   * because the finding is gone.
   */
  build(finding: Finding, context: FixContext): Promise<EngineEdit | { refused: string }>;
}

/** Types a fix's definition. */
export function defineFix(definition: FixDefinition): FixDefinition {
  return definition;
}

/** Applies edits to a text. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let out = '';
  let at = 0;
  for (const edit of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    if (edit.start < at) throw new Error('Overlapping edits.');
    out += text.slice(at, edit.start) + edit.newText;
    at = edit.end;
  }
  return out + text.slice(at);
}
