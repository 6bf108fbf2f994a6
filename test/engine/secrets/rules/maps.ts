// Made-up values of the formats in `rules/maps.ts`, and near misses.

import { encoded, expand, type Examples } from '../../../support/examples';

export const MAPS: Examples = {
  'mapbox-secret-token': {
    value: (seed) =>
      `${encoded('{"u":"{lower 8}","a":"{lower 25}"}', 'sk.', 'base64url')(seed)}.${expand('{url 22}', seed)}`,
    miss: 'sk.eyJ{url 60}.{url 22}',
  },
  'mapbox-public-token': {
    value: (seed) =>
      `${encoded('{"u":"{lower 8}","a":"{lower 25}"}', 'pk.', 'base64url')(seed)}.${expand('{url 22}', seed)}`,
    miss: 'pk.eyJ{url 60}.{url 22}',
  },
  'locationiq-key': { value: 'pk.{hex 32}', miss: 'pk.{hex 31}' },
  'mapillary-token': { value: 'MLY|{digit 10}|{hex 32}', miss: 'MLY|{digit 10}|{hex 31}' },
  'esri-key': { value: 'AAPK{an 60}', miss: 'AAPK{an 59}' },
  'here-key': { value: '{url 43}', miss: '{url 42}' },
  'tomtom-key': { value: '{an 32}', miss: '{an 31}' },
  'maptiler-key': { value: '{an 20}', miss: '{an 19}' },
  'opencage-key': { value: '{hex 32}', miss: '{hex 31}' },
  'openweather-key': { value: '{hex 32}', miss: '{hex 31}' },
};
