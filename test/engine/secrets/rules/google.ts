// Made-up values of the formats in `rules/google.ts`, and near misses.

import type { Examples } from '../../../support/examples';

export const GOOGLE: Examples = {
  'google-api-key': { value: 'AIza{url 35}', miss: 'AIza{url 34}' },
  'google-oauth-secret': { value: 'GOCSPX-{url 24}', miss: 'GOCSPX-{url 23}' },
  'google-access-token': { value: 'ya29.{url 30}', miss: 'ya29.{url 29}' },
  'google-refresh-token': { value: '1//0{url 60}', miss: '1//0{url 59}' },
  'firebase-server-key': { value: 'AAAA{url 7}:APA91b{url 120}', miss: 'AAAA{url 7}:APA91b{url 119}' },
  'recaptcha-secret': { value: '6L{url 38}', miss: '6L{url 37}' },
  'google-chat-webhook': {
    value: 'chat.googleapis.com/v1/spaces/{url 8}/messages?key={url 39}&token={an 40}',
    miss: 'chat.googleapis.com/v1/spaces/{url 8}/messages?key={url 39}&token={an 39}',
  },
};
