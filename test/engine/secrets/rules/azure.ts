// Made-up values of the formats in `rules/azure.ts`, and near misses.

import type { Examples } from '../../../support/examples';

export const AZURE: Examples = {
  'azure-cosmos-key': {
    value: 'AccountKey={b64 85}A==',
    miss: 'AccountKey={b64 85}==',
    line: 'AccountEndpoint=https://shop.documents.azure.com:443/;$;',
  },
  'azure-storage-key': {
    value: 'AccountKey={b64 86}==',
    miss: 'AccountKey={b64 85}==',
    line: 'DefaultEndpointsProtocol=https;AccountName=shop;$',
  },
  'azure-storage-account-key': { value: '{b64 86}==', miss: '{b64 85}==' },
  'azure-shared-access-key': {
    value: 'SharedAccessKey={b64 42}A=',
    miss: 'SharedAccessKey={b64 41}=',
    line: 'Endpoint=sb://shop.servicebus.windows.net/;SharedAccessKeyName=root;$',
  },
  'azure-sas': {
    value: 'sig={an 43}%3D',
    miss: 'sig={an 20}%3D',
    line: 'https://shop.blob.core.windows.net/in?sv=2024-05-04&se=2030-01-01&sr=c&sp=rl&$',
  },
  'azure-client-secret': { value: '{an 3}7Q~{an 31}', miss: '{an 3}7Q~{an 30}' },
  'azure-app-configuration': {
    value: ';Secret={b64 43}=',
    miss: ';Secret={b64 30}=',
    line: 'Endpoint=https://shop.azconfig.io;Id=a1-l0-s0:b$',
  },
  'azure-access-key': {
    value: ';AccessKey={b64 43}=',
    miss: ';AccessKey={b64 30}=',
    line: 'Endpoint=https://shop.service.signalr.net$;Version=1.0;',
  },
  'azure-redis-key': {
    value: ',password={b64 43}=',
    miss: ',password={b64 30}=',
    line: 'shop.redis.cache.windows.net:6380$,ssl=True',
  },
  'azure-function-key': {
    value: 'code={an 54}==',
    miss: 'code={an 20}==',
    line: 'https://shop.azurewebsites.net/api/order?$',
  },
  'azure-event-grid-key': { value: '{b64 43}=', miss: '{b64 42}=' },
  'azure-search-key': { value: '{an 52}', miss: '{an 51}' },
  'azure-ai-services-key': {
    value: '{hex 32}',
    miss: '{hex 31}',
    line: "headers = { 'Ocp-Apim-Subscription-Key': '$' }",
  },
  'azure-registry-password': { value: '{an 32}', miss: '{an 31}' },
  'azure-publish-profile': {
    value: 'userPWD="{an 60}"',
    miss: 'userPWD="{an 59}"',
    line: '<publishProfile userName="shop" $ />',
  },
  'teams-webhook': {
    value: 'webhook.office.com/webhookb2/{hex 36}@{hex 36}/IncomingWebhook/{hex 32}/{hex 36}',
    miss: 'webhook.office.com/webhookb2/{hex 36}@{hex 36}/IncomingWebhook/{hex 32}/{hex 35}',
  },
};
