/**
 * `security.yaml`: rules of access, of which the first that fits decides, behind firewalls of which the first that fits takes a request.
 * symfony.com/doc, "Security" ("The Firewall"), "How Does the Security access_control Work?".
 */
import type { ManifestFramework } from '../../../code/manifests/framework';
import type { Expression, GuardUse, UseStatement } from '../../../code/model';
import type { Rule } from '../../../code/model-setup';
import type { SourceFile } from '../../../collect/source-file';
import type { YamlEntry, YamlReader } from '../../../collect/yaml-nodes';
import type { Span } from '../../../span';
import { asked, askedBy, letsIn, unfollowed } from './asked';
import { APPLICATION, meaning, NAME } from './names';
import { isEverything } from './paths';

const FILE = /(?:^|\/)config\/(?:packages\/(?:prod\/)?)?security\.ya?ml$/;
/** Narrows a rule to requests of which the files say nothing. */
const NARROWS = ['ip', 'ips', 'host', 'port', 'attributes', 'route', 'request_matcher', 'requires_channel'];

export const security: ManifestFramework = {
  language: 'php',
  prefilter: (text, path) => FILE.test(path) && /^\s*security\s*:/m.test(text),
  lower(reader, file) {
    const root = reader.get(reader.root, 'security');
    return reader.isMap(root) ? new Rules(reader, file).read(root) : [];
  },
};

interface Named {
  guard: Expression;
  name: string;
  at: Span;
  ineffective?: string;
}

class Rules {
  private within: Expression[] | null = null;
  private readonly rules: UseStatement[] = [];

  constructor(
    private readonly reader: YamlReader,
    private readonly file: SourceFile,
  ) {}

  read(root: unknown): UseStatement[] {
    const { reader } = this;
    const firewalls = reader.entries(reader.get(root, 'firewalls'));
    const isOff = ({ value }: YamlEntry): boolean => reader.text(reader.get(value, 'security')) === 'false';
    const takesAll = firewalls.findIndex(
      (one) => !isOff(one) && this.patternOf(one.value) === null && !this.isNarrow(one.value),
    );
    for (const [index, firewall] of firewalls.entries())
      if (isOff(firewall) && (takesAll < 0 || index < takesAll)) this.withoutSecurity(firewall);
    const on = firewalls.filter((one) => !isOff(one));
    // What no firewall takes is asked nothing; those without security have rules of their own here.
    if (takesAll < 0 && !on.some(({ value }) => this.isNarrow(value)))
      this.within = firewalls.flatMap(({ value }) => textsOf(this.patternOf(value)));
    for (const rule of reader.items(reader.get(root, 'access_control'))) this.rule(rule);
    for (const { key, value } of on) this.authenticators(key, value);
    const at = this.placeOf(reader.entry(root, 'access_control')?.value ?? root);
    const rest = { guard: meaning('permits'), name: 'access_control', at, ineffective: 'has no rule for this path' };
    this.add(null, [], rest, { opens: true });
    return this.rules.map((use) => ({ ...use, rule: { list: '', order: null, ...use.rule, within: this.within } }));
  }

  /** Its pattern; null = it has none. */
  private patternOf(firewall: unknown): string | null {
    return this.reader.text(this.reader.get(firewall, 'pattern')) ?? null;
  }

  /** Which requests it takes is not in its pattern alone. */
  private isNarrow(firewall: unknown): boolean {
    return NARROWS.some((key) => this.reader.entry(firewall, key));
  }

  /** `security: false`: no rule is asked about what such a firewall takes. */
  private withoutSecurity({ key, value }: YamlEntry): void {
    const pattern = this.patternOf(value);
    const flaw = { ineffective: 'switches security off for this path' };
    const named = { guard: meaning('permits'), name: `the firewall ${key}`, at: this.placeOf(value) };
    const isBroad = pattern === null || isEverything(pattern);
    this.add(pattern === null ? null : [pattern], [], { ...named, ...(isBroad && flaw) }, { opens: true });
  }

  /** A firewall without sessions whose own authenticators may ask every request for a credential. */
  private authenticators(name: string, firewall: unknown): void {
    const { reader } = this;
    const own = reader.get(firewall, 'custom_authenticators') ?? reader.get(firewall, 'custom_authenticator');
    if (own === undefined || this.isNarrow(firewall) || reader.text(reader.get(firewall, 'stateless')) !== 'true')
      return;
    const guard = unfollowed(`whom the authenticators of the firewall ${name} turn away could not be followed`);
    const pattern = this.patternOf(firewall);
    this.add(pattern === null ? null : [pattern], [], { guard, name: `the firewall ${name}`, at: this.placeOf(own) });
  }

  private rule(node: unknown): void {
    const { reader } = this;
    const path = reader.text(reader.get(node, 'path')) ?? null;
    const texts = (...keys: string[]): string[] => keys.flatMap((key) => reader.texts(reader.get(node, key)));
    const roles = texts('roles', 'role').flatMap((one) => one.split(/\s*,\s*/));
    const methods = texts('methods', 'method').map((one) => one.toUpperCase());
    const condition = reader.entry(node, 'allow_if');
    const name = `access_control ${path ?? 'for all paths'}`;
    const narrowed = NARROWS.filter((key) => key !== 'requires_channel' && reader.entry(node, key));
    const maybe = narrowed.length > 0 ? { maybe: `${name} holds only for some requests (${narrowed.join(', ')})` } : {};
    const lets = roles.map(letsIn);
    const at = this.placeOf(node);
    const opens = !condition && (roles.length === 0 || lets.includes(true));
    if (opens) {
      const flaw = path === null || isEverything(path) ? { ineffective: 'lets everybody through' } : {};
      this.add(
        path === null ? null : [path],
        methods,
        { guard: meaning('permits'), name, at, ...flaw },
        { opens, ...maybe },
      );
      return;
    }
    const unsure = roles.find((one) => letsIn(one) === null);
    const byRoles = unsure === undefined ? meaning('refuses') : asked(unsure);
    const undecided = unfollowed(`whom ${name} lets in by an expression could not be followed`);
    // Beside roles, an expression is another way in.
    const byCondition = roles.length === 0 && condition ? askedBy(reader.text(condition.value) ?? '') : undefined;
    const guard = condition ? (byCondition ?? undecided) : byRoles;
    this.add(path === null ? null : [path], methods, { guard, name, at }, maybe);
  }

  private add(
    paths: string[] | null,
    methods: string[],
    { guard, name, at, ineffective }: Named,
    more: Pick<Rule, 'opens' | 'maybe'> = {},
  ): void {
    // What could not be followed decides nothing for what comes behind it.
    const as = guard.e === 'import' ? 'step' : 'permission';
    const use: GuardUse = { as, value: guard, name, at, ...(ineffective !== undefined && { ineffective }) };
    this.rules.push({
      s: 'use',
      framework: NAME,
      on: APPLICATION,
      guard: use,
      paths: paths?.flatMap(textsOf) ?? null,
      ...(methods.length > 0 && { methods }),
      reach: 'app',
      rule: { list: this.file.path, order: null, within: null, ...more },
      sockets: false,
      role: 'middleware',
      args: [],
      at,
    });
  }

  /** A node's place. */
  private placeOf(node: unknown): Span {
    const start = this.reader.start(node);
    return this.file.span(start, Math.max(start + 1, this.reader.end(node)));
  }
}

function textsOf(value: string | null): Expression[] {
  return value === null ? [] : [{ e: 'text', value }];
}
