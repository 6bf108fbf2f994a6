/** Google Cloud, Firebase and other APIs of Google. */
import { notPublished } from './proofs';
import type { ProviderRule } from './rule';

export const GOOGLE: readonly ProviderRule[] = [
  {
    id: 'google-api-key',
    title: 'Google API key',
    provider: 'Google',
    source: 'https://firebase.google.com/docs/projects/api-keys',
    keys: ['aiza'],
    pattern: 'AIza[A-Za-z0-9_-]{35}',
    // The script of Google Maps is loaded by browsers, key and all (developers.google.com/maps, "Load the Maps JavaScript API"); FullCalendar asks for a
    // "browser key" (fullcalendar.io/docs/google-calendar).
    publicNear:
      'maps/api/js\\?|googleCalendarApiKey|authDomain|messagingSenderId|mobilesdk_app_id|"current_key"|GOOGLE_APP_ID|initializeApp\\(',
    rotate: 'https://console.cloud.google.com/apis/credentials',
    env: 'GOOGLE_API_KEY',
  },
  {
    id: 'google-oauth-secret',
    title: 'Google OAuth client secret',
    provider: 'Google',
    source: 'https://developers.google.com/identity/protocols/oauth2',
    keys: ['gocspx-'],
    pattern: 'GOCSPX-[A-Za-z0-9_-]{24,40}',
    rotate: 'https://console.cloud.google.com/auth/clients',
    env: 'GOOGLE_CLIENT_SECRET',
  },
  {
    id: 'google-access-token',
    title: 'Google OAuth access token',
    provider: 'Google',
    source: 'https://developers.google.com/identity/protocols/oauth2',
    keys: ['ya29.'],
    pattern: 'ya29\\.[A-Za-z0-9_-]{30,512}',
    rotate: 'https://myaccount.google.com/connections',
    env: 'GOOGLE_ACCESS_TOKEN',
  },
  {
    id: 'google-refresh-token',
    title: 'Google OAuth refresh token',
    provider: 'Google',
    source: 'https://developers.google.com/identity/protocols/oauth2',
    keys: ['1//0'],
    pattern: '1//0[A-Za-z0-9_-]{60,200}',
    rotate: 'https://myaccount.google.com/connections',
    env: 'GOOGLE_REFRESH_TOKEN',
  },
  {
    id: 'firebase-server-key',
    title: 'Firebase Cloud Messaging server key',
    provider: 'Google',
    source: 'https://firebase.google.com/docs/cloud-messaging/auth-server',
    keys: [':apa91b'],
    pattern: ':APA91b[A-Za-z0-9_-]{120,140}',
    before: 'AAAA[A-Za-z0-9_-]{7}',
    rotate: 'https://console.firebase.google.com/',
    env: 'FCM_SERVER_KEY',
  },
  {
    id: 'recaptcha-secret',
    title: 'reCAPTCHA secret key',
    provider: 'Google',
    source: 'https://developers.google.com/recaptcha/docs/verify',
    keys: ['recaptcha', 'captcha'],
    pattern: '6L[A-Za-z0-9_-]{38}',
    named: 'secret(?:.?key)?|private.?key',
    // Every answer is "passed" with it (developers.google.com/recaptcha/docs/faq, automated tests).
    check: notPublished('not the documented test key', /^6LeIxAcTAAAAA/),
    rotate: 'https://www.google.com/recaptcha/admin',
    env: 'RECAPTCHA_SECRET_KEY',
  },
  {
    id: 'google-chat-webhook',
    title: 'Google Chat webhook address',
    provider: 'Google',
    source: 'https://developers.google.com/workspace/chat/quickstart/webhooks',
    keys: ['chat.googleapis.com/v1/spaces/'],
    pattern:
      'chat\\.googleapis\\.com/v1/spaces/[A-Za-z0-9_-]{8,16}/messages\\?key=[A-Za-z0-9_-]{39}&token=[A-Za-z0-9_%-]{40,60}',
    boundary: false,
    rotate: 'https://developers.google.com/workspace/chat/quickstart/webhooks',
    env: 'GOOGLE_CHAT_WEBHOOK_URL',
  },
];
