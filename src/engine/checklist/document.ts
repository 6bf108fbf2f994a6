/** What kind of document a checklist stands in: in manuals, guides and forms the same marks say less of the workspace. */
import { clean, type Mode } from './sections';

/** What is gone through each time: a manual's checklists, and those of every release. */
const MANUAL =
  /\b(?:deploy(?:ment|ing)?|implementation|hardening|migrations?|rotation|restor\w+|recovery|upgrad\w+|releas\w+|operations?|operators?|users?|admin\w*|install\w*|setup|contribut\w+|workflow|security|self[- ]host\w*|hosting|configuration|production)\b.*\b(?:guide|manual|documentation|handbook|process|procedures?|management|workflow|playbook|runbook|instructions)\b|\b(?:standards|guidelines|conventions)\b|^(?:contributing|releas(?:es|ing)|pull request template)\b/;
/** Words of a document about one state or one undertaking. */
const ONCE = /\b(?:plan|implementation(?! guide\b)|roadmap|status|report|assessment|audit|readiness|review|launch)\b/;
const EACH_TIME =
  /\b(?:release|maintenance|migration|troubleshooting|debug(?:ging)?|pull request|pr|(?:\w+ )?review|merge|(?:pre|post)-?(?:execution|migration|upgrade|cutover|maintenance|rotation)) (?:security )?(?:checklist|procedure|process|steps)\b/;

/** Documents that take their reader through something. */
const GUIDE = /\b(?:guide|quick ?-?start|tutorial|walk-?through|how[- ]to|getting started)\b/;
/** What whoever has gone through one has then. */
const OUTCOME =
  /\byou(?:'ll| will)? (?:now )?have\b|\byour (?:[\w-]+ )?(?:now has|now have|will have)\b|^(?:you'?re|all) (?:done|set)\b|^done!/;

/** Paths of forms that are copied before anybody fills them in: those of pull requests and issues, and whatever is called a template. */
const FORM =
  /(?:^|\/)(?:pull_request_template|issue_template)(?:\.|\/)|(?:^|\/)templates?\/|(?:^|[/_.-])template\.mdx?$/i;
/** Paths of what tells an assistant how to work, in any workspace. */
const INSTRUCTIONS =
  /(?:^|\/)[._][\w-]+\/(?:[^/]+\/)*(?:agents|skills|commands|rules|prompts|workflows|knowledge)\/|(?:^|\/)skill\.md$/i;

/** A document as a whole. */
export class DocumentKind {
  private readonly isForm: boolean;
  /** Its checklists are gone through each time. */
  private readonly isManual: boolean;
  /** It takes its reader through something. */
  private readonly isGuide: boolean;

  /**
   * @param title of the document, where it has one
   * @param isUnticked none of its boxes is ticked
   */
  constructor(
    path: string,
    title: string | undefined,
    private readonly isUnticked: boolean,
  ) {
    const name = title ?? path.slice(path.lastIndexOf('/') + 1).replace(/\.\w+$/, '');
    const words = clean(name).toLowerCase().replace(/[_-]+/g, ' ');
    this.isForm = FORM.test(path) || INSTRUCTIONS.test(path);
    this.isManual = (MANUAL.test(words) && !ONCE.test(words)) || /\bstep[- ]by[- ]step guide\b/.test(words);
    this.isGuide = GUIDE.test(words);
  }

  /** What the marks of a section mean in this document. */
  modeOf({ mode, section }: { mode: Mode; section: readonly string[] }): Mode {
    if (this.isForm) return 'template';
    if (mode !== 'state') return mode;
    if (this.isGuide && section.some(isOutcome)) return 'goal';
    const isRepeated =
      this.isManual || (this.isUnticked && section.some((title) => EACH_TIME.test(title.toLowerCase())));
    return this.isUnticked && isRepeated ? 'procedure' : mode;
  }
}

/** True for a section of a guide that says what its reader has at the end, and not what the team has. */
function isOutcome(title: string): boolean {
  return OUTCOME.test(title.toLowerCase().replaceAll('’', "'"));
}
