/** Passwords of databases, caches and brokers that stand in the tree or in every dictionary. */
import { defineCheck } from '../check';
import { environment } from '../env/environment';
import type { FindingDraft } from '../finding';
import { isDatastore, isDatastoreVariable } from '../secrets/datastores';
import { alsoIn, draftOf } from '../secrets/findings';
import { judge, type Credential, type Judgement } from '../secrets/judge';
import { isDevelopmentPath, placeOfPath } from '../secrets/places';
import type { Workspace } from '../workspace';

export default defineCheck({
  id: 'weak-datastore-credentials',
  title: 'Databases and brokers have real passwords',
  question: 'Does every database, cache and broker get its password from outside the tree?',
  category: 'secrets',
  severity: 'high',
  effort: 'low',
  since: '0.1.0',
  asks: ['001', '002'],
  conclude(workspace) {
    const judgement = workspace.derive(judge);
    const own = judgement.credentials.filter(isShippedDatastorePassword);
    const findings = own.map((credential) => draft(credential, judgement));
    const counted = findings.filter(({ severity }) => severity !== 'info');
    if (counted.length > 0) {
      const summary =
        counted.length === 1
          ? 'One password of a datastore is written in the tree.'
          : `${counted.length} passwords of datastores are written in the tree.`;
      return { verdict: 'fail', level: 'E0', summary, findings };
    }
    if (own.length === 0 && !usesDatastore(workspace))
      return { verdict: 'not-applicable', summary: 'Nothing here uses a database, cache or broker.' };
    const summary =
      own.length === 0
        ? 'No password of a datastore is written in the tree.'
        : 'Only development files hold passwords of datastores.';
    return { verdict: 'pass', level: 'E4', summary, findings };
  },
});

function isShippedDatastorePassword({ path, fact, own, severity }: Credential): boolean {
  const place = placeOfPath(path);
  return (
    own &&
    severity !== 'low' &&
    fact.position !== 'prose' &&
    (place === 'code' || place === 'config') &&
    isDatastore(fact)
  );
}

function usesDatastore(workspace: Workspace): boolean {
  return workspace.derive(environment).packages.some((entry) => [...entry.reads.keys()].some(isDatastoreVariable));
}

/** What people call the server behind a URL's scheme; over TLS it is the same one. */
const SERVERS: Readonly<Record<string, string>> = {
  postgres: 'A PostgreSQL',
  postgresql: 'A PostgreSQL',
  mysql: 'A MySQL',
  mariadb: 'A MariaDB',
  redis: 'A Redis',
  rediss: 'A Redis',
  mongodb: 'A MongoDB',
  amqp: 'An AMQP',
  amqps: 'An AMQP',
};

function serverOf(scheme: string): string {
  const base = scheme.replace(/\+.*$/, '');
  return `${SERVERS[base] ?? `A ${base}`} server`;
}

function draft(credential: Credential, judgement: Judgement): FindingDraft {
  const base = draftOf(credential, judgement);
  const { fact, path } = credential;
  const what = fact.scheme === null ? (fact.env ?? fact.name ?? 'A datastore') : serverOf(fact.scheme);
  const isDevelopment = isDevelopmentPath(path);
  return {
    ...base,
    severity: isDevelopment ? 'info' : 'high',
    message: `${what} gets its password from the tree (${fact.mask})${alsoIn(base.related.length)}. Whoever reaches the port can sign in with it. Read it from the environment${fact.position === 'compose' ? ' with ${X:?set X}' : ''} and change it.`,
  };
}
