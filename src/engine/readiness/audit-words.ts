/**
 * Which calls write an audit record, by what is called and with what: there is no one library, so names tell, as teams write them:
 * `audit_logger.log(…)`, `logAdminAction(…)`, `new AuditLog(…)`, `prisma.auditLog.create(…)`, `from('audit_logs').insert(…)`,
 * `INSERT INTO audit_log`. "Audit" alone is the subject of some applications (accounting, SEO): an object needs a second word.
 */
import type { Expression } from '../code/model';

type Call = Extract<Expression, { e: 'call' }>;

/** What is kept of who did what, in snake case. */
const RECORD =
  '(?:audit(?:_?(?:log|trail|event|entry|entries|record|history|message|action))|activity_?(?:log|event|record|trail|history|entry)|(?:admin|staff|security|auth|user|account|iam)_?(?:action|activity|event)(?:_?log)?|(?:login|logon|sign_?in|security|admin|moderation|staff|operation|oper|sys_oper)_?(?:log|history|trail|record)|moderation(?:_?log)?)s?';
/** An object that writes them. */
const WRITER = new RegExp(
  `(?:^|_)(?:audit(?:or|er)?|audit_?(?:log(?:ger|ging)?|trail|service|writer|recorder|client|repository|repo|store|manager|helper|publisher|emitter|queue|sink)(?:_(?:service|repository|repo|writer|manager|helper|store|model))?|${RECORD}(?:_?(?:ger|service|repository|repo|writer|manager|helper|store|model|recorder))?)$`,
);
const MODEL = new RegExp(`(?:^|_)${RECORD}(?:_(?:entry|record|event|model|item|entity))?$`);
const TABLE = new RegExp(`^(?:\\w+\\.)?(?:\\w+_)?${RECORD}$`);
const INSERTED = new RegExp(`\\binsert\\s+into\\s+["'\`\\[]?(?:\\w+["'\`\\]]?\\.["'\`\\[]?)?\\w*?${RECORD}\\b`, 'i');

/** Verbs with which a record is written. */
const WRITES =
  /^(?:log|record|write|create|add|insert|save|emit|append|publish|push|store|send|track|info|warn|warning|notice|error|enqueue|dispatch|capture|persist|put|event|new|perform_later)(?:_|$)/;
/** A function that is named after what it writes. */
const NAMED_WRITE = new RegExp(
  `^_*(?:(?:try_|maybe_|safe_|async_)?(?:log|record|write|create|add|insert|save|emit|append|publish|store|send|track|capture|persist|push|queue|enqueue)_(?:\\w+_)??(?:audit|${RECORD})(?:_\\w+)?|audit(?:_log)?|audit_(?!s?$|or|er|log(?:s|ger|ging)|logs|service|repo|config|settings|trail|entries|records|history|data|report|result|plan|status|id)\\w+|(?:log|record)_(?:login|logon|sign_?in)\\w*)$`,
);
/** Names of what reads or sets up. */
const READS =
  /^_*(?:get|list|find|fetch|query|count|read|search|export|delete|purge|clean|clear|filter|is|has|should|can|to|format|parse|render|use|view|show|load|init|setup|configure|register_audit|serialize|map|convert|validate|check|ensure_table|create_(?:\w+_)?(?:table|logger|service))(?:_|$)/;
/** Calls that hand a message to others. */
const HANDS_ON = /^(?:emit|publish|dispatch|send|produce|enqueue|add|push|fire|event|trigger|notify)(?:_|$)/;
const LOGS = /^(?:info|warn|warning|notice|error|log|debug|critical|bind)$/;

/** True for a call that writes a record of who did what. */
export function writesAudit(call: Call): boolean {
  const { callee, args } = call;
  const name = callee.e === 'name' || callee.e === 'member' ? callee.name : '';
  if (name === '') return false;
  const own = snake(name);
  if (isModel(name, own, call)) return true;
  if (NAMED_WRITE.test(own) && !READS.test(own) && !isClassName(name)) return true;
  if (WRITES.test(own) && callee.e === 'member' && isWriter(callee.of)) return true;
  const texts = args.flatMap(({ value }) => textOf(value) ?? []);
  const [first = ''] = texts;
  if (LOGS.test(own) && /^(?:logins?|logons?|sign-?ins?)$/i.test(first)) return true;
  if (LOGS.test(own) && /^\W*(?:audit|security[ ._-]event)\b/i.test(first)) return true;
  if (HANDS_ON.test(own) && /^(?:audit|activity)[._:-]/i.test(first)) return true;
  if (texts.some((text) => INSERTED.test(text))) return true;
  const isSent = WRITES.test(own) || texts.some((text) => text === 'POST');
  return isSent && args.some(({ value }) => namesTable(value));
}

/** True for a name that says that an audit record is written: of a decorator, annotation, middleware. */
export function namesAudit(name: string): boolean {
  const own = snake(name.replace(/\(.*$/s, '').split('.').pop() ?? '');
  return (
    /(?:^|_)audit(?:_|$)|(?:^|_)audit(?:ed|able)(?:_|$)/.test(own) ||
    /^(?:oper|sys|operation|activity|admin)_?log(?:ged|ger)?$/.test(own) ||
    (NAMED_WRITE.test(own) && !READS.test(own))
  );
}

/** True for the name of a function that is there to write audit records. */
export function isAuditWriter(name: string): boolean {
  const own = snake(name);
  return NAMED_WRITE.test(own) && !READS.test(own);
}

/** A row is made: `AuditLog(user=…)`, `new AuditEvent(…)`. */
function isModel(name: string, own: string, { create, args }: Call): boolean {
  return (
    isClassName(name) &&
    MODEL.test(own) &&
    (create === true || args.some((arg) => arg.name !== null || arg.value.e === 'spread'))
  );
}

function isClassName(name: string): boolean {
  return /^[A-Z]\w*[a-z]/.test(name);
}

/** The object itself, or one on the way to it: `prisma.auditLog`, `AuditLog.objects`, `AuditLogger(db)`, `from('audit_logs')`. */
function isWriter(of: Expression): boolean {
  switch (of.e) {
    case 'name':
      // The facades of Laravel's activity logs.
      return WRITER.test(snake(of.name)) || of.name === 'Activity';
    case 'member':
      return (
        WRITER.test(snake(of.name)) || (/^(?:objects|query|model|repository|service)$/.test(of.name) && isWriter(of.of))
      );
    case 'index':
      return isWriter(of.of) || namesTable(of.key);
    case 'call': {
      const name = of.callee.e === 'name' || of.callee.e === 'member' ? of.callee.name : '';
      // `activity()->causedBy($user)->log('…')` (spatie/laravel-activitylog), `Activity::event('…')->log()`.
      if (name === 'activity' && of.callee.e === 'name') return true;
      if (of.args.some(({ value }) => namesTable(value))) return true;
      if (/^(?:get_?)?(?:logger|child|channel)$/.test(snake(name)))
        return of.args.some(({ value }) => /^audit\b/i.test(textOf(value) ?? ''));
      if (WRITER.test(snake(name).replace(/^(?:get|use|create|new)_/, ''))) return true;
      return of.callee.e === 'member' && isFluent(of.callee.of);
    }
    default:
      return false;
  }
}

/** The beginning of a chain of calls. */
function isFluent(of: Expression): boolean {
  if (of.e === 'name') return of.name === 'Activity';
  if (of.e !== 'call') return false;
  if (of.callee.e === 'name') return of.callee.name === 'activity';
  return of.callee.e === 'member' && isFluent(of.callee.of);
}

function namesTable(value: Expression): boolean {
  const text = textOf(value);
  if (text !== null) return TABLE.test(snake(text));
  return (
    (value.e === 'name' || value.e === 'member') &&
    !/^[A-Z]/.test(value.name) &&
    MODEL.test(snake(value.name)) &&
    /audit|activity/i.test(value.name)
  );
}

function textOf(value: Expression): string | null {
  if (value.e === 'text') return value.value;
  if (value.e === 'join') return value.parts[0]?.e === 'text' ? value.parts[0].value : null;
  return null;
}

/** `logAdminAction` → `log_admin_action`. */
function snake(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .replace(/[-\s?!]+/g, '_')
    .toLowerCase();
}
