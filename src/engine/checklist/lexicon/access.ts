/** Words for secrets, configuration and access control. */
import type { Entry } from './entry';

export const ACCESS: Readonly<Record<string, Entry>> = {
  'hardcoded-secret': {
    keys: ['coded', 'secret', 'credential', 'no api key', 'no password'],
    strong:
      /\b(?:no|zero|remove[ds]?|without|all)?\s*hard-?coded (?:secrets?|credentials?|passwords?|(?:api )?keys?)\b|\b(?:no )?(?:secrets?|credentials?) (?:not |stored )?in (?:the )?(?:source ?code|source|code|git|repo(?:sitory)?)\b|\bno (?:secrets?|credentials?) (?:are )?committed\b|\bno (?:api keys?|passwords?)(?:(?:, | or | and |\/)(?:api keys?|passwords?|tokens|secrets|credentials)){0,2} (?:stored )?in (?:the )?(?:source ?code|source|code|repo(?:sitory)?)\b/,
    weak: /\bsecrets?\b.*\bcode\b/,
  },
  'secret-file-committed': {
    keys: ['committed', 'tracked', 'in git', 'no .env'],
    strong:
      /(?<!\w)\.env (?:files? )?(?:is |are )?(?:not|never) (?:committed|tracked|in git)\b|\bno \.env (?:files? )?(?:committed|in git|in the repo\w*)\b/,
  },
  'default-secret-value': {
    keys: ['changed from', 'default'],
    strong:
      /\b(?:secret|jwt|secret_key|jwt_secret(?:_key)?|passwords?)\b.*\bchanged from (?:the )?defaults?\b|\bno default (?:secrets?|passwords?|credentials?)\b|\bdefault (?:secrets?|passwords?|credentials?) (?:removed|changed|replaced)\b/,
    beats: ['hardcoded-secret'],
  },
  'default-secret-guard': {
    keys: ['validat', 'insecure default'],
    strong:
      /\b(?:startup|start-up) (?:secret|secrets) validation\b|\bsecrets? validat\w+ (?:at|on|in) (?:app )?start-?up\b|\bsecret validation\b|\b(?:won'?t|will not|does(?: not|n'?t)|refuses? to|cannot|can'?t) (?:start|boot|run) with (?:the )?(?:insecure|weak|default)\b/,
    weak: /\binsecure defaults?\b/,
    beats: ['env-validated-at-startup'],
  },
  'weak-datastore-credentials': {
    keys: ['credentials', 'password'],
    strong:
      /\b(?:database|db|redis|postgres(?:ql)?) (?:credentials|passwords?) (?:are )?strong\b|\bstrong (?:database|db|redis) passwords?\b/,
  },
  'env-example-present': {
    keys: ['example', 'sample', 'template'],
    // The bare name of a file stands in lists of what was delivered: it is there, whatever other packages miss.
    strong:
      /\b(?:create|add|write|provide|commit|no) (?:an? |the )?\.env\.(?:example|sample|template)\b|\.env\.(?:example|sample|template) (?:file )?(?:is )?(?:exists|present|committed|created|provided|added|in place)\b/,
    weak: /\.env\.(?:example|sample|template)\b/,
    veto: /\b(?:variables?|guidance|update|complete|document)\b/,
  },
  'env-example-drift': {
    keys: ['documented'],
    strong: /\b(?:all )?env(?:ironment)? var(?:iable)?s? (?:are )?documented\b/,
    // They may be documented elsewhere than in the template.
    doneNeeds: /\b(?:all|every|each|template|example)\b/,
  },
  'gitignore-env': {
    keys: ['gitignore'],
    strong:
      /\.env (?:files? )?(?:is |are )?(?:(?:added )?to|in|ignored (?:in|by)|excluded by|covered by) (?:the )?\.?gitignore\b|\.gitignore (?:covers|includes|contains|has) \.env\b/,
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
    beats: ['hardcoded-secret'],
  },
  'secrets-manager-used': {
    keys: ['manager', 'secret'],
    // One value that was put there, and its interface that was switched on, are steps on the way.
    strong:
      /\b(?:secrets|credentials|keys|passwords) .{0,40}\b(?:in|to|into|by|with|from|via|through) (?:\w+ ){0,2}secrets? manager$|^(?:use |using |(?:moved|migrated) to )?(?:(?!to\b|in\b)\w+ ){0,2}secrets? manager(?: (?:integrat\w+|config\w+|set ?up|used|in use|enabled|implemented)){0,2}$|\b(?:hashicorp )?vault\b.*\bsecrets?\b|\bsecrets?\b.*\bvault\b/,
    weak: /\bsecrets? manager\b/,
    veto: /^(?:[\d.]+ )?(?:create|map|enable|seed|define|update|document)\b|\bplaceholders?\b/,
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
      /\bno (?:debug|test) (?:endpoints?|routes?)(?: in production| exposed)?\b|\bdebug (?:endpoints?|routes?) (?:removed|disabled)\b|\b(?:remove|disable)d? (?:all )?debug (?:endpoints?|routes?)\b/,
  },
  'metrics-endpoint-protected': {
    keys: ['metrics endpoint'],
    strong: /\bmetrics endpoint (?:is )?(?:secured|protected|not public)\b/,
    beats: ['metrics-exposed'],
  },
  'jwt-hardening': {
    keys: ['harden', 'algorithm', 'expir'],
    strong:
      /\bjwts? (?:is |are )?harden(?:ing|ed)\b|\bjwt (?:algorithm (?:is )?pinned|tokens? expire)\b|\b(?:jwt|token) expir(?:y|ation|ation handling)\b/,
  },
  'password-hashing': {
    keys: ['password'],
    strong:
      /(?:\b(?:bcrypt|argon2\w*) )?\bpasswords? (?:are |is )?hash(?:ed|ing)\b|\b(?:bcrypt|argon2)\b.*\bpasswords?\b|\bsecure password hashing\b/,
  },
  'rate-limit-enforced': {
    keys: ['limit', 'throttling'],
    strong: /\brate[- ]?limit(?:ing|er|s|ed)?\b|\bthrottling\b/,
    ownCalls: true,
    veto: /\b(?:test(?:s|ing|ed)?|document\w*|guide|headers? returned|external|inherited|\w*client|leaky|imports?|verification|tracking|per[- ]user quota|respect\w*|handl\w+|retry|429|backoff|tiers?|classification|configur\w+ only|req(?:uests)?\/|per second|seconds?|between|delays?|overload|client[- ]side|framework|infrastructure|ready|applicable|logging|where|(?:on|en|for|of|to|from) (?:the )?(?!(?:all|every|each|our|public|private|internal|rest|http|web|graphql|backend|admin|user|login|auth\w*|main|whole|entire)\b)[\w-]+ api|on (?:sso|webhooks?|edge|the webhook|uploads?))\b/,
  },
  'rate-limit-auth-routes': {
    keys: ['limit', 'force protection'],
    strong:
      /\brate[- ]?limit\w* (?:\w+ )?(?:on|for|at|to|of|in) (?:\S+ ){0,3}?(?:login|auth\w*|sign-?in|password reset)\b|\b(?:login|auth\w*|sign-?in)(?: (?:endpoints?|routes?))?(?: (?:is|are))? rate[- ]?limit\w*\b|\bbrute[- ]?force protection\b(?: (?:enabled )?on (?:the )?login\b)?/,
    beats: ['rate-limit-enforced'],
  },
  'rate-limit-shared-store': {
    ownCalls: true,
    keys: ['limit', 'redis'],
    strong: /\brate[- ]?limit\w*\b.*\bredis\b|\bredis\b.*\brate[- ]?limit\w*\b/,
    beats: ['rate-limit-enforced'],
  },
};
