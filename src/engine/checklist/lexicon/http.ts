/** Words for input, errors and HTTP. */
import type { Entry } from './entry';

export const HTTP: Readonly<Record<string, Entry>> = {
  'cors-restricted': {
    keys: ['cors', 'secure', 'proper', 'configure', 'strict'],
    strong:
      /\bcors\b.*\b(?:restrict\w*|configured|locked|limited|allow-?list\w*|whitelist\w*|proper\w*|secure\w*|only|domains?|origins)\b|\bcors\b.*\borigin (?:allow-?list|whitelist|list)\b|\b(?:secure|restrict(?:ed|ive)?|proper|configure|strict) cors\b/,
    weak: /\bcors\b/,
  },
  'csrf-protection': { keys: ['csrf'], strong: /\bcsrf (?:protection|tokens?|defen[cs]e)\b/ },
  'trusted-hosts': {
    keys: ['trusted', 'host header', 'allowed_hosts'],
    strong: /\btrusted ?hosts?\b|\bhost header (?:validation|validated)\b|\ballowed_hosts\b/,
  },
  'https-enforced': {
    keys: ['https', 'hsts', 'strict-transport-security'],
    strong: /\bhttps (?:enforced|only|redirect)\b|\bhsts\b|\bstrict-transport-security\b/,
    veto: /\bcertificates?\b/,
  },
  'audit-logging': {
    keys: ['audit'],
    strong:
      /\baudit (?:logging|trail)\b|\b(?:no|add|implement|enable|integrate|write) audit logs?\b|\baudit logs? (?:(?:are|is) )?(?:implemented|enabled|written|in place)\b/,
    weak: /\baudit logs?\b/,
    // Some handlers that write records are not all of them, and what becomes of records is another matter.
    veto: /\b(?:all|every|complete|comprehensive|full|compliance|access|centrali[sz]ed?|endpoints?|apis?|tamper|immutable|permanent|retention|exports?|viewer|ui|pages?|reviews?|monitored|hash|documentation|docs|tests?|tested)\b|\b100 ?%/,
  },
  'security-headers': {
    keys: ['security header', 'helmet'],
    strong: /\bsecurity headers?\b|\bhelmet\b/,
    veto: /\b(?:test(?:s|ing|ed)?|scan)\b/,
  },
  'csp-strict': {
    doneNeeds: /\b(?:strict(?!-transport)|nonces?|unsafe|inline)\b/,
    keys: ['csp', 'security'],
    strong: /\b(?:strict )?(?:csp|content[- ]security[- ]policy)\b/,
    beats: ['security-headers', 'security-policy-doc'],
  },
  'request-size-limit': {
    keys: ['size'],
    strong: /\b(?:request|body|payload|upload)(?: body| file)? size (?:limits?|limited|limiting|validation)\b/,
    weak: /\bfile size (?:limits?|limited|limiting|validation)\b/,
  },
  'request-timeout': {
    keys: ['request timeout'],
    strong: /\brequest timeouts?\b/,
    veto: /\b(?:outgoing|http client|external)\b/,
  },
  'outbound-timeout': {
    keys: ['external', 'outgoing', 'outbound', 'http client'],
    strong:
      /\b(?:timeouts? on (?:all )?(?:external|outgoing|outbound)|(?:external|outgoing|outbound|http client) (?:calls?|requests?)? ?timeouts?)\b/,
  },
  'request-schema-validated': {
    keys: ['validation', 'validated', 'for all request'],
    strong:
      /\b(?:input|request|payload|body) (?:schema )?validation\b|\binputs? (?:are )?validated\b|\bschemas? for all request(?: models?)?\b/,
    veto: /\b(?:test(?:s|ing|ed)?|client|forms?|frontend|front-end|enhanc\w+|review|html|sanitiz\w+)\b/,
  },
  'unsafe-html-sink': {
    keys: ['sanitiz', 'escap', 'protection'],
    strong: /\b(?:html|output|xss) (?:sanitiz\w+|escap\w+|protection)\b/,
    // Protection is more than that no value becomes markup: policies and headers are, too.
    doneNeeds: /\b(?:sanitiz|escap)\w+/,
    openNeeds: /\b(?:sanitiz|escap)\w+/,
  },
  'sql-injection': {
    keys: ['sql injection', 'parameteri'],
    strong:
      /\bsql injection (?:protection|prevention|prevented|protected|safe)\b|\bno sql injection\b|\bparameteri[sz]ed quer(?:y|ies)\b/,
  },
  'error-handler-registered': {
    keys: ['global', 'central', 'middleware', 'exception'],
    strong:
      /\b(?:global|centrali[sz]ed|central) (?:error|exception)s? (?:handl\w+|middleware)\b|\b(?:error|exception) handl(?:er|ing) middleware\b|\b(?:global|centrali[sz]ed) exception\b/,
    veto: /\b(?:test(?:s|ing|ed)?|workflow|document\w*)\b/,
  },
  'error-details-leaked': {
    keys: ['stack trace', 'internal', 'error details'],
    strong:
      /\bno (?:stack traces?|internal (?:errors?|details)) (?:in|to|exposed|leaked|returned)\b|\b(?:stack traces?|error details) (?:hidden|not exposed)\b/,
    beats: ['error-handler-registered'],
  },
  'error-boundary': {
    keys: ['error boundar'],
    strong: /\berror boundar(?:y|ies)\b/,
    beats: ['error-handler-registered'],
  },
};
