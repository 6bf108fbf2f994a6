/** Literals that a call signs, encrypts or seals with, whatever they look like: `jwt.sign(payload, 'v')`, `session({ secret: 'v' })`. */
import type { Detection, Scan } from './detect';
import { classifyValue } from '../values/value';

/** What a call is handed: a key, or the password of a login that is about to be made. */
interface Form {
  /** Lower-case key of the automaton. */
  key: string;
  /** From the key on; the group is the value. */
  pattern: RegExp;
  /** What must stand before it on its line. */
  before?: RegExp;
  /** The call hashes a password, which is then a login's. */
  hashes?: true;
  /** The call may as well be handed the name of an algorithm: only what was made at random counts. */
  odd?: true;
}

const VALUE = `["'\`]([^"'\`\\n$]{1,200})["'\`]`;

/** Sources: documentation of jsonwebtoken, PyJWT, python-jose, node:crypto, express-session, cookie-session, cookie-parser, passport-jwt, @nestjs/jwt, Better Auth, NextAuth.js, jose, cryptography, Flask, NiceGUI ("Storage"), .NET, jjwt, java-jwt,
 * golang-jwt, gorilla/sessions, php-jwt, ruby-jwt; bcrypt, argon2, Laravel ("Hashing"), Werkzeug, Django, Spring Security ("Password Storage"), passlib and PHP for passwords. */
const FORMS: readonly Form[] = [
  {
    key: 'jwt.sign(',
    pattern: new RegExp(`jwt\\.sign\\([^"'\`;]{0,200}?(?:\\{[^}]{0,200}\\}[^"'\`;]{0,40}?)?,\\s{0,40}${VALUE}`, 'y'),
  },
  { key: 'jwt.verify(', pattern: new RegExp(`jwt\\.verify\\([^"'\`;]{0,80}?,\\s{0,40}${VALUE}`, 'y') },
  {
    key: 'jwt.encode(',
    pattern: new RegExp(`jwt\\.encode\\([^"'\`;]{0,80}?(?:\\{[^}]{0,200}\\})?[^"'\`;]{0,20}?,\\s{0,40}${VALUE}`, 'y'),
  },
  { key: 'jwt.decode(', pattern: new RegExp(`jwt\\.decode\\([^"'\`;]{0,80}?,\\s{0,40}${VALUE}`, 'y') },
  {
    key: 'createhmac(',
    pattern: new RegExp(`createHmac\\(\\s{0,40}["'][\\w-]{2,20}["']\\s{0,40},\\s{0,40}${VALUE}`, 'y'),
  },
  { key: 'cookieparser(', pattern: new RegExp(`cookieParser\\(\\s{0,40}${VALUE}`, 'y') },
  { key: 'session({', pattern: new RegExp(`session\\(\\{[^}]{0,300}?\\bsecret:\\s{0,40}${VALUE}`, 'iy') },
  {
    key: 'cookiesession({',
    pattern: new RegExp(`cookieSession\\(\\{[^}]{0,300}?\\b(?:secret|keys):\\s{0,40}\\[?\\s{0,40}${VALUE}`, 'y'),
  },
  {
    key: 'jwtmodule.register(',
    pattern: new RegExp(`JwtModule\\.register\\(\\{[^}]{0,300}?\\bsecret(?:OrPrivateKey)?:\\s{0,40}${VALUE}`, 'y'),
  },
  { key: 'betterauth({', pattern: new RegExp(`betterAuth\\(\\{[^}]{0,300}?\\bsecret:\\s{0,40}${VALUE}`, 'y') },
  { key: 'nextauth({', pattern: new RegExp(`NextAuth\\(\\{[^}]{0,300}?\\bsecret:\\s{0,40}${VALUE}`, 'y') },
  {
    key: 'textencoder().encode(',
    pattern: new RegExp(`TextEncoder\\(\\)\\.encode\\(\\s{0,40}${VALUE}`, 'y'),
    before: /(?:secret|key|sign\(|verify\()[^;\n]{0,60}$/i,
  },
  {
    key: 'symmetricsecuritykey(',
    pattern: new RegExp(`SymmetricSecurityKey\\(\\s{0,40}(?:\\w{1,20}\\.){1,4}GetBytes\\(\\s{0,40}${VALUE}`, 'y'),
  },
  { key: 'signwith(', pattern: new RegExp(`signWith\\(\\s{0,40}[\\w.]{1,60},\\s{0,40}${VALUE}`, 'y') },
  { key: 'hmacshakeyfor(', pattern: new RegExp(`hmacShaKeyFor\\(\\s{0,40}${VALUE}`, 'y') },
  { key: 'algorithm.hmac', pattern: new RegExp(`Algorithm\\.HMAC\\d{3}\\(\\s{0,40}${VALUE}`, 'y') },
  { key: 'secretkeyspec(', pattern: new RegExp(`SecretKeySpec\\(\\s{0,40}${VALUE}`, 'y') },
  { key: 'signedstring(', pattern: new RegExp(`SignedString\\(\\s{0,40}\\[\\]byte\\(${VALUE}`, 'y') },
  { key: 'newcookiestore(', pattern: new RegExp(`NewCookieStore\\(\\s{0,40}\\[\\]byte\\(${VALUE}`, 'y') },
  { key: 'jwt::encode(', pattern: new RegExp(`JWT::encode\\(\\s{0,40}\\$\\w{1,40},\\s{0,40}${VALUE}`, 'y') },
  { key: 'jwt.encode', pattern: new RegExp(`JWT\\.encode[ (]\\s{0,40}\\w{1,40},\\s{0,40}${VALUE}`, 'y') },
  {
    key: 'createcipheriv(',
    pattern: new RegExp(`createCipheriv\\(\\s{0,40}["'\`][\\w-]{2,24}["'\`],\\s{0,40}${VALUE}`, 'y'),
  },
  {
    // `encrypt($mail, 'v')` of any helper; what stands behind a key is the message.
    key: 'crypt(',
    pattern:
      /crypt\(\s{0,4}(?![^,]{0,80}(?:key|secret|pass))[^,;\n]{1,80},\s{0,4}["'](?!AES|DES|RSA)([^"'\n$]{8,64})["']\s{0,4}\)/iy,
    before: /(?:en|de)$/i,
    odd: true,
  },
  { key: 'fernet(', pattern: new RegExp(`Fernet\\(\\s{0,40}[rbu]{0,2}${VALUE}`, 'y') },
  { key: 'storage_secret', pattern: new RegExp(`storage_secret\\s{0,4}=\\s{0,4}${VALUE}`, 'y') },
  { key: 'secretorkey', pattern: new RegExp(`secretOrKey["']?\\s{0,40}[:=]\\s{0,40}${VALUE}`, 'y') },
  { key: '.secret_key', pattern: new RegExp(`\\.secret_key\\s{0,40}=\\s{0,40}[rbu]{0,2}${VALUE}`, 'y') },
  {
    key: "config['secret_key']",
    pattern: new RegExp(`config\\[["']SECRET_KEY["']\\]\\s{0,40}=\\s{0,40}[rbu]{0,2}${VALUE}`, 'y'),
  },
  {
    key: 'config["secret_key"]',
    pattern: new RegExp(`config\\[["']SECRET_KEY["']\\]\\s{0,40}=\\s{0,40}[rbu]{0,2}${VALUE}`, 'y'),
  },
  {
    key: 'usermanager.createasync(',
    pattern: new RegExp(`[\\w.]{1,40}\\(\\s{0,40}\\w{1,40},\\s{0,40}${VALUE}`, 'iy'),
    hashes: true,
  },
  ...[
    'bcrypt.hash(',
    'bcrypt.hashsync(',
    'bcryptjs.hash(',
    'hash::make(',
    'make_password(',
    'generate_password_hash(',
    'bcrypt.hashpw(',
    'argon2.hash(',
    'passwordencoder.encode(',
    'passwordencoder().encode(',
    'get_password_hash(',
    'pwd_context.hash(',
    'password_hash(',
    'hashpassword(',
  ].map((key): Form => ({
    key,
    // ASP.NET's hasher takes the user first.
    pattern: new RegExp(`[\\w.:]{1,40}(?:\\(\\)\\.encode)?\\(\\s{0,40}(?:\\w{1,40},\\s{0,4})?[rbu]{0,2}${VALUE}`, 'iy'),
    hashes: true,
  })),
];

/** Keys of the automaton, by index. */
export const SIGNING_KEYS: readonly string[] = FORMS.map(({ key }) => key);

/** The literal that a call signs with, at the hit of its key. */
export function signingValue(scan: Scan, index: number, end: number): Detection[] {
  const form = FORMS[index];
  if (!form || (scan.family !== 'code' && scan.family !== 'python')) return [];
  const start = end - form.key.length;
  form.pattern.lastIndex = start;
  const match = form.pattern.exec(scan.text);
  const value = match?.[1];
  if (!match || value === undefined) return [];
  if (form.before && !form.before.test(scan.text.slice(Math.max(0, start - 120), start))) return [];
  const at = start + match[0].lastIndexOf(value);
  const kind = classifyValue(value);
  if (kind === 'reference' || kind === 'cut-off' || kind === 'masked' || value.length < 2) return [];
  const isProse = scan.isProse(start);
  if (form.odd && (isProse || kind !== 'strong')) return [];
  if (form.hashes && (isProse || kind === 'no-value' || kind === 'placeholder' || kind === 'sample')) return [];
  const name = form.hashes ? 'password' : 'secret';
  return [
    {
      rule: name,
      value: kind === 'no-value' ? 'plain' : kind,
      position: isProse ? 'prose' : form.hashes ? 'literal' : 'signing',
      name,
      env: null,
      start: at,
      end: at + value.length,
      proven: false,
      ...(form.hashes ? { used: true } : {}),
    },
  ];
}
