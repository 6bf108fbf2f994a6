/** Which names say that a value is a credential, told from the words of the name. */

/** One of these among a name's words makes it a secret's name. */
const SECRET_WORDS = new Set([
  'password',
  'passwd',
  'pwd',
  'passphrase',
  'passcode',
  'senha',
  'contrasena',
  'passwort',
  'mdp',
  'secret',
  'secrets',
  'token',
  'apikey',
  'apitoken',
  'authtoken',
  'accesstoken',
  'accesskey',
  'secretkey',
  'privatekey',
  'masterkey',
  'authkey',
  'credential',
  'credentials',
  'salt',
  'passkey',
  'dsn',
  'bearer',
  'pepper',
  'psk',
  'authtok',
]);

/** Short words that count only as the last word, because they start many harmless names. */
const SECRET_LAST = new Set(['pass', 'pw']);

/** `<word> key`: the word before "key" that makes it a credential. */
const KEY_KINDS = new Set([
  'api',
  'access',
  'private',
  'signing',
  'sign',
  'encryption',
  'encrypt',
  'master',
  'session',
  'auth',
  'shared',
  'service',
  'role',
  'client',
  'secret',
  'jwt',
  'account',
  'cookie',
  'fernet',
  'preshared',
  'webhook',
  'hmac',
  'license',
  'deploy',
  'admin',
  'crypto',
  'cipher',
  'aes',
]);

/** A last word that says the value is something about the secret, not the secret. */
const HARMLESS_TAILS = new Set(
  (
    'id ids name names url urls uri path paths file files filename dir directory folder field fields label labels header headers prefix suffix type types count ' +
    'length size min max limit ttl expires expiry expire expired expiration duration lifetime timeout seconds minutes hours days age algorithm algo alg hash ' +
    'hashes hashed env ref refs reference policy strength reset resets changed change required enabled disabled issuer audience provider providers public ' +
    'publishable primary foreign cache storage sort partition i18n csrf xsrf message messages error errors event events status state mode version scheme ' +
    'format pattern regex regexp schema validator rule rules index placeholder hint title text description help manager service store endpoint var variable ' +
    'setting settings config options option list map set input visible visibility valid invalid match matches usage used uses location source target scope ' +
    'scopes rotation encryption generator factory class cls page route form button icon element column table attr attribute key_id iv nonce rounds bytes bits tokens ' +
    'number keys arn selector template class_name test tests func fn function callback handler created updated at date time score budget price cost per limit rate rates throttle model ' +
    'threshold window period interval delay frequency retries attempts lifespan grace leeway digits chars charset characters class attempt quota usage expired_at policy_name manager_name ' +
    'encoding codec method methods strategy role roles user username email owner domain host port db database broker guard driver hasher hashers check checker backend module component view screen dialog modal link email address ' +
    'namespace namespaces answer answers question questions property properties configuration configurations correct incorrect numbers letters lowercase uppercase symbols alphabet authentication tint color drawable stacking replacement program mint ms msec context purpose'
  ).split(' '),
);

/** Words anywhere in a name that make it publishable, or something else than a secret. */
const HARMLESS_WORDS = new Set(
  'publishable anon csrf xsrf pagination cancel cancellation refcount test mock dummy fake invalid wrong example sample fixture fixtures existing pull encrypted hashed sealed masked redacted'.split(
    ' ',
  ),
);

/** A first word that makes the name an action or a question: `change_password`, `hasToken`. */
const ACTIONS = new Set(
  'from change create delete update validate verify check generate forgot list revoke rotate show hide enable disable require allow has is use uses need needs no pref prefs preference column field param bundle intent attr'.split(
    ' ',
  ),
);

/** The same secret for another environment: `API_KEY_PROD`. */
const ENVIRONMENTS = /^(?:prod|production|dev|staging|live)$/;

const cache = new Map<string, boolean>();
const CACHE_LIMIT = 20_000;

/** Words of a name in lower case: snake, kebab, dotted and camel case are split. */
export function wordsOf(name: string): string[] {
  // `contraseña` is written without its tilde as well; `passWord` and `mot_de_passe` are one word.
  const plain = name
    .replace(/ñ/gi, 'n')
    .replace(/assWord/g, 'assword')
    .replace(/mot_?de_?passe/gi, '_password_');
  const apart = HUMP.test(plain) ? humpsApart(plain) : plain;
  return apart
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
}

const HUMP = /[a-z0-9][A-Z]|[A-Z]{2}[a-z]/;

function humpsApart(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2');
}

/** The last segment of a dotted or bracketed left side: `settings.auth.secretKey` → `secretKey`. */
export function lastSegment(name: string): string {
  const parts = name.split(/[.[\]'"\s:>-]+/).filter(Boolean);
  const last = parts[parts.length - 1] ?? '';
  // `api-key` and `X-Api-Key` are one name; `client.api-key` too.
  return name.includes('-') && !name.includes('->')
    ? (name
        .split(/[.[\]'"\s:>]+/)
        .filter(Boolean)
        .pop() ?? last)
    : last;
}

/** True for the name of a variable, field, header or setting whose value is a credential. */
export function isSecretName(name: string): boolean {
  const known = cache.get(name);
  if (known !== undefined) return known;
  if (cache.size > CACHE_LIMIT) cache.clear();
  const answer = decide(wordsOf(lastSegment(name)));
  cache.set(name, answer);
  return answer;
}

function decide(words: readonly string[]): boolean {
  if (words.length === 0 || words.length > 8) return false;
  const last = words[words.length - 1] ?? '';
  if (words.some((word) => HARMLESS_WORDS.has(word) || /^[cx]srf/.test(word)) || ACTIONS.has(words[0] ?? ''))
    return false;
  // What Kubernetes calls a secret: it is named here (Kubernetes documentation, "TLS Secrets", and charts that take a `configSecret`).
  if (last === 'secret' && /^(?:config|tls|cert|certificate|ca|credentials)$/.test(words[words.length - 2] ?? ''))
    return false;
  // `resetPassword: true` is a question; and what holds a private key is named.
  if (words.join(' ') === 'reset password' || words.slice(-3).join(' ') === 'private key secret') return false;
  // Part of a signed request: `X-Amz-Credential` names the key that signed it.
  if (words[0] === 'x' && last === 'credential') return false;
  // A public key's token names an assembly (.NET documentation, "Strong-named assemblies").
  if (last === 'token' && words[words.length - 2] === 'key') return !words.includes('public');
  // What keeps two clusters apart that boot at the same time (etcd documentation, "Clustering Guide": `initial-cluster-token`).
  if (last === 'token' && words.slice(-3, -1).join(' ') === 'initial cluster') return false;
  // Where the next page of answers begins, and the part of a text that is read next.
  if (last === 'token' && /^(?:next|last|previous|prev|page|continuation)$/.test(words[words.length - 2] ?? ''))
    return false;
  // What opens a link that is handed around.
  if (last === 'token' && words[0] === 'share') return false;
  if (last === 'hash' || (HARMLESS_TAILS.has(last) && !(last === 'role' && words.includes('key')))) return false;
  if (/^\d+$/.test(last) || ENVIRONMENTS.test(last)) return decide(words.slice(0, -1));
  if (words.some((word) => SECRET_WORDS.has(word))) return true;
  if (SECRET_LAST.has(last) && words.length > 1) return true;
  if (/(?:password|passwd|secret|apikey|token)$/.test(last) && last.length <= 24) return true;
  return last === 'key' && KEY_KINDS.has(words[words.length - 2] ?? '');
}

/** True for a name of a password that people or services sign in with (not a signing key or a token). */
export function isPasswordName(name: string): boolean {
  return wordsOf(lastSegment(name)).some((word) =>
    /^(?:pass|pwd|pw|passphrase|senha|contrasena|passwort|mdp)$|password$|(?<!^ht)passwd$/.test(word),
  );
}

/** True for a name that says that its value was made up: `TEST_KEY`, `fakeToken`. */
export function namesExample(name: string): boolean {
  return wordsOf(name).some((word) => /^(?:test|fake|dummy|mock|example|sample|fixture)s?$/.test(word));
}

const SIGNERS = new Set([
  'jwt',
  'session',
  'cookie',
  'app',
  'auth',
  'token',
  'signing',
  'nextauth',
  'hmac',
  'encryption',
  'flask',
  'django',
  'crypto',
]);

/** True for the name of what tokens, sessions or cookies are signed or encrypted with. */
export function isSigningName(name: string): boolean {
  const words = wordsOf(lastSegment(name));
  const last = words[words.length - 1];
  const before = words[words.length - 2] ?? '';
  if (last === 'key')
    return (
      before === 'secret' ||
      before === 'jwt' ||
      before === 'signing' ||
      before === 'encryption' ||
      before === 'session' ||
      before === 'cookie'
    );
  return last === 'secret' && (words.length === 1 || words.some((word) => SIGNERS.has(word)));
}

/** Prefixes of variables that bundlers copy into what browsers load. Sources: the documentation of Next.js, Vite, Create React App, Expo, Nuxt, SvelteKit/Astro, Gatsby and Vue CLI. */
export const BROWSER_PREFIX = /^(?:NEXT_PUBLIC_|VITE_|REACT_APP_|EXPO_PUBLIC_|NUXT_PUBLIC_|PUBLIC_|GATSBY_|VUE_APP_)/;

/** Variables with a browser prefix that are meant to be public although they hold a key word. */
const PUBLISHABLE =
  /PUBLISHABLE|ANON|SITE_?KEY|DSN|SEARCH_?(?:API_?)?KEY|MEASUREMENT|PUBLIC_KEY|CLIENT_ID|MAPS?_|VAPID|FIREBASE|ANALYTICS|CSRF/;

/** Providers whose API keys are for servers only, by their own documentation; others issue keys for browsers under the same name. */
const SERVER_ONLY =
  /OPENAI|ANTHROPIC|CLAUDE|GROQ|MISTRAL|COHERE|DEEPSEEK|OPENROUTER|PERPLEXITY|REPLICATE|HUGGING_?FACE|RESEND|SENDGRID|MAILGUN|TWILIO|GITHUB|AWS/;

/** True for the name of a key that a provider gives out: `OPENAI_API_KEY`, `openai.api.key`. */
export function isServiceKeyName(name: string): boolean {
  return SERVER_ONLY.test(name.toUpperCase()) && !isPasswordName(name) && !isSigningName(name);
}

const SERVER_WORDS =
  /^(?:secret|secrets|private|password|passwd|pwd|passphrase|salt|credential|credentials|admin|service|role|signing|encryption|master)$/;

/** True for a browser-visible variable whose name promises a secret. A plain API key may well be one for browsers. */
export function isExposedSecretName(name: string): boolean {
  const prefix = BROWSER_PREFIX.exec(name)?.[0];
  if (!prefix) return false;
  const rest = name.slice(prefix.length);
  if (PUBLISHABLE.test(rest) || !isSecretName(rest)) return false;
  return wordsOf(rest).some((word) => SERVER_WORDS.test(word)) || SERVER_ONLY.test(rest);
}
