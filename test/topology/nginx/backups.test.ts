/** Vhosts as they were before swk came, and what becomes of them when it goes. */
import { expect, test } from 'vitest'
import { originalOf } from '../../../src/topology/model/paths.ts'
import { restored, toKeep } from '../../../src/topology/nginx/backups.ts'
import { editedVhosts } from '../../../src/topology/nginx/vhosts.ts'
import { factsWith, observedOf } from '../support.ts'

const path = '/etc/nginx/sites-available/matrix'
const original = `server {
    listen 80;
    access_log /var/log/nginx/hs.log;
    location /_matrix {
        proxy_pass http://127.0.0.1:8008;
        proxy_set_header X-Forwarded-For $remote_addr;
    }
    location / {
        root /var/www;
    }
}
`
const facts = factsWith({ nginx: { user: 'www-data', includes: [path], proxying: [path], defaultLog: false } })
const observe = (text: string, kept: string | null = null) =>
  observedOf({
    [`path:${path}`]: { type: 'file', text },
    ...(kept === null ? {} : { [`path:${originalOf(path)}`]: { type: 'file', text: kept } }),
  })
const edited = editedVhosts(facts, observe(original))[0]?.text ?? ''

test('what is about to be edited is kept, what has been is not', () => {
  expect(edited).toContain('$matrix_upstream')
  expect(toKeep(facts, observe(original))).toEqual([{ path, text: original }])
  expect(toKeep(facts, observe(edited))).toEqual([])
})

test('a vhost that nobody else has edited becomes what it was, byte for byte', () => {
  expect(restored(facts, observe(edited, original))).toEqual([{ path, text: original }])
})

test('of one that somebody else has edited too, only lines of swk go', () => {
  const text = restored(facts, observe(edited.replace('listen 80;', 'listen 81;'), original))[0]?.text
  expect(text).toContain('listen 81;')
  expect(text).toContain('proxy_pass http://127.0.0.1:8008;')
  expect(text).not.toMatch(/matrix_upstream|matrix-proxy|matrix\.log/)
})

test('one that is as it was before swk, or never was edited, stays', () => {
  expect(restored(facts, observe(original, original))).toEqual([])
})
