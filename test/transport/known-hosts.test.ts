import { describe, expect, it } from 'vitest'
import {
  blobType,
  compareKeys,
  fingerprint,
  knownTypes,
  lookupNames,
  parseKnownHosts,
} from '../../src/transport/known-hosts.ts'

// Made by ssh-keygen; the hashed lines by `ssh-keygen -H`.
const ed = 'AAAAC3NzaC1lZDI1NTE5AAAAIFOCfQWXp2X7zw8NH4MLsVxx2eEPh8gOs7QhxqbmSxhm'
const ec =
  'AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBClcWCaukPJve11WqLh9mrjH7vjAjxFUmvqcLgpNVa+WuZKd+HOgffFXkno1alBt3MUfklLsIchisfLN7q+c1kE='
const hashed = `|1|yfhuwCUt/RkxHxkzNJ+9UFq8HkE=|bTDlMZRsxOhlOtqTDDoSbm/fkrk= ssh-ed25519 ${ed}
|1|6SxJqjhrJxqeXW8weADkjUrJGcY=|KPU1PGEH55cXljXjkUb3OBL7EqY= ecdsa-sha2-nistp256 ${ec}`

const edKey = Buffer.from(ed, 'base64')
const ecKey = Buffer.from(ec, 'base64')
const look = (text: string, host: string, key: Buffer, port = 22, alias?: string) =>
  compareKeys(parseKnownHosts(text, 'kh'), lookupNames(host, port, alias), key).status

describe('known_hosts', () => {
  it.each([
    ['a plain name', `a.example ssh-ed25519 ${ed}`, 'a.example', 22, 'known'],
    ['a name in other case', `A.Example ssh-ed25519 ${ed}`, 'a.eXample', 22, 'known'],
    ['a comma list', `x,a.example,10.0.0.1 ssh-ed25519 ${ed} comment here`, '10.0.0.1', 22, 'known'],
    ['a glob', `*.example ssh-ed25519 ${ed}`, 'a.example', 22, 'known'],
    ['a question mark', `hs? ssh-ed25519 ${ed}`, 'hs1', 22, 'known'],
    ['a dot is no wildcard', `a.example ssh-ed25519 ${ed}`, 'aXexample', 22, 'unknown'],
    ['a negation wins over a glob', `*.example,!a.example ssh-ed25519 ${ed}`, 'a.example', 22, 'unknown'],
    ['a negation alone is no match', `!b ssh-ed25519 ${ed}`, 'a', 22, 'unknown'],
    ['a port', `[a.example]:2222 ssh-ed25519 ${ed}`, 'a.example', 2222, 'known'],
    ['a port that is another', `[a.example]:2222 ssh-ed25519 ${ed}`, 'a.example', 22, 'unknown'],
    ['the bare name away from port 22, with this very key', `a ssh-ed25519 ${ed}`, 'a', 2222, 'known'],
    ['the bare name away from port 22, with another key', `a ecdsa-sha2-nistp256 ${ec}`, 'a', 2222, 'unknown'],
    ['a hashed name', hashed, 'example.org', 22, 'known'],
    ['a hashed name that is another', hashed, 'example.net', 22, 'unknown'],
    ['another key under a hashed port', hashed, 'example.org', 2222, 'known'],
    ['an address in brackets', `[::1]:22 ssh-ed25519 ${ed}`, '::1', 22, 'unknown'],
    ['a comment', `# a ssh-ed25519 ${ed}`, 'a', 22, 'unknown'],
    ['tabs and spaces around', `  a\tssh-ed25519  ${ed}\r`, 'a', 22, 'known'],
    ['a line whose type is not the type of its key', `a ssh-rsa ${ed}`, 'a', 22, 'unknown'],
    ['garbage', 'a\n@\n\0\na b c', 'a', 22, 'unknown'],
  ])('%s', (_, text, host, port, expected) => {
    expect(look(text, host, edKey, port)).toBe(expected)
  })

  it('another key of the same type is a change', () => {
    expect(look(`a ecdsa-sha2-nistp256 ${ec.replace('BBClc', 'BBCld')}`, 'a', ecKey)).toBe('changed')
  })

  it('a host known by keys of other types alone is changed, not unknown', () => {
    expect(look(`a ecdsa-sha2-nistp256 ${ec}`, 'a', edKey)).toBe('changed')
  })

  it('a revoked key is refused even where it is also known', () => {
    expect(look(`a ssh-ed25519 ${ed}\n@revoked * ssh-ed25519 ${ed}`, 'a', edKey)).toBe('revoked')
  })

  it('a revocation of another key does not touch this one', () => {
    expect(look(`a ssh-ed25519 ${ed}\n@revoked * ecdsa-sha2-nistp256 ${ec}`, 'a', edKey)).toBe('known')
  })

  it('a revocation that cannot be read revokes all keys of its hosts', () => {
    expect(look(`a,b ssh-ed25519 ${ed}\n@revoked a ssh-ed25519 AAAAbroken`, 'a', edKey)).toBe('revoked')
    expect(look(`a,b ssh-ed25519 ${ed}\n@revoked a ssh-ed25519 AAAAbroken`, 'b', edKey)).toBe('known')
  })

  it('a certificate authority vouches for nothing here', () => {
    expect(look(`@cert-authority * ssh-ed25519 ${ed}`, 'a', edKey)).toBe('unknown')
  })

  it('an alias is looked up as it is, without the port', () => {
    expect(look(`the-alias ssh-ed25519 ${ed}`, 'a', edKey, 2222, 'The-Alias')).toBe('known')
  })

  it('names the types that a host is known by, for the negotiation', () => {
    const lines = parseKnownHosts(
      `a ecdsa-sha2-nistp256 ${ec}\nb ssh-ed25519 ${ed}\n@revoked a ssh-ed25519 ${ed}`,
      'kh',
    )
    expect(knownTypes(lines, ['a'])).toEqual(['ecdsa-sha2-nistp256'])
  })

  it('tells the line that decided', () => {
    const { lines } = compareKeys(parseKnownHosts(`#\na ssh-ed25519 ${ed}`, '/kh'), ['a'], edKey)
    expect(lines[0]?.place).toBe('/kh:2')
  })

  it('prints fingerprints as ssh does', () => {
    expect(fingerprint(edKey)).toBe('SHA256:zcQffW5mujoHp0YH03InZau/YZ0j2vzZNftbDdsUN+s')
  })

  it('finds no type in what is no key', () => {
    expect(blobType(Buffer.from([0, 0, 1, 0, 65]))).toBe('')
    expect(blobType(Buffer.alloc(0))).toBe('')
  })
})
