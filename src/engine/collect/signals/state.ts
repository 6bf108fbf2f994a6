/**
 * Signals of where an application keeps what all its processes need: counters of rate limiters, caches; and of how many processes there are. On
 * masked text.
 */
import { closingOf, type MaskedText } from '../mask';
import type { SignalRule } from './signals';

function argumentText(match: RegExpExecArray, masked: MaskedText): string {
  const open = match.index + match[0].length - 1;
  return masked.text.slice(open + 1, closingOf(masked.code, open));
}

export const PYTHON_STATE: readonly SignalRule[] = [
  // flask-limiter.readthedocs.io "Configuration"; slowapi reads RATELIMIT_STORAGE_URL.
  {
    kind: 'limiter-store',
    needles: ['RATELIMIT_STORAGE_UR'],
    literal: true,
    pattern: /\b(RATELIMIT_STORAGE_UR[IL])\b["']?\]?\s*(?::\s*[\w[\]. |]+)?[=:,]\s*([^\n]*)/g,
    read: (match) => ({ detail: match[1] ?? '', good: !/^[^,)]*["'](?:async\+)?memory:/.test(match[2] ?? '') }),
  },
  // docs.djangoproject.com "Django's cache framework": django-ratelimit and REST framework's throttles count in the default cache.
  {
    kind: 'cache-backend',
    needles: ['CACHES'],
    literal: true,
    pattern: /["']BACKEND["']\s*:\s*["']([\w.]*[Cc]ache[\w.]*)["']/g,
    read: (match) => ({
      detail: (match[1] ?? '').replace(/^.*\./, ''),
      good: !/LocMem|Dummy|FileBased/.test(match[1] ?? ''),
    }),
  },
  {
    kind: 'cache-limiter',
    needles: ['DEFAULT_THROTTLE_CLASSES', 'ratelimit'],
    literal: true,
    pattern:
      /["'](DEFAULT_THROTTLE_CLASSES)["']\s*:\s*[[(]\s*["'\w]|\bfrom\s+django_(ratelimit)\.decorators\s+import\b/g,
    read: (match) => ({ detail: match[1] ? 'REST framework’s throttles' : 'django-ratelimit' }),
  },
  // docs.gunicorn.org "Settings", uvicorn.org "Settings"
  {
    kind: 'workers',
    needles: ['workers'],
    also: ['cpu_count', 'worker_class', 'uvicorn.run', 'wsgi_app', 'max_requests'],
    pattern: /^workers\s*=\s*([^\n#]+)|\buvicorn\.run\s*\((?=[^()]*(?:\([^()]*\)[^()]*)*\bworkers\s*=\s*([^,)\n]+))/gm,
    read: (match) => {
      const text = (match[1] ?? match[2] ?? '').trim();
      return /cpu_count|^(?:[2-9]|\d\d+)$/.test(text) ? { detail: text.slice(0, 40) } : null;
    },
  },
];

export const JAVASCRIPT_STATE: readonly SignalRule[] = [
  // docs.nestjs.com "Rate limiting": counts in memory unless `storage` is given.
  {
    kind: 'limiter-store',
    needles: ['ThrottlerModule'],
    pattern: /\bThrottlerModule\.forRoot(?:Async)?\s*\(/g,
    read: (match, masked) => ({ detail: 'ThrottlerModule', good: /\bstorage\b/i.test(argumentText(match, masked)) }),
  },
];
