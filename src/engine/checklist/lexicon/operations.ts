/** Words for containers, CI and documents. */
import type { Entry } from './entry';

export const OPERATIONS: Readonly<Record<string, Entry>> = {
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
  'prod-manifest-complete': {
    keys: ['production docker', 'docker compose', 'docker-compose', 'prod.y', 'production.y'],
    strong:
      /\b(?:no |create |add )?production docker(?:[- ]compose)?(?: (?:config\w*|file|setup|created))?$|\bdocker[- ]compose for production\b|\b(?:docker-)?compose\.prod(?:uction)?\.ya?ml\b/,
    veto: /\b(?:secrets?|limits?|health\w*|test\w*|image size|hardening|volumes?|logging)\b/,
  },
  'required-env-in-manifest': {
    keys: ['variables set', 'variables are set', 'vars set', 'vars are set'],
    strong: /\b(?:all )?(?:required )?env(?:ironment)? var(?:iable)?s? (?:are )?set(?: in production)?$/,
    beats: ['env-example-drift'],
  },
  'compose-hardening': { keys: ['resource limit'], strong: /\b(?:container|compose|docker) resource limits?\b/ },
  'datastore-port-exposed': {
    keys: ['exposed'],
    strong: /\b(?:database|redis|db) ports? (?:not|un)[- ]?exposed\b/,
  },
  'graceful-shutdown': { keys: ['graceful shutdown'], strong: /\bgraceful shutdown\b/ },
  'ci-present': {
    keys: ['ci/cd', 'ci pipeline', 'github actions'],
    strong: /\bci\/cd(?: pipeline)?\b|\bci pipeline\b|\bgithub actions (?:workflows?|ci|pipeline)\b/,
    veto: /\b(?:runs?|lint|tests?|secrets?|scan\w*|coverage|publish\w*|release|secured?|hardened|env(?:ironment)?|var(?:iable)?s)\b/,
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
    strong: /\b(?:dependency|sca) scan\w*\b|\bvulnerability scanning\b|\b(?:npm|pip)[- ]audit\b|\bsnyk\b/,
    weak: /\bvulnerability scans?\b/,
    // The results of one scan.
    veto: /\bpass(?:ed|es)?\b|\b\d+ (?:critical|high|medium|low|issues?|vulnerabilit\w+)\b/,
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
  'references-resolve': {
    keys: ['links'],
    strong: /\b(?:broken|dead) (?:doc(?:umentation)? )?links (?:fixed|removed|repaired)\b/,
    weak: /\b(?:broken|dead) links\b/,
    veto: /\b(?:page|site|website|email|magic|deep|checker|external|ui)\b/,
  },
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
  'rollback-automated': {
    keys: ['rollback'],
    strong:
      /\b(?:automat(?:ed|ic)|one-click) rollbacks?\b|\brollbacks? (?:is |are )?automated\b|\brollback (?:workflow|job|automation)\b|^no rollback strategy$/,
    veto: /\b(?:tested|exercised|rehearsed|verif\w+|migrations?|database|transaction|schema)\b/,
    beats: ['rollback-doc'],
  },
  'rollback-doc': {
    keys: ['rollback'],
    strong: /\brollback (?:plan|procedures?|strategy|process|docs?)\b/,
    // One is prepared for every release.
    veto: /\b(?:tested|exercised|rehearsed|prepared?|verif\w+)\b/,
  },
  'troubleshooting-doc': { keys: ['troubleshooting'], strong: /\btroubleshooting (?:guide|docs?|documentation)\b/ },
  'api-docs': {
    keys: ['api', 'swagger'],
    strong: /\bapi (?:docs|documentation|reference)\b|\b(?:openapi|swagger) (?:docs?|spec\w*|documentation)\b/,
    veto: /\b(?:via|in|inside) (?:the )?code\b|\bcode comments\b/,
  },
  'security-policy-doc': {
    keys: ['security.md', 'security policy'],
    strong:
      /\bsecurity\.md\b|^(?:no )?(?:vulnerability |security )?(?:disclosure|security) policy\b|\bsecurity disclosure policy\b/,
    weak: /\bsecurity policy\b/,
  },
  changelog: {
    keys: ['change'],
    strong: /\bchange ?log(?:\.md)?\b/,
  },
};
