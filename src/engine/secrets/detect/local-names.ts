/** Variables of the environment behind local names. */
import { wordsOf } from '../names';

/** How far above a use its assignment is looked for. */
const REACH = 6000;
const READ =
  /(?:getenv|Getenv|environ\.get|env::var|GetEnvironmentVariable|ENV\.fetch)\(\s*["'](\w+)["']|(?:process\.env|import\.meta\.env)\.(\w+)|(?:environ|env|ENV)\[["'](\w+)["']\]/;

/** The variable that a local name was read from above an offset (`const jwtSecret = process.env.JWT_SECRET`), or null. */
export function readBehind(text: string, subject: string, at: number): string | null {
  const before = text.slice(Math.max(0, at - REACH), at);
  const assigned = Math.max(before.lastIndexOf(`${subject} = `), before.lastIndexOf(`${subject} := `));
  if (assigned < 0) return null;
  const line = before.slice(assigned, assigned + 160).split('\n', 1)[0] ?? '';
  const read = READ.exec(line);
  return read?.[1] ?? read?.[2] ?? read?.[3] ?? null;
}

/** True for a name that was given a literal where the variable is not set: it is never empty. */
export function fallsBack(text: string, subject: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - REACH), at);
  const assigned = Math.max(...[' = ', ' := ', ': '].map((sign) => before.lastIndexOf(`${subject}${sign}`)));
  const line = assigned < 0 ? '' : before.slice(assigned, assigned + 200).split(/;|\n(?!\s*(?:\|\||\?\?|["'`]))/, 1)[0];
  return /(?:\|\||\?\?|\bor|,)\s*(?:default\s*=\s*)?["'`][^"'`]/.test(line ?? '');
}

/** Name of the environment variable for a name in code: what it was read from, else its own name in upper snake case. */
export function environmentName(text: string, subject: string, at: number): string {
  return readBehind(text, subject, at) ?? upperSnake(subject);
}

/** `jwtSecret` → `JWT_SECRET`. */
export function upperSnake(name: string): string {
  return wordsOf(name).join('_').toUpperCase();
}
