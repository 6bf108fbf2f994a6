/**
 * What no file can prove and a person states instead. Ids never change after release. The words by which a checklist item speaks of a
 * statement are words of having done it (tested, passed, trained, signed off): a plan, a procedure or a strategy is a document, and other
 * checks look for those.
 */
import type { Entry } from '../checklist/lexicon';

export interface Statement {
  id: string;
  /** A proposition: "A backup was restored". */
  title: string;
  /** The question that a person answers with "yes". */
  question: string;
  /** Days that an answer holds; null = until a day that the person gives: it belongs to one release. */
  days: number | null;
  words: Entry;
}

/** Words of having tried something out. */
const TRIED =
  '(?:tested|verified|exercised|rehearsed|drilled|validated|proven|performed|completed?|passed|successful(?:ly)?|done)';
/** Words of having put something in place outside of the repository. */
const SET =
  '(?:configured|enabled|set ?up|updated?|active|in place|live|verified|activated|issued|installed|pointed|done)';

/** What is written down is not what was done. */
const ON_PAPER =
  /\b(?:plan(?:ned|s)?|procedures?|strategy|strategies|process|docs?|documentation|document(?:ed)?|guide|template|script(?:s|ed)?|materials|tbd|not (?:yet )?(?:tested|done|verified)|never|untested|skip(?:ped)?)\b/;
/** The same where the paper itself may be what was tried out: "Rollback plan tested". */
const NOT_DONE =
  /\b(?:not (?:yet )?(?:tested|done|verified|exercised)|never|untested|tbd|skip(?:ped)?|templates?|script(?:s|ed)?)\b/;

const words = (keys: readonly string[], strong: string, more: Partial<Entry> = {}): Entry => ({
  keys,
  strong: new RegExp(strong),
  veto: ON_PAPER,
  ...more,
});

export const STATEMENTS: readonly Statement[] = [
  {
    id: 'att-restore-tested',
    title: 'A backup was restored',
    question: 'Was a backup of the production data restored, and did the restored data work?',
    days: 90,
    words: words(
      ['restor', 'recovery'],
      `(?:\\b(?:backup )?restor(?:e|es|ed|ation|ing)|(?:^|\\b(?:backups?|data(?:base)?|db|restore|point-in-time)(?: and | ?[/&] ?| ))recovery)(?: (?:from|of) backups?)?(?: (?:process|procedures?))? (?:was |were |is |are |has been )?${TRIED}\\b|\\bbackups? (?:were |was )?(?:restored|restorable)\\b|\\b(?:restore|restoration|recovery) drills? (?:performed|done|completed?|passed)\\b|\\brestored from (?:a )?backups?\\b`,
      { veto: new RegExp(`${NOT_DONE.source}|\\bdisaster\\b`), beats: ['db-backup-automated'] },
    ),
  },
  {
    id: 'att-rollback-tested',
    title: 'A rollback was exercised',
    question: 'Was a release rolled back, in production or on a copy of it, the way you would do it in need?',
    days: 90,
    words: words(
      ['rollback', 'roll back', 'roll-back', 'rolled back'],
      `\\broll-?\\s?back(?: (?:plan|procedures?|process|strategy))? (?:was |were |is |has been )?${TRIED}\\b|\\brolled back (?:successfully|once|in)\\b`,
      {
        veto: new RegExp(`${NOT_DONE.source}|\\bmigrations?\\b|\\btransactions?\\b`),
        beats: ['rollback-doc', 'rollback-automated'],
      },
    ),
  },
  {
    id: 'att-failover-tested',
    title: 'A failover was exercised',
    question: 'Did the system survive the loss of what it runs on (a node, a zone, the database) in an exercise?',
    days: 180,
    words: words(
      ['failover', 'fail-over', 'disaster', 'chaos', 'dr drill', 'dr test'],
      `\\bfail-?over(?: (?:plan|procedures?|process))? (?:was |is |has been )?${TRIED}\\b|\\bdisaster recovery(?: (?:plan|procedures?|process|drills?|exercises?|tests?))? (?:was |is |has been )?${TRIED}\\b|\\bdr (?:drill|exercise|test)s? (?:was |were )?${TRIED}\\b|\\bchaos (?:tests?|testing|experiments?) (?:was |were )?${TRIED}\\b`,
      { veto: NOT_DONE },
    ),
  },
  {
    id: 'att-load-test-passed',
    title: 'A load test was passed at the target',
    question: 'Did the system carry the load you expect, with the answers and times you want?',
    days: 90,
    words: words(
      ['load test', 'stress test', 'performance test', 'load-test'],
      '\\b(?:load|stress|performance)[ -](?:tests?|testing) (?:was |were |is |has been )?(?:passed|passes|passing|successful(?:ly)?|succeeded|completed?|done|executed|performed|verified)\\b|\\bpassed (?:the )?(?:load|stress|performance) tests?\\b|\\bload[ -]tested (?:at|to|with|for)\\b',
      { beats: ['load-test-present'] },
    ),
  },
  {
    id: 'att-security-audit',
    title: 'A security audit or penetration test was passed',
    question: 'Did somebody who did not write it look for ways in, and is what they found dealt with?',
    days: 365,
    words: words(
      ['security audit', 'security review', 'security assessment', 'penetration', 'pen test', 'pentest', 'pen-test'],
      '\\b(?:external |third-party |independent )?(?:security (?:audit|review|assessment)|penetration test(?:ing|s)?|pen[ -]?test(?:ing|s)?) (?:was |were |is |has been )?(?:passed|completed?|done|performed|conducted|successful(?:ly)?|signed off|closed)\\b|\\bpassed (?:the |an? )?(?:security audit|penetration test|pen[ -]?test)\\b',
    ),
  },
  {
    id: 'att-team-trained',
    title: 'The team is trained',
    question: 'Can those who run the system do it without those who wrote it?',
    days: 180,
    words: words(
      ['trained', 'training'],
      '\\b(?:team|staff|operators?|on-?call|support|developers?|engineers?)(?: members?)? (?:is |are |was |were |has been |have been |fully )?trained\\b|\\b(?:team|staff|operators?|operations|support|runbook)(?: team)? training (?:was |is |has been )?(?:completed?|done|finished|held|delivered|conducted)\\b|\\btraining (?:completed?|held|delivered) (?:for|with) (?:the )?(?:team|staff|operators?|support)\\b',
    ),
  },
  {
    id: 'att-on-call',
    title: 'Somebody is on call',
    question: 'Is it known who is called at night, who comes after them, and does the call arrive?',
    days: 90,
    words: words(
      ['on-call', 'on call', 'oncall', 'escalation'],
      `\\bon[- ]?call (?:rotations?|schedules?|rota|roster|duty)(?: and escalation(?: paths?)?)? (?:was |is |are |has been )?(?:${SET.slice(3, -1)}|established|staffed|agreed|defined|assigned|scheduled|published)\\b|\\b(?:support )?escalation(?: (?:paths?|chain|contacts?|matrix))? (?:was |is |are |has been )?(?:configured|set ?up|established|agreed|tested|verified|assigned)\\b`,
    ),
  },
  {
    id: 'att-signoff',
    title: 'Those who answer for it have signed off',
    question: 'Did those who answer for this release say yes to it?',
    days: null,
    words: words(
      ['sign-off', 'signoff', 'sign off', 'signed off', 'approval'],
      '^(?:all |final )?(?:stakeholders?|product|business|executive|management|legal|compliance|security|launch|release|go-live)(?: team| owners?)? (?:(?:sign-?\\s?offs?|approvals?)(?: (?:was |were )?(?:obtained|received|given|completed?|done|granted))?|signed off|approved)$|\\b(?:obtained|received) (?:final )?(?:stakeholder |management |business )?(?:sign-?\\s?offs?|approvals?)\\b|\\bsigned off by\\b',
      { veto: /\b(?:tbd|not (?:yet )?(?:obtained|given)|pull requests?|pr\b|commits?|code)\b/ },
    ),
  },
  {
    id: 'att-staging',
    title: 'It ran on staging and passed a smoke test',
    question: 'Did this version run on a copy of production, and did its main paths work there?',
    days: 14,
    words: words(
      ['staging', 'smoke test', 'smoke-test'],
      '\\b(?:deployed|released|rolled out|running|verified|tested|validated) (?:successfully )?(?:to|on|in) (?:the )?staging\\b|\\bstaging (?:deploy(?:ed|ment)?|environment|release)? ?(?:was |is |has been )?(?:tested|verified|validated|deployed|successful(?:ly)?|passed|completed?)\\b|\\bsmoke[ -]tests? (?:have |has )?(?:passed|passing|pass|successful(?:ly)?|completed?|green|succeeded|executed)\\b|\\bsmoke[ -]tested\\b',
    ),
  },
  {
    id: 'att-domain-tls',
    title: 'Domain, DNS and certificates are in order',
    question: 'Does the name lead to production, and does its certificate hold and renew itself?',
    days: 60,
    words: words(
      ['domain', 'dns', 'ssl', 'tls', 'certificate'],
      `^(?:custom )?domain(?: names?)? (?:was |is |are )?(?:${SET.slice(3, -1)}|registered|purchased)\\b|\\bdns(?: records?| entries| settings)? (?:was |were |is |are )?${SET}\\b|\\b(?:ssl(?: ?\\/ ?tls)?|tls|https) certificates? (?:was |were |is |are )?(?:${SET.slice(3, -1)}|renewed|valid)\\b`,
    ),
  },
  {
    id: 'att-network',
    title: 'Firewall, load balancer and DDoS protection stand in front',
    question:
      'Is what stands between the network and the system (firewall, load balancer, DDoS protection) switched on?',
    days: 180,
    words: words(
      ['firewall', 'waf', 'ddos', 'load balanc', 'security group'],
      `^(?:web application )?firewalls?(?: rules?)? (?:was |were |is |are )?${SET}\\b|^waf(?: rules?)? (?:is |are )?${SET}\\b|\\bddos (?:protection|mitigation) (?:was |is )?${SET}\\b|^load balanc(?:er|ers|ing) (?:was |is |are )?${SET}\\b|^security groups? (?:is |are )?${SET}\\b`,
    ),
  },
  {
    id: 'att-key-rotation',
    title: 'Keys were rotated',
    question: 'Were the keys and passwords of production changed lately, and is it known when they change next?',
    days: 90,
    words: words(
      ['rotated'],
      '\\b(?:(?:api|signing|encryption|access|ssh|service|supabase|aws|jwt)[ -])?(?:keys?|secrets?|credentials?|passwords?|tokens?) (?:was |were |are |have been |has been |all )?rotated\\b|^rotated (?:all )?(?:\\w+ )?(?:keys?|secrets?|credentials?|passwords?|tokens?)\\b',
      { veto: /\b(?:logs?|proxy|proxies|user agents?|not (?:yet )?rotated|never)\b/, beats: ['hardcoded-secret'] },
    ),
  },
  {
    id: 'att-uptime-alerts',
    title: 'An outage is noticed: monitor and alerts were tried out',
    question: 'Was an alarm set off on purpose, and did it reach somebody?',
    days: 90,
    words: words(
      ['alert', 'uptime', 'alarm'],
      '\\balert(?:s|ing)?(?: (?:delivery|notifications?|channels?|routing))? (?:was |were |is |are |has been )?(?:tested|verified|proven|exercised|received)\\b|\\b(?:uptime|external) (?:monitor(?:ing|s)?|checks?) (?:was |were |is |are )?(?:tested|verified|proven)\\b|\\balarms? (?:was |were )?(?:tested|verified|set off)\\b',
      { veto: NOT_DONE },
    ),
  },
  {
    id: 'att-slo',
    title: 'Latency, errors and uptime were measured against the target',
    question: 'Were answer times, error rate and uptime measured in operation, and are they within the target?',
    days: 30,
    words: words(
      ['slo', 'sla', 'latency', 'error rate', 'response time', 'uptime', 'performance', 'service'],
      '\\b(?:slos?|slas?|service[ -]level objectives?) (?:was |were |is |are )?(?:met|measured|verified|validated|achieved)\\b|\\b(?:(?:api |p9\\d )?(?:latency|response times?)|error rates?|uptime) (?:was |were |is |are )?(?:measured|verified|within (?:the )?(?:target|slo|budget))\\b|\\bperformance (?:benchmarks?|targets?) (?:was |were |are )?(?:met|measured|verified|achieved)\\b',
    ),
  },
  {
    id: 'att-branch-protection',
    title: 'The main branch is protected',
    question: 'Does the hosting service keep changes out of the main branch that nobody reviewed or that fail CI?',
    days: 180,
    words: words(
      ['branch protection', 'protected'],
      `^branch protection(?: rules?)? (?:was |were |is |are )?(?:${SET.slice(3, -1)}|enforced|on)\\b|^(?:enable|enabled|set ?up|configured?) branch protection(?: rules?)?\\b|^(?:main|master|default) branch (?:is )?protected\\b`,
    ),
  },
  {
    id: 'att-code-runs',
    title: 'The app was started and its key flows tried out',
    question: 'Was this version started as in production, and were its key flows gone through by hand?',
    days: 7,
    words: words(
      [
        'started',
        'starts',
        'manually',
        'manual testing',
        'key flows',
        'user flows',
        'production build',
        'production config',
        'docker build',
      ],
      '\\b(?:app|application|server|service|stack) (?:was |has been )?(?:started|starts) (?:successfully|with|in|locally|as in)\\b|\\b(?:endpoints?|features?|flows?|app|application) (?:was |were |have been )?manually (?:tested|verified)\\b|\\bmanual(?:ly)? test(?:ing|ed) (?:was |has been )?(?:completed?|done|passed|performed)\\b|\\b(?:key|critical|main|core) (?:user )?flows? (?:was |were )?(?:tested|verified|exercised|tried)\\b|\\b(?:build|image) (?:was |is )?(?:tested|verified|started) (?:in|with) (?:the )?production\\b|\\bproduction (?:docker )?build (?:was |is )?(?:tested|verified|started)\\b',
    ),
  },
];

const BY_ID = new Map(STATEMENTS.map((statement) => [statement.id, statement]));

/** A statement by its id. */
export function statementOf(id: string): Statement | undefined {
  return BY_ID.get(id);
}
