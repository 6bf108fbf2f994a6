/**
 * Signals of where an application keeps what all its processes need: counters of rate limiters, caches, secrets; and of how many processes
 * there are. On masked text.
 */
import { closingOf, type MaskedText } from './mask';
import type { SignalRule } from './signals';

function argumentText(match: RegExpExecArray, masked: MaskedText): string {
  const open = match.index + match[0].length - 1;
  return masked.text.slice(open + 1, closingOf(masked.code, open));
}

/** developer.hashicorp.com/vault/api-docs: the header with which every client signs in. */
const VAULT_HEADER: SignalRule = {
  kind: 'secret-store',
  needles: ['ault-Token', 'ault-token'],
  literal: true,
  pattern: /["'`]x-vault-token["'`]/gi,
  read: () => ({ detail: 'Vault' }),
};

/** Names for people. */
const STORES: Readonly<Record<string, string>> = {
  hvac: 'Vault',
  'node-vault': 'Vault',
  secretsmanager: 'AWS Secrets Manager',
  AWSSecretsManager: 'AWS Secrets Manager',
  SecretsManagerClient: 'AWS Secrets Manager',
  SecretsManager: 'AWS Secrets Manager',
  ssm: 'AWS Parameter Store',
  SSMClient: 'AWS Parameter Store',
  SecretManagerServiceClient: 'Google Secret Manager',
  GoogleSecretManager: 'Google Secret Manager',
  SecretClient: 'Azure Key Vault',
  AzureKeyVault: 'Azure Key Vault',
  InfisicalSDKClient: 'Infisical',
  InfisicalSDK: 'Infisical',
  InfisicalClient: 'Infisical',
  DopplerSDK: 'Doppler',
};

export const PYTHON_STATE: readonly SignalRule[] = [
  VAULT_HEADER,
  // flask-limiter.readthedocs.io "Configuration"; slowapi reads RATELIMIT_STORAGE_URL.
  {
    kind: 'limiter-store',
    needles: ['RATELIMIT_STORAGE_UR'],
    literal: true,
    pattern: /\b(RATELIMIT_STORAGE_UR[IL])\b["']?\]?\s*(?::\s*[\w[\]. |]+)?[=:,]\s*([^\n]*)/g,
    read: (match) => ({ detail: match[1] ?? '', good: !/^[^,)]*["'](?:async\+)?memory:/.test(match[2] ?? '') }),
  },
  // docs.djangoproject.com "Django's cache framework": django-ratelimit and REST framework's throttles count in the default cache.
  {
    kind: 'cache-backend',
    needles: ['CACHES'],
    literal: true,
    pattern: /["']BACKEND["']\s*:\s*["']([\w.]*[Cc]ache[\w.]*)["']/g,
    read: (match) => ({
      detail: (match[1] ?? '').replace(/^.*\./, ''),
      good: !/LocMem|Dummy|FileBased/.test(match[1] ?? ''),
    }),
  },
  {
    kind: 'cache-limiter',
    needles: ['DEFAULT_THROTTLE_CLASSES', 'ratelimit'],
    literal: true,
    pattern:
      /["'](DEFAULT_THROTTLE_CLASSES)["']\s*:\s*[[(]\s*["'\w]|\bfrom\s+django_(ratelimit)\.decorators\s+import\b/g,
    read: (match) => ({ detail: match[1] ? 'REST framework’s throttles' : 'django-ratelimit' }),
  },
  // docs.gunicorn.org "Settings", uvicorn.org "Settings"
  {
    kind: 'workers',
    needles: ['workers'],
    also: ['cpu_count', 'worker_class', 'uvicorn.run', 'wsgi_app', 'max_requests'],
    pattern: /^workers\s*=\s*([^\n#]+)|\buvicorn\.run\s*\((?=[^()]*(?:\([^()]*\)[^()]*)*\bworkers\s*=\s*([^,)\n]+))/gm,
    read: (match) => {
      const text = (match[1] ?? match[2] ?? '').trim();
      return /cpu_count|^(?:[2-9]|\d\d+)$/.test(text) ? { detail: text.slice(0, 40) } : null;
    },
  },
  // hvac.readthedocs.io, boto3.amazonaws.com "secretsmanager" and "ssm", cloud.google.com/secret-manager, learn.microsoft.com "Key Vault"
  {
    kind: 'secret-store',
    needles: [
      'hvac',
      'secretsmanager',
      'get_parameter',
      'SecretManagerServiceClient',
      'keyvault',
      'InfisicalSDKClient',
      'DopplerSDK',
    ],
    literal: true,
    pattern:
      /\b(hvac)\.(?:Async)?Client\s*\(|\.client\s*\(\s*(?:service_name\s*=\s*)?["'](secretsmanager|ssm)["']|\b(SecretManagerServiceClient|InfisicalSDKClient|DopplerSDK)\s*\(|\b(SecretClient)\s*\(/g,
    read: (match, { text }) => {
      const name = match[1] ?? match[2] ?? match[3] ?? match[4] ?? '';
      if (name === 'ssm' && !/\bget_parameters?(?:_by_path)?\s*\(/.test(text)) return null;
      if (name === 'SecretClient' && !/azure\.keyvault/.test(text)) return null;
      return { detail: STORES[name] ?? name };
    },
  },
  // docs.pydantic.dev "Settings Management": secrets directory, secret managers as sources
  {
    kind: 'secret-store',
    needles: ['secrets_dir', 'SettingsSource', '/run/secrets'],
    literal: true,
    pattern:
      /\b(secrets_dir)\s*=\s*["'/\w(]|\b(AWSSecretsManager|AzureKeyVault|GoogleSecretManager)SettingsSource\s*\(|["'](\/run\/secrets)\b/g,
    read: (match) => ({ detail: match[2] ? (STORES[match[2]] ?? '') : 'files of a secrets folder' }),
  },
];

export const JAVASCRIPT_STATE: readonly SignalRule[] = [
  VAULT_HEADER,
  // docs.nestjs.com "Rate limiting": counts in memory unless `storage` is given.
  {
    kind: 'limiter-store',
    needles: ['ThrottlerModule'],
    pattern: /\bThrottlerModule\.forRoot(?:Async)?\s*\(/g,
    read: (match, masked) => ({ detail: 'ThrottlerModule', good: /\bstorage\b/i.test(argumentText(match, masked)) }),
  },
  // npmjs.com/package/node-vault, docs.aws.amazon.com "SDK for JavaScript v3", cloud.google.com, learn.microsoft.com, infisical.com
  {
    kind: 'secret-store',
    needles: [
      'node-vault',
      'SecretsManager',
      'SSMClient',
      'SecretManagerServiceClient',
      'keyvault-secrets',
      'Infisical',
    ],
    literal: true,
    pattern:
      /(?:from\s+|require\s*\(\s*)["'](node-vault)["']|\bnew\s+(?:\w+\.)?(SecretsManagerClient|SecretsManager|SSMClient|SecretManagerServiceClient|SecretClient|InfisicalSDK|InfisicalClient)\s*\(/g,
    read: (match, { text }) => {
      const name = match[1] ?? match[2] ?? '';
      if (name === 'SSMClient' && !/\bGetParameter/.test(text)) return null;
      if (name === 'SecretClient' && !/@azure\/keyvault-secrets/.test(text)) return null;
      return { detail: STORES[name] ?? name };
    },
  },
  {
    kind: 'secret-store',
    needles: ['/run/secrets'],
    literal: true,
    pattern: /["'`]\/run\/secrets\b/g,
    read: () => ({ detail: 'files of a secrets folder' }),
  },
];
