// Made-up values of the formats in `rules/messaging.ts`, and near misses.

import { encoded, expand, type Examples } from '../../../support/examples';

export const MESSAGING: Examples = {
  'slack-token': { value: 'xoxb-{an 20}', miss: 'xoxb-{an 19}' },
  'slack-app-token': {
    value: 'xapp-{digit 1}-{UPPER 8}-{digit 10}-{hex 64}',
    miss: 'xapp-{digit 1}-{UPPER 8}-{digit 10}-{hex 63}',
  },
  'slack-webhook': {
    value: 'hooks.slack.com/services/{UPPER 8}/{an 8}/{an 20}',
    miss: 'hooks.slack.com/services/{UPPER 8}/{an 8}/{an 19}',
  },
  'slack-signing-secret': { value: '{hex 32}', miss: '{hex 31}' },
  'discord-webhook': {
    value: 'discord.com/api/webhooks/{digit 17}/{url 60}',
    miss: 'discord.com/api/webhooks/{digit 17}/{url 59}',
  },
  'discord-bot-token': {
    value: (seed) => `${encoded('1{digit 17}')(seed)}.${expand('{url 6}.{url 38}', seed)}`,
    miss: 'M{an 20}.{url 6}.{url 38}',
  },
  'discord-client-secret': { value: '{url 32}', miss: '{url 31}' },
  'telegram-bot-token': { value: '{digit 8}:AA{url 33}', miss: '{digit 8}:AA{url 32}' },
  'twilio-auth-token': { value: '{hex 32}', miss: '{hex 31}' },
  'twilio-api-secret': { value: '{an 32}', miss: '{an 31}' },
  'vonage-secret': { value: '{an 16}', miss: '{an 15}' },
  'messagebird-key': { value: '{an 25}', miss: '{an 24}' },
  'plivo-token': { value: '{an 40}', miss: '{an 39}' },
  'telnyx-key': { value: 'KEY01{HEX 30}_{an 22}', miss: 'KEY01{HEX 30}_{an 21}' },
  'pusher-secret': { value: '{hex 20}', miss: '{hex 19}' },
  'ably-key': { value: '{url 6}.{url 6}:{url 43}', miss: '{url 6}.{url 6}:{url 42}' },
  'pubnub-secret-key': { value: 'sec-c-{an 36}', miss: 'sec-c-{an 35}' },
  'onesignal-key': { value: 'os_v2_app_{b32l 40}', miss: 'os_v2_app_{b32l 39}' },
  'line-channel-token': { value: '{b64 160}=', miss: '{b64 159}=' },
  'feishu-webhook': {
    value: 'open.feishu.cn/open-apis/bot/v2/hook/{uuid}',
    miss: 'open.feishu.cn/open-apis/bot/v2/hook/{hex 8}-{hex 4}-{hex 4}-{hex 4}-{hex 11}',
  },
  'dingtalk-webhook': {
    value: 'oapi.dingtalk.com/robot/send?access_token={hex 64}',
    miss: 'oapi.dingtalk.com/robot/send?access_token={hex 63}',
  },
  'wecom-webhook': {
    value: 'qyapi.weixin.qq.com/cgi-bin/webhook/send?key={uuid}',
    miss: 'qyapi.weixin.qq.com/cgi-bin/webhook/send?key={hex 8}-{hex 4}-{hex 4}-{hex 4}-{hex 11}',
  },
  'matrix-token': { value: 'syt_{b64 1}_{an 20}_{an 6}', miss: 'syt_{b64 1}_{an 19}_{an 6}' },
  'pushbullet-token': { value: 'o.{an 32}', miss: 'o.{an 31}' },
  'ntfy-token': { value: 'tk_{lower 29}', miss: 'tk_{lower 28}' },
  'pushover-token': { value: '{lower 30}', miss: '{lower 29}' },
  'liveblocks-key': { value: 'sk_prod_{url 60}', miss: 'sk_prod_{url 59}' },
};
