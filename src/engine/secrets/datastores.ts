/** Which credentials open a database, cache, queue or object store. */
import type { SecretFact } from './facts';

const SCHEMES =
  /^(?:postgres|postgresql|mysql|mariadb|mongodb|redis|rediss|valkey|amqp|amqps|mssql|sqlserver|oracle|clickhouse|cockroachdb|cassandra|neo4j|bolt|couchdb|elasticsearch|opensearch|nats|kafka|memcached|ldap|influxdb|jdbc|db2|snowflake)(?:\+|:|$)/i;
const NAMES =
  /(?:^|_|\b)(?:postgres\w*|postgresql|pg|mysql|mariadb|mongo\w*|redis|valkey|rabbitmq|rabbit|amqp|minio|mssql|sa|oracle|clickhouse|cassandra|neo4j|couchdb|elastic\w*|opensearch|influxdb|database|db|requirepass)(?:_|\b|$)/i;

/** True for a password that a datastore is reached with or set up with. */
export function isDatastore(fact: SecretFact): boolean {
  if (fact.scheme !== null) return SCHEMES.test(fact.scheme);
  if (fact.position === 'sql') return fact.rule === 'password';
  const name = snake(fact.env ?? fact.name ?? '');
  return NAMES.test(name) && /pass|pwd|pw|secret/i.test(name);
}

/** True for a variable that says where a datastore is or how to sign in. */
export function isDatastoreVariable(name: string): boolean {
  return (
    NAMES.test(name) ||
    /(?:^|_)(?:DATABASE|DB|REDIS|MONGO\w*|POSTGRES\w*|MYSQL|AMQP|RABBITMQ|BROKER)_?(?:URL|URI|HOST|DSN|PASSWORD)?$/i.test(
      name,
    )
  );
}

function snake(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2');
}
