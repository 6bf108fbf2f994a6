/** Words for types, tests, the database and what is observed. */
import type { Entry } from './entry';

export const CODE: Readonly<Record<string, Entry>> = {
  'ts-strict': {
    keys: ['strict'],
    strong: /\b(?:typescript )?strict mode\b|\bstrict typescript\b|\b"?strict"?: true\b/,
    veto: /\breact\b|\b<strictmode>\b/,
  },
  'ts-any-budget': {
    keys: ['type', 'removed', 'eliminated'],
    strong: /\bno `?any`? types?\b|\b`?any`? types? (?:removed|eliminated)\b/,
  },
  'py-type-checking': {
    keys: ['mypy', 'pyright'],
    strong:
      /\b(?:mypy|pyright)\b.*\b(?:configured|passes|enabled|clean|ci|strict)\b|\b(?:run|add|configure) (?:mypy|pyright)\b/,
  },
  'root-doc-sprawl': {
    keys: ['cleaned', 'consolidated', 'organi', 'moved', 'reduced'],
    strong:
      /\broot[- ](?:level )?(?:markdown|docs?|documentation) (?:files? )?(?:cleaned|consolidated|organi[sz]ed|moved|reduced)\b/,
  },
  'debug-logging-left': {
    keys: ['console.log', 'debug', 'statement'],
    strong:
      /\b(?:no |remove[ds]? )(?:console\.logs?|debug(?:ging)? (?:statements?|logging|prints?|print statements?)|print statements?)\b|\b(?:debug|print|console\.log) statements? (?:removed|migrated|replaced|cleaned)\b/,
  },
  'tests-present': {
    keys: ['test'],
    strong:
      /^(?:no )?(?:unit|integration|automated)?[ /,and]*(?:unit|integration|automated)? ?tests?(?: (?:suite|exist|present|written|created|added))?$|\b(?:unit|integration|automated) tests? (?:exist|present|written|created|added|suite)\b|\bno tests\b|\btest suite (?:exists|present|created)\b/,
    veto: /\b(?:pass(?:ing|ed)?|e2e|end-to-end|load|coverage|for|procedures?|manual(?:ly)?)\b|^(?:write|create|add|implement|expand|more)\b/,
  },
  'e2e-tests-present': {
    keys: ['test'],
    strong: /\b(?:e2e|end-to-end) tests?(?:ing)?(?: (?:suite|exist\w*|written|created|added|configured|set ?up))?\b/,
    veto: /\b(?:pass(?:ing|ed)?|run|for|documentation|guide|plan|strategy|checklist)\b/,
  },
  'load-test-present': {
    keys: ['load'],
    strong: /\bload[- ]?test(?:s|ing)?(?: (?:scripts?|suite|configured|set ?up|created|written))?\b/,
    veto: /\b(?:pass(?:ing|ed)?|successful|completed|results?|run|conduct|perform)\b/,
    thingNeeds:
      /\b(?:scripts?|suites?|scenarios?|tools?|framework|infrastructure|add|create[ds]?|write|written|implement\w*|configur\w+|set ?up|k6|locust|artillery|jmeter|gatling)\b/,
  },
  'coverage-gate-effective': { keys: ['coverage'], strong: /\bcoverage (?:threshold|gate|minimum)s?\b/ },
  'migrations-present': {
    keys: ['migration', 'alembic'],
    strong:
      /\b(?:database|db|alembic|schema|prisma) migrations?\b|\b(?:initiali[sz]e|set ?up|configure|add) alembic\b(?!\/)|\balembic (?:initiali[sz]ed|configured|set ?up)\b/,
    weak: /\bmigration (?:system|framework|tool\w*)\b/,
    veto: /\b(?:tested|scripts?|run|applied|apply|execut\w+|verif\w+|test|review\w*|document\w*|rollback|data migration|procedures?|create)\b/,
  },
  'migration-chain-valid': {
    keys: ['migration', 'alembic upgrade head works'],
    strong:
      /\b(?:database )?schema with migrations\b|\bmigrations? (?:chain|history|graph) (?:valid|clean|linear)\b|\balembic upgrade head works\b/,
    beats: ['migrations-present'],
  },
  'migration-reversible': {
    keys: ['migration'],
    strong: /\bmigrations? (?:are )?(?:reversible|rollback|downgrad\w+)\b|\breversible migrations?\b/,
    beats: ['migrations-present', 'migration-chain-valid'],
  },
  'no-create-all': {
    keys: ['no create_all', 'create_all removed'],
    strong: /\bno create_all\b|\bcreate_all removed\b/,
  },
  'db-pool-configured': {
    keys: ['connection pool'],
    strong: /\b(?:database |db )?connection pool(?:ing|s)?\b/,
    veto: /\b(?:https?|client|session|urllib3|aiohttp|httpx|requests|redis|resource|exhaust\w*)\b/,
  },
  'db-fk-indexes': {
    keys: ['foreign key', 'index'],
    strong:
      /\bforeign keys? (?:\w+ )?(?:are )?(?:index(?:ed|es)?)\b|\bindex(?:es)? (?:on|for) (?:all |every )?foreign keys?\b/,
    weak: /\b(?:database|db|performance|proper) index(?:es|ing)?\b/,
  },
  'db-query-timeout': { keys: ['query timeout', 'statement'], strong: /\bquery timeouts?\b|\bstatement[_ ]timeout\b/ },
  'db-backup-automated': {
    keys: ['automat', 'scheduled'],
    strong:
      /\b(?:automated|automatic|scheduled) (?:daily |nightly |hourly |weekly )?(?:database |db )?backups?\b|\bbackup automation\b|\b(?:database |db )?backups? (?:are )?(?:automated|scheduled)\b/,
    veto: /\b(?:restor\w+|tested|verif\w+)\b/,
  },
  'redis-persistence': { keys: ['redis persistence'], strong: /\bredis persistence\b/ },
  'health-endpoint': {
    keys: ['health'],
    strong:
      /\bhealth[- ]?(?:check)? ?(?:endpoints?|routes?)\b|(?<![\w/])\/healthz?\b|\bhealth[- ]?checks? (?:implemented|exist|present|added|endpoint)\b|^(?:no )?health[- ]?checks?$/,
    veto: /\b(?:docker|container|compose|responding|passing|verify|postgres\w*|redis|probe)\b/,
  },
  'health-checks-dependencies': {
    keys: ['health'],
    strong:
      /\b(?:database|db|dependency|dependencies|deep|enhanced) health[- ]?checks?\b|\bhealth[- ]?checks? (?:verif\w+|check\w*|test\w*|ping\w*) (?:the )?(?:database|db|dependenc\w+|redis)\b/,
    beats: ['health-endpoint'],
  },
  'probes-configured': {
    keys: ['liveness', 'readiness'],
    strong: /\b(?:liveness|readiness)(?:\/(?:liveness|readiness)| and (?:liveness|readiness))? probes?\b/,
    beats: ['health-endpoint'],
  },
  'metrics-exposed': {
    keys: ['metrics'],
    strong:
      /\bprometheus metrics\b|\bmetrics (?:endpoint|exposed|exported|instrumentation)\b|\b(?:prometheus|application|server|system) metrics collection\b|\b(?:logging and|application|custom) metrics\b/,
    weak: /\bmetrics collection\b/,
    veto: /\b(?:dashboard|secured|protected|business|performance metrics reviewed)\b/,
  },
  'error-tracking': {
    keys: ['tracking', 'monitoring', 'sentry'],
    // An account, an address and a release of the package are not the set-up.
    strong:
      /\berror (?:tracking|monitoring)\b|(?<!@)\bsentry\b(?!\/| (?:dsn|accounts?|projects?|api|initiali[sz]ation)\b|\.)/,
    weak: /\bsentry\b/,
    veto: /\b(?:alerts?|dashboard)\b/,
  },
  'structured-logging': {
    keys: ['log'],
    strong: /\b(?:structured|json) log(?:s|ging)?\b/,
    veto: /\b(?:test(?:s|ing|ed)?)\b/,
  },
  'sensitive-data-in-logs': {
    keys: ['log'],
    strong:
      /\bno (?:secrets?|passwords?|credentials|tokens|sensitive (?:data|information)) (?:are |is )?(?:in|written to) (?:the )?logs\b|\b(?:secrets?|passwords?|credentials|sensitive (?:data|information)) (?:are |is )?(?:not|never) logged\b/,
  },
  'request-id': {
    keys: ['request', 'correlation', 'trace'],
    strong: /\b(?:request|correlation|trace)[- ]ids?\b/,
    veto: /\b(?:test(?:s|ing|ed)?|header documented)\b/,
    // One that is made, or stands in messages, is not yet on every answer and every line of a log.
    doneNeeds: /\b(?:log\w*|respon\w+|headers?|return\w*|correlation|every|all)\b/,
  },
  'log-rotation': {
    keys: ['log rotation'],
    strong: /\blog rotation\b/,
    // One file that grows takes nothing from those that are rotated.
    doneNeeds: /\b(?:all|every|each)\b/,
  },
  'alert-rules': {
    keys: ['alert', 'configured', 'defined'],
    strong: /\balert(?:ing)? rules?(?: (?:configured|defined))?\b|\balerts? (?:configured|defined)\b/,
    // An endpoint of an interface, one rule at a time.
    veto: /\b(?:create|update|delete|edit|list|get) (?:an? |the )?alert rule\b/,
  },
  tracing: {
    keys: ['tracing', 'opentelemetry'],
    strong: /\b(?:distributed )?tracing\b|\bopentelemetry\b/,
    veto: /\bids? (?:\w+ )?(?:for|and|&) (?:distributed )?tracing\b/,
  },
};
