/** Commands and calls that take a credential at a known place, as data: a key for the automaton and a pattern around it. */
import type { Position } from '../facts';

export interface ValueForm {
  /** Lower-case key of the automaton. */
  key: string;
  /** From the key on (sticky), or with `before` ending at it; the last group is the value, a first of two the name. */
  pattern: RegExp;
  position: Position;
  /** The value stands before the key. */
  before?: boolean;
  /** Only in code. */
  code?: boolean;
  /** Name of the value where the form has no group for it; `password` otherwise. */
  name?: string;
  rule?: string;
  /** Somebody signs in with it, or is given it to sign in with. */
  signsIn?: boolean;
  /** Scheme of the server that is signed in to. */
  scheme?: string;
}

const WORD = '["\']?([^\\s"\'$<>|;&]{4,128})["\']?';
/** A literal argument; a call's other arguments. */
const TEXT = '[rbufRBUF]{0,2}["\'`]([^"\'`\\n]{1,128})["\'`]';
const ARGUMENT = '(?:[rbufRBUF]{0,2}["\'`][^"\'`\\n]{0,200}["\'`]|[$A-Za-z_][\\w.$>-]{0,60})\\s{0,4},\\s{0,40}';

function command(key: string, option: string): ValueForm {
  return { key, pattern: new RegExp(`${key}${option}${WORD}`, 'iy'), position: 'shell' };
}

/** Sources: the manual page of each command. */
export const COMMAND_FORMS: readonly ValueForm[] = [
  command('docker login', '[^\\n|;&]{0,200}?(?:-p|--password)[ =]'),
  command('podman login', '[^\\n|;&]{0,200}?(?:-p|--password)[ =]'),
  command('sshpass', '\\s{1,4}-p\\s{0,4}'),
  command('mysql ', '(?:[^\\n|;&]{0,200}? )?-p'),
  command('mysqldump ', '(?:[^\\n|;&]{0,200}? )?-p'),
  command('mysqladmin ', '(?:[^\\n|;&]{0,200}? )?-p'),
  command('redis-cli', '[^\\n|;&]{0,100}? -a\\s{1,4}'),
  command('sqlcmd', '[^\\n|;&]{0,200}? -P\\s{0,4}'),
  command('useradd', '[^\\n|;&]{0,200}? -p\\s{1,4}'),
  command('htpasswd', '\\s{1,4}-\\w{0,4}b\\w{0,4}\\s{1,4}[^\\s|;&]{1,80}\\s{1,4}[^\\s|;&]{1,60}\\s{1,4}'),
  command('az login', '[^\\n|;&]{0,200}? (?:-p|--password)[ =]'),
  command('vault login', '\\s{1,4}'),
  { ...command('bindpw', '[ \\t]{1,8}'), position: 'config' },
  { ...command('masterauth', '[ \\t]{1,8}'), position: 'config' },
  { ...command('insecure-password', '[ \\t]{1,8}'), position: 'config' },
  command('securestring', '\\s{1,4}(?:-String\\s{1,4})?'),
  {
    key: 'configure set ',
    pattern: new RegExp(`configure set (?:[\\w.-]{1,40}\\.)?([\\w-]{1,60})\\s{1,4}${WORD}`, 'iy'),
    position: 'shell',
    rule: 'secret',
  },
  {
    key: 'password-stdin',
    pattern: /\becho\s{1,4}(?:-n\s{1,4})?["']?([^\s"'|$]{4,128})["']?\s{0,4}\|[^|\n]{0,160}$/,
    position: 'shell',
    before: true,
  },
  {
    key: 'chpasswd',
    pattern:
      /\becho\s{1,4}(?:-\w{1,2}\s{1,4})?["']?[\w.-]{1,40}:([^\s"'|$]{4,128})["']?\s{0,4}\|\s{0,4}(?:sudo\s{1,4})?$/,
    position: 'shell',
    before: true,
  },
];

function call(key: string, pattern: string, rest: Partial<ValueForm> = {}): ValueForm {
  return { key, pattern: new RegExp(pattern, 'iy'), position: 'literal', code: true, signsIn: true, ...rest };
}

/** Sources: the documentation of each library. */
export const CALL_FORMS: readonly ValueForm[] = [
  call('auth=(', `auth=\\(\\s{0,40}${ARGUMENT}${TEXT}`),
  call('new passwordauthentication(', `new PasswordAuthentication\\(\\s{0,40}${ARGUMENT}${TEXT}`),
  call('httpbasicauth(', `HTTPBasicAuth\\(\\s{0,40}${ARGUMENT}${TEXT}`),
  call('networkcredential(', `NetworkCredential\\(\\s{0,40}${ARGUMENT}${TEXT}`),
  call('.login(', `\\.login\\(\\s{0,40}${ARGUMENT}${TEXT}\\s{0,40}\\)`),
  call('new pdo(', `new PDO\\(\\s{0,40}${ARGUMENT}${ARGUMENT}${TEXT}`, { scheme: 'mysql' }),
  call('mysqli_connect(', `mysqli_connect\\(\\s{0,40}${ARGUMENT}${ARGUMENT}${TEXT}`, { scheme: 'mysql' }),
  call('new mysqli(', `new mysqli\\(\\s{0,40}${ARGUMENT}${ARGUMENT}${TEXT}`, { scheme: 'mysql' }),
  call('pymysql.connect(', `pymysql\\.connect\\(\\s{0,40}${ARGUMENT}${ARGUMENT}${TEXT}`, { scheme: 'mysql' }),
  call('mysqldb.connect(', `MySQLdb\\.connect\\(\\s{0,40}${ARGUMENT}${ARGUMENT}${TEXT}`, { scheme: 'mysql' }),
  call('manager.getconnection(', `Manager\\.getConnection\\(\\s{0,40}${ARGUMENT}${ARGUMENT}${TEXT}`, {
    scheme: 'jdbc',
  }),
  call('create_superuser(', `create_superuser\\(\\s{0,40}${ARGUMENT}${ARGUMENT}${TEXT}`),
  call('.set_password(', `\\.set_password\\(\\s{0,40}${TEXT}\\s{0,4}\\)`),
  call('.setpassword(', `\\.setPassword\\(\\s{0,40}${TEXT}\\s{0,4}\\)`),
  call('.fill(', `\\.fill\\(\\s{0,40}["'\`][^"'\`\\n]{0,40}passw[^"'\`\\n]{0,40}["'\`]\\s{0,4},\\s{0,40}${TEXT}`, {
    position: 'argument',
  }),
  call('.type(', `\\.type\\(\\s{0,40}["'\`][^"'\`\\n]{0,40}passw[^"'\`\\n]{0,40}["'\`]\\s{0,4},\\s{0,40}${TEXT}`, {
    position: 'argument',
  }),
  call('new sequelize(', `new Sequelize\\(\\s{0,40}${ARGUMENT}${ARGUMENT}${TEXT}`),
  // `buildConfigField "String", "API_KEY", "\"v\""` (Android documentation, "Share custom fields").
  {
    key: 'buildconfigfield',
    pattern:
      /buildConfigField\(?\s{0,4}["']String["'],\s{0,4}["'](\w{1,80})["'],\s{0,4}["']\\?["']([^"'\\\n]{1,200})/iy,
    position: 'literal',
    code: true,
    rule: 'secret',
  },
  {
    key: 'variable "',
    pattern:
      /variable "(\w{1,80})"\s{0,4}\{(?:[^}"]{0,120}"[^"\n]{0,300}"){0,6}?[^}"]{0,120}?\bdefault\s{0,20}=\s{0,4}"([^"\n]{1,200})"/iy,
    position: 'setting',
    code: true,
  },
  // `Configuration["Jwt:Key"] ?? "v"` (.NET documentation, "Configuration in ASP.NET Core").
  {
    key: '["jwt:',
    pattern: /\["Jwt\w{0,20}:(?:Key|Secret|SigningKey|SecretKey)"\]!?\s{0,10}\?\?\s{0,10}"([^"\n]{1,200})"/iy,
    position: 'fallback',
    code: true,
    name: 'JwtKey',
    rule: 'secret',
  },
];
