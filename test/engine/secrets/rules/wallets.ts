// Made-up values of the formats in `rules/wallets.ts`, and near misses.

import { base58Check, bytesOf, strkey, type Examples } from '../../../support/examples';

export const WALLETS: Examples = {
  'ethereum-private-key': { value: '0x{hex 64}', miss: '0x{hex 63}' },
  'bitcoin-private-key': {
    value: (seed) => base58Check(Buffer.concat([Buffer.from([0x80]), bytesOf(seed, 32)])),
    miss: '5{b58 50}',
  },
  'extended-private-key': {
    value: (seed) =>
      base58Check(
        Buffer.concat([
          Buffer.from('0488ade4', 'hex'),
          Buffer.alloc(9),
          bytesOf(seed, 32),
          Buffer.from([0]),
          bytesOf(`${seed} key`, 32),
        ]),
      ),
    miss: 'xprv{b58 107}',
  },
  'stellar-secret-seed': { value: (seed) => strkey(0x90, bytesOf(seed, 32)), miss: 'S{b32 55}' },
  'near-private-key': { value: 'ed25519:{b58 86}', miss: 'ed25519:{b58 85}' },
  'infura-secret': { value: '{hex 32}', miss: '{hex 31}' },
  'alchemy-key': { value: 'alchemy.com/v2/{an 32}', miss: 'alchemy.com/v2/{an 31}', line: 'https://eth-mainnet.g.$' },
  'alchemy-auth-token': { value: 'alcht_{an 30}', miss: 'alcht_{an 29}' },
  'etherscan-key': { value: '{UPPER 34}', miss: '{UPPER 33}' },
};
