/** Nobody talks to the application without encryption. */
import { defineCheck, type Conclusion } from '../check';
import { everyApp } from '../http/apps';
import { proxySettings } from '../http/proxies';
import { evidence, fail, findingAt, notApplicable, pass, unknown } from '../readiness/answers';
import { isDatastore, type PlacedService } from '../readiness/containers';
import { isScript } from '../readiness/scope';
import { runsInFront } from '../http/in-front';
import { signalsOf } from '../readiness/served';
import { shippedServices } from '../readiness/services';
import { apps } from '../readiness/setup-check';

export default defineCheck({
  id: 'https-enforced',
  title: 'HTTPS is enforced',
  question: 'Do browsers and clients have to use HTTPS?',
  category: 'access',
  severity: 'medium',
  effort: 'low',
  since: '0.1.0',
  asks: ['001', '002'],
  reads: 'setup',
  conclude(workspace): Conclusion {
    const code = signalsOf(workspace, 'https').filter(({ path }) => !isScript(path));
    const proxies = workspace
      .derive(proxySettings)
      .filter(({ setting }) => setting.name === 'tls' || isHsts(setting.value));
    const services = shippedServices(workspace);
    if (apps(workspace).length + workspace.derive(everyApp).length + services.length + proxies.length === 0)
      return notApplicable('Nothing here serves requests.');
    const reached = code.filter(
      (placed) =>
        runsInFront(workspace, placed) ||
        placed.signal.detail.startsWith('SECURE_') ||
        /(?:^|\/)next\.config\.[cm]?[jt]s$/.test(placed.path),
    );
    const proof = [
      ...reached
        .filter(({ signal }) => signal.good)
        .map(({ path, signal }) => evidence(path, signal.span, signal.detail)),
      ...proxies.map(({ path, setting }) => evidence(path, setting.span, 'TLS is set up here')),
    ];
    const [switched] = reached.filter(({ signal }) => !signal.good);
    if (proof.length > 0) return pass('E3', 'HTTPS is asked of everybody who connects.', proof);
    if (switched)
      return unknown('HTTPS is asked for only where a setting says so, and no default does.', [
        evidence(switched.path, switched.signal.span, switched.signal.detail),
      ]);
    const written = code[0];
    if (written)
      return fail('E2', 'HTTPS is asked for in code that nothing served gets to.', [
        findingAt(
          written.path,
          written.signal.span,
          'This would keep browsers on HTTPS, and no served application gets here. Add it to the application that is served.',
          'unreached',
        ),
      ]);
    const plain = services.filter(isOpen);
    if (plain.length > 0 && !services.some(({ service }) => endsTls(service)))
      return fail('E0', 'The application is published without encryption.', plain.map(plainFinding));
    return unknown(
      'No file here says where TLS ends: the platform or a proxy elsewhere may do it. Once somebody has looked, attest it.',
    );
  },
});

function isHsts(value: string | null): boolean {
  return /strict-transport-security/i.test(value ?? '');
}

/** A service of one's own that every interface of the host answers for. */
function isOpen({ service, docker }: { docker: unknown } & PlacedService): boolean {
  return (docker !== undefined || service.build !== null) && !isDatastore(service) && openPorts(service).length > 0;
}

function openPorts({ ports }: PlacedService['service']): PlacedService['service']['ports'] {
  return ports.filter(
    ({ host, published }) => published !== null && !/^(?:127\.|localhost$|\[::1\]$)/.test(host ?? ''),
  );
}

/** Something that answers on 443, or a tunnel: what it does with the rest is configured elsewhere. */
function endsTls(service: PlacedService['service']): boolean {
  return (
    service.ports.some(({ published, target }) => published === '443' || target === '443') ||
    /cloudflared|traefik|caddy|nginx-proxy|swag|letsencrypt|tailscale/i.test(service.image?.text ?? '')
  );
}

function plainFinding({ path, service }: PlacedService): ReturnType<typeof findingAt> {
  const [port] = openPorts(service);
  return findingAt(
    path,
    port?.span ?? service.span,
    `${service.name} is published on port ${port?.published ?? ''} without encryption, so passwords and sessions can be read on the way. Put a proxy with TLS before it, bind the port to 127.0.0.1, and send Strict-Transport-Security.`,
    service.name,
  );
}
