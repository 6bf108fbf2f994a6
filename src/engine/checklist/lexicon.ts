/**
 * The words by which checklist items name a check. `strong` patterns bind an item (their words can hardly mean anything else when they
 * stand in its title); `weak` ones only link it. English vocabulary, in lower case: patterns that leave case alone are compiled in half the
 * time. A wrongly bound item accuses a team of a lie, an unbound one is merely listed, so when in doubt leave a pattern out.
 */
export interface Entry {
  /** Lower-case words of which every match of `strong` and `weak` holds at least one: most lines are decided by them alone. */
  keys: readonly string[];
  strong: RegExp;
  weak?: RegExp;
  /** Words in title or detail that give the item another subject. */
  veto?: RegExp;
  /** The good state is an absence ("no hardcoded secrets"). */
  absence?: true;
  /** More general checks that this one beats when both match. */
  beats?: string[];
}

/** Subjects that no check of the whole system speaks of. */
export const FOREIGN_SUBJECT =
  /\b(?:third[- ]party|upstream|outgoing|client[- ]side only|download|torrent|github api|openai|google api|scrap\w+|crawler|e?mail provider|per api key|documentation for|tutorial|course|blog)\b/;

/**
 * Words of running or proving a thing ("migrations working", "endpoint responds"): an open item with them is a task for people, and code
 * that exists does not close it.
 */
export const RUNTIME =
  /\b(?:working|works|functional|current|up to date|passing|passes|pass|respond(?:s|ing)?|complete[ds]?|verified|validated|tested|reviewed|upgraded?|monitored|healthy|stable|understood|prepared|comprehensive|active|render(?:s|ed)?|in production|staging)\b/;

export const LEXICON: Readonly<Record<string, Entry>> = {
  'hardcoded-secret': {
    keys: ['coded', 'secret', 'credential'],
    strong:
      /\b(?:no|zero|remove[ds]?|without|all)?\s*hard-?coded (?:secrets?|credentials?|passwords?|(?:api )?keys?)\b|\b(?:no )?(?:secrets?|credentials?) (?:not |stored )?in (?:the )?(?:source ?code|source|code|git|repo(?:sitory)?)\b/,
    weak: /\bsecrets?\b.*\bcode\b/,
    absence: true,
  },
  'secret-file-committed': {
    keys: ['committed', 'tracked', 'in git', 'no .env'],
    strong:
      /(?<!\w)\.env (?:files? )?(?:is |are )?not (?:committed|tracked|in git)\b|\bno \.env (?:files? )?(?:committed|in git|in the repo\w*)\b/,
    absence: true,
  },
  'default-secret-value': {
    keys: ['changed from', 'default'],
    strong:
      /\b(?:secret|jwt|secret_key|jwt_secret(?:_key)?|passwords?)\b.*\bchanged from (?:the )?defaults?\b|\bno default (?:secrets?|passwords?|credentials?)\b|\bdefault (?:secrets?|passwords?|credentials?) (?:removed|changed|replaced)\b/,
    absence: true,
    beats: ['hardcoded-secret'],
  },
  'default-secret-guard': {
    keys: ['validat', 'insecure default'],
    strong:
      /\b(?:startup|start-up) (?:secret|secrets) validation\b|\bsecrets? validat\w+ (?:at|on|in) (?:app )?start-?up\b|\bsecret validation\b/,
    weak: /\binsecure defaults?\b/,
  },
  'weak-datastore-credentials': {
    keys: ['credentials', 'password'],
    strong:
      /\b(?:database|db|redis|postgres(?:ql)?) (?:credentials|passwords?) (?:are )?strong\b|\bstrong (?:database|db|redis) passwords?\b/,
  },
  'env-example-present': {
    keys: ['example', 'sample', 'template'],
    strong: /\.env\.(?:example|sample|template)\b/,
    veto: /\b(?:variables?|guidance|update|complete|document)\b/,
  },
  'env-example-drift': {
    keys: ['documented'],
    strong: /\b(?:all )?env(?:ironment)? var(?:iable)?s? (?:are )?documented\b/,
  },
  'gitignore-env': {
    keys: ['gitignore'],
    strong:
      /\.env (?:added to|in|covered by) (?:the )?\.?gitignore\b|\.gitignore (?:covers|includes|contains|has) \.env\b/,
  },
  'env-validated-at-startup': {
    keys: ['validat'],
    strong: /\benv(?:ironment)?(?: var(?:iable)?s?| config\w*)? (?:not |are |is )?validat(?:ed|ion)\b/,
    beats: ['env-example-drift'],
  },
  'debug-off-in-production': {
    keys: ['debug', 'in production'],
    strong:
      /\bdebug\s*=\s*false\b|\bdebug (?:mode )?(?:is )?(?:off|disabled) in production\b|\bdebug mode (?:is )?(?:off|disabled)\b/,
  },
  'client-exposed-secret': {
    keys: ['no secret'],
    strong: /\bno secrets? (?:in|exposed to|shipped to) (?:the )?(?:client|browser|frontend|front end|bundle)\b/,
    absence: true,
    beats: ['hardcoded-secret'],
  },
  'secrets-manager-used': {
    keys: ['manager', 'secret'],
    strong: /\bsecrets? manager\b|\b(?:hashicorp )?vault\b.*\bsecrets?\b|\bsecrets?\b.*\bvault\b/,
  },
  'route-unprotected': {
    keys: ['require', 'protected', 'authenticated', 'behind', 'secured', 'need', 'route', 'endpoint'],
    strong:
      /\b(?:all|every) (?:api )?(?:routes?|endpoints?|apis?) (?:are |is )?(?:require[sd]?|protected|authenticated|behind|secured|need)\b.*(?:auth\w*|login|sign-?in|token)?|\bauth(?:entication)? (?:required |enforced )?on (?:all|every) (?:api )?(?:routes?|endpoints?)\b/,
    veto: /\brate\b/,
  },
  'admin-route-role': {
    keys: ['admin'],
    strong: /\badmin (?:routes?|endpoints?|pages?|apis?) (?:are |is )?(?:protected|require|restricted|behind|check)\b/,
    beats: ['route-unprotected'],
  },
  'debug-endpoint-exposed': {
    keys: ['endpoint', 'route', 'removed', 'disabled'],
    strong:
      /\bno (?:debug|test) (?:endpoints?|routes?)(?: in production| exposed)?\b|\bdebug (?:endpoints?|routes?) (?:removed|disabled)\b/,
    absence: true,
  },
  'metrics-endpoint-protected': {
    keys: ['metrics endpoint'],
    strong: /\bmetrics endpoint (?:is )?(?:secured|protected|not public)\b/,
    beats: ['metrics-exposed'],
  },
  'jwt-hardening': {
    keys: ['hardening', 'algorithm pinned', 'expir'],
    strong: /\bjwt (?:hardening|algorithm pinned|tokens? expire)\b|\b(?:jwt|token) expir(?:y|ation|ation handling)\b/,
  },
  'password-hashing': {
    keys: ['password'],
    strong:
      /\bpasswords? (?:are |is )?hash(?:ed|ing)\b|\b(?:bcrypt|argon2)\b.*\bpasswords?\b|\bsecure password hashing\b/,
  },
  'rate-limit-enforced': {
    keys: ['limit', 'throttling'],
    strong: /\brate[- ]?limit(?:ing|er|s|ed)?\b|\bthrottling\b/,
    veto: /\b(?:test(?:s|ing|ed)?|document\w*|guide|headers? returned|per[- ]user quota|respect\w*|handl\w+|retry|429|backoff|tiers?|classification|configur\w+ only|req(?:uests)?\/|per second|seconds?|between|delays?|overload|client[- ]side|framework|infrastructure|ready|applicable|logging|where|on (?:sso|webhooks?|edge|the webhook|uploads?))\b/,
  },
  'rate-limit-auth-routes': {
    keys: ['limit', 'force protection'],
    strong:
      /\brate[- ]?limit\w*\b.*\b(?:login|auth\w*|sign-?in|password reset)\b|\b(?:login|auth\w*|sign-?in)\b.*\brate[- ]?limit\w*\b|\bbrute[- ]?force protection\b/,
    beats: ['rate-limit-enforced'],
  },
  'rate-limit-shared-store': {
    keys: ['limit', 'redis'],
    strong: /\brate[- ]?limit\w*\b.*\bredis\b|\bredis\b.*\brate[- ]?limit\w*\b/,
    beats: ['rate-limit-enforced'],
  },
  'cors-restricted': {
    keys: ['cors', 'secure', 'proper', 'configure', 'strict'],
    strong:
      /\bcors\b.*\b(?:restrict\w*|configured|locked|limited|allow-?list\w*|whitelist\w*|proper\w*|secure\w*|only|domains?|origins?)\b|\b(?:secure|restrict(?:ed|ive)?|proper|configure|strict) cors\b/,
    weak: /\bcors\b/,
  },
  'csrf-protection': { keys: ['csrf'], strong: /\bcsrf (?:protection|tokens?|defen[cs]e)\b/ },
  'trusted-hosts': {
    keys: ['trusted', 'host header', 'allowed_hosts'],
    strong: /\btrusted ?hosts?\b|\bhost header (?:validation|validated)\b|\ballowed_hosts\b/,
  },
  'https-enforced': {
    keys: ['https', 'hsts', 'strict-transport-security'],
    strong: /\bhttps (?:enforced|only|redirect)\b|\bhsts\b|\bstrict-transport-security\b/,
    veto: /\bcertificates?\b/,
  },
  'audit-logging': { keys: ['audit'], strong: /\baudit (?:logging|logs?|trail)\b/ },
  'security-headers': {
    keys: ['security header', 'helmet'],
    strong: /\bsecurity headers?\b|\bhelmet\b/,
    veto: /\b(?:test(?:s|ing|ed)?|scan)\b/,
  },
  'csp-strict': {
    keys: ['csp', 'security'],
    strong: /\b(?:strict )?(?:csp|content[- ]security[- ]policy)\b/,
    beats: ['security-headers', 'security-policy-doc'],
  },
  'request-size-limit': {
    keys: ['size'],
    strong: /\b(?:request|body|payload|upload|file)(?: body)? size (?:limits?|limited|limiting|validation)\b/,
  },
  'request-timeout': {
    keys: ['request timeout'],
    strong: /\brequest timeouts?\b/,
    veto: /\b(?:outgoing|http client|external)\b/,
  },
  'outbound-timeout': {
    keys: ['external', 'outgoing', 'outbound', 'http client'],
    strong:
      /\b(?:timeouts? on (?:all )?(?:external|outgoing|outbound)|(?:external|outgoing|outbound|http client) (?:calls?|requests?)? ?timeouts?)\b/,
  },
  'request-schema-validated': {
    keys: ['validation', 'validated', 'for all request'],
    strong:
      /\b(?:input|request|payload|body) (?:schema )?validation\b|\binputs? (?:are )?validated\b|\bschemas? for all request\b/,
    veto: /\b(?:test(?:s|ing|ed)?|client|form|frontend|front-end|enhanc\w+|review|html|sanitiz\w+)\b/,
  },
  'unsafe-html-sink': {
    keys: ['sanitiz', 'escap', 'protection'],
    strong: /\b(?:html|output|xss) (?:sanitiz\w+|escap\w+|protection)\b/,
  },
  'sql-injection': {
    keys: ['sql injection', 'parameteri'],
    strong:
      /\bsql injection (?:protection|prevention|prevented|protected|safe)\b|\bno sql injection\b|\bparameteri[sz]ed quer(?:y|ies)\b/,
    absence: true,
  },
  'error-handler-registered': {
    keys: ['global', 'central', 'middleware', 'exception'],
    strong:
      /\b(?:global|centrali[sz]ed|central) (?:error|exception)s? (?:handl\w+|middleware)\b|\b(?:error|exception) handl(?:er|ing) middleware\b|\b(?:global|centrali[sz]ed) exception\b/,
    veto: /\b(?:test(?:s|ing|ed)?|workflow|document\w*)\b/,
  },
  'error-details-leaked': {
    keys: ['stack trace', 'internal', 'error details'],
    strong:
      /\bno (?:stack traces?|internal (?:errors?|details)) (?:in|to|exposed|leaked|returned)\b|\b(?:stack traces?|error details) (?:hidden|not exposed)\b/,
    absence: true,
    beats: ['error-handler-registered'],
  },
  'error-boundary': {
    keys: ['error boundar'],
    strong: /\berror boundar(?:y|ies)\b/,
    beats: ['error-handler-registered'],
  },
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
      /\b(?:no |remove[ds]? )(?:console\.logs?|debug (?:statements?|logging|prints?)|print statements?)\b|\b(?:debug|print|console\.log) statements? (?:removed|migrated|replaced|cleaned)\b/,
    absence: true,
  },
  'tests-present': {
    keys: ['test'],
    strong:
      /^(?:no )?(?:unit|integration|automated)?[ /,and]*(?:unit|integration|automated)? ?tests?(?: (?:suite|exist|present|written|created|added))?$|\b(?:unit|integration|automated) tests? (?:exist|present|written|created|added|suite)\b|\bno tests\b|\btest suite (?:exists|present|created)\b/,
    veto: /\b(?:pass(?:ing|ed)?|e2e|end-to-end|load|coverage|for)\b|^(?:write|create|add|implement|expand|more)\b/,
  },
  'e2e-tests-present': {
    keys: ['test'],
    strong: /\b(?:e2e|end-to-end) tests?(?:ing)?(?: (?:suite|exist\w*|written|created|added|configured|set ?up))?\b/,
    veto: /\b(?:pass(?:ing|ed)?|run|for)\b/,
  },
  'load-test-present': {
    keys: ['load'],
    strong: /\bload[- ]?test(?:s|ing)?(?: (?:scripts?|suite|configured|set ?up|created|written))?\b/,
    veto: /\b(?:pass(?:ing|ed)?|successful|completed|results?|run|conduct|perform)\b/,
  },
  'coverage-gate-effective': { keys: ['coverage'], strong: /\bcoverage (?:threshold|gate|minimum)s?\b/ },
  'migrations-present': {
    keys: ['migration', 'alembic'],
    strong:
      /\b(?:database|db|alembic|schema|prisma) migrations?\b|\bmigration (?:system|framework|tool\w*)\b|\b(?:initiali[sz]e|set ?up|configure|add) alembic\b(?!\/)|\balembic (?:initiali[sz]ed|configured|set ?up)\b/,
    veto: /\b(?:tested|run|applied|apply|execut\w+|verif\w+|test|review\w*|document\w*|rollback|data migration|procedures?|create)\b/,
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
    absence: true,
  },
  'db-pool-configured': {
    keys: ['connection pool'],
    strong: /\b(?:database |db )?connection pool(?:ing|s)?\b/,
    veto: /\b(?:https?|client|session|urllib3|aiohttp|httpx|requests|redis|resource)\b/,
  },
  'db-query-timeout': { keys: ['query timeout', 'statement'], strong: /\bquery timeouts?\b|\bstatement[_ ]timeout\b/ },
  'db-backup-automated': {
    keys: ['automated', 'automatic', 'scheduled'],
    strong:
      /\b(?:automated|automatic|scheduled) (?:database |db )?backups?\b|\b(?:database |db )?backups? (?:are )?(?:automated|scheduled)\b/,
    veto: /\b(?:restor\w+|tested|verif\w+)\b/,
  },
  'redis-persistence': { keys: ['redis persistence'], strong: /\bredis persistence\b/ },
  'health-endpoint': {
    keys: ['health'],
    strong:
      /\bhealth[- ]?(?:check)? ?(?:endpoints?|routes?)\b|\b\/healthz?\b|\bhealth[- ]?checks? (?:implemented|exist|present|added|endpoint)\b|^(?:no )?health[- ]?checks?$/,
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
      /\bprometheus metrics\b|\bmetrics (?:endpoint|exposed|exported|collection|instrumentation)\b|\b(?:logging and|application|custom) metrics\b/,
    veto: /\b(?:dashboard|secured|protected|business|performance metrics reviewed)\b/,
  },
  'error-tracking': {
    keys: ['tracking', 'monitoring', 'sentry'],
    strong: /\berror (?:tracking|monitoring)\b|\bsentry\b/,
    veto: /\b(?:alerts?|dashboard)\b/,
  },
  'structured-logging': {
    keys: ['log'],
    strong: /\b(?:structured|json) log(?:s|ging)?\b/,
    veto: /\b(?:test(?:s|ing|ed)?)\b/,
  },
  'request-id': {
    keys: ['request', 'correlation', 'trace'],
    strong: /\b(?:request|correlation|trace)[- ]ids?\b/,
    veto: /\b(?:test(?:s|ing|ed)?|header documented)\b/,
  },
  'log-rotation': { keys: ['log rotation'], strong: /\blog rotation\b/ },
  'alert-rules': {
    keys: ['alert', 'configured', 'defined'],
    strong: /\balert(?:ing)? rules?(?: (?:configured|defined))?\b|\balerts? (?:configured|defined)\b/,
  },
  tracing: { keys: ['tracing', 'opentelemetry'], strong: /\b(?:distributed )?tracing\b|\bopentelemetry\b/ },
  'dockerfile-nonroot': {
    keys: ['root', 'container'],
    strong: /\bnon-?root (?:user|containers?)?\b|\bcontainers? (?:do(?:es)? not )?run as (?:a )?(?:non-?root|root)\b/,
  },
  'dockerfile-healthcheck': {
    keys: ['health'],
    strong: /\b(?:docker|container)(?:file)? health[- ]?checks?\b/,
    beats: ['health-endpoint'],
  },
  'dockerfile-multistage': {
    keys: ['stage'],
    strong: /\bmulti-?stage (?:docker )?(?:builds?|dockerfiles?)?\b/,
    veto: /\bpipeline\b/,
  },
  dockerignore: { keys: ['.dockerignore'], strong: /\.dockerignore\b/ },
  'image-pinned': { keys: ['pinned'], strong: /\b(?:docker |base )?images? (?:are )?pinned\b/ },
  'compose-hardening': { keys: ['resource limit'], strong: /\b(?:container|compose|docker) resource limits?\b/ },
  'datastore-port-exposed': {
    keys: ['exposed'],
    strong: /\b(?:database|redis|db) ports? (?:not|un)[- ]?exposed\b/,
    absence: true,
  },
  'graceful-shutdown': { keys: ['graceful shutdown'], strong: /\bgraceful shutdown\b/ },
  'ci-present': {
    keys: ['ci/cd', 'ci pipeline', 'github actions'],
    strong: /\bci\/cd(?: pipeline)?\b|\bci pipeline\b|\bgithub actions (?:workflows?|ci|pipeline)\b/,
    veto: /\b(?:runs?|lint|tests?|secret|scan\w*|coverage|publish\w*|release)\b/,
  },
  'ci-runs-tests': {
    keys: ['test', 'in ci'],
    strong:
      /\bci (?:runs?|executes?) (?:the |all )?tests?\b|\btests? (?:run|executed) in ci\b|\bautomated tests? in ci\b/,
    beats: ['ci-present', 'tests-present'],
  },
  'ci-lint': {
    keys: ['lint', 'in ci'],
    strong: /\bci (?:runs?|executes?) lint\w*\b|\blint\w* (?:run|enforced)?\s*in ci\b/,
    beats: ['ci-present', 'linter-config'],
  },
  'ci-coverage': {
    keys: ['coverage'],
    strong: /\bcoverage (?:reported |measured |uploaded )?in ci\b/,
    beats: ['ci-present'],
  },
  'ci-secret-scan': {
    keys: ['gitleaks', 'trufflehog', 'secret'],
    strong: /\b(?:gitleaks|trufflehog|secret[- ]scan\w*)\b/,
    beats: ['ci-present', 'hardcoded-secret'],
  },
  'ci-dependency-scan': {
    keys: ['scan', 'audit', 'snyk'],
    strong: /\b(?:dependency|vulnerability|sca) scan\w*\b|\b(?:npm|pip)[- ]audit\b|\bsnyk\b/,
  },
  'dependency-updates': {
    keys: ['dependabot', 'renovate', 'automated dependency updates'],
    strong: /\bdependabot\b|\brenovate\b|\bautomated dependency updates\b/,
  },
  'lockfile-used': { keys: ['lock'], strong: /\block ?files? (?:committed|used|present)\b/ },
  'linter-config': {
    keys: ['lint', 'ruff', 'flake8'],
    strong:
      /\blint(?:er|ing) (?:configured|set ?up|config\w*|rules)\b|\b(?:eslint|ruff|flake8) (?:configured|set ?up|config\w*)\b|^no linting$/,
  },
  'pre-commit': { keys: ['pre-commit hook'], strong: /\bpre-commit hooks?\b/ },
  'readme-setup': { keys: ['readme'], strong: /\breadme\b.*\b(?:setup|install\w*|complete)\b/ },
  'deployment-doc': {
    keys: ['deployment'],
    strong:
      /\bdeployment\.md\b|\bdeployment (?:guide|documentation|docs|instructions) ?(?:written|complete\w*|exists?|created)?$/,
  },
  'runbook-doc': {
    keys: ['runbook'],
    strong: /^(?:no |create |write |prepare |operational |incident )?runbooks?\b/,
    veto: /\b(?:review\w*|train\w*|tested)\b/,
  },
  'rollback-doc': {
    keys: ['rollback'],
    strong: /\brollback (?:plan|procedures?|strategy|process|docs?)\b/,
    veto: /\b(?:tested|exercised|rehearsed|verif\w+)\b/,
  },
  'troubleshooting-doc': { keys: ['troubleshooting'], strong: /\btroubleshooting (?:guide|docs?|documentation)\b/ },
  'api-docs': {
    keys: ['api', 'swagger'],
    strong: /\bapi (?:docs|documentation|reference)\b|\b(?:openapi|swagger) (?:docs?|spec\w*|documentation)\b/,
  },
  'security-policy-doc': { keys: ['security.md', 'security policy'], strong: /\bsecurity\.md\b|\bsecurity policy\b/ },
  changelog: { keys: ['change'], strong: /\bchange ?log\b/ },
};
