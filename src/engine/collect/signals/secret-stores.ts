/**
 * Clients of secrets managers. Sources: python-hvac.org, github.com/nodevault/node-vault and developer.hashicorp.com "Vault HTTP API"
 * (header `X-Vault-Token`), docs.aws.amazon.com "Secrets Manager" and "Parameter Store", cloud.google.com "Secret Manager client
 * libraries", learn.microsoft.com "Key Vault secret client library", infisical.com "SDKs".
 */
import type { SignalRule } from './signals';

const VAULT_HEADER: SignalRule = {
  kind: 'secret-store',
  needles: ['X-Vault-Token', 'x-vault-token'],
  literal: true,
  pattern: /["']x-vault-token["']/gi,
  read: () => ({ detail: 'Vault' }),
};

const GOOGLE: SignalRule = {
  kind: 'secret-store',
  needles: ['SecretManagerServiceClient'],
  pattern: /\bSecretManagerService(?:Async)?Client\s*\(/g,
  read: () => ({ detail: 'Google Secret Manager' }),
};

const AZURE: SignalRule = {
  kind: 'secret-store',
  needles: ['SecretClient'],
  also: ['keyvault'],
  pattern: /\bSecretClient\s*\(/g,
  read: () => ({ detail: 'Azure Key Vault' }),
};

export const PYTHON_SECRET_STORES: readonly SignalRule[] = [
  VAULT_HEADER,
  GOOGLE,
  AZURE,
  {
    kind: 'secret-store',
    needles: ['hvac'],
    pattern: /\bhvac\.(?:Client|AsyncClient)\s*\(/g,
    read: () => ({ detail: 'Vault' }),
  },
  {
    kind: 'secret-store',
    needles: ['get_secret_value', 'get_parameter'],
    also: ['boto3', 'botocore', 'aioboto'],
    pattern: /\.(?:get_secret_value|get_parameters?(?:_by_path)?)\s*\(/g,
    read: (match) => ({ detail: match[0].includes('secret') ? 'AWS Secrets Manager' : 'AWS Parameter Store' }),
  },
  {
    kind: 'secret-store',
    needles: ['nfisical'],
    pattern: /\bInfisical(?:SDK)?Client\s*\(/g,
    read: () => ({ detail: 'Infisical' }),
  },
];

export const JAVASCRIPT_SECRET_STORES: readonly SignalRule[] = [
  VAULT_HEADER,
  GOOGLE,
  AZURE,
  {
    kind: 'secret-store',
    needles: ['node-vault', '@infisical/sdk'],
    literal: true,
    pattern: /["'](node-vault|@infisical\/sdk)["']/g,
    read: (match) => ({ detail: match[1] === 'node-vault' ? 'Vault' : 'Infisical' }),
  },
  {
    kind: 'secret-store',
    needles: ['GetSecretValueCommand', 'getSecretValue', 'GetParameter'],
    also: ['aws-sdk'],
    pattern: /\b(?:GetSecretValueCommand|getSecretValue|GetParameters?(?:ByPath)?Command)\s*\(/g,
    read: (match) => ({ detail: /secret/i.test(match[0]) ? 'AWS Secrets Manager' : 'AWS Parameter Store' }),
  },
];
