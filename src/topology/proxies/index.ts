/** The routes and upstreams of a topology in the words of a proxy. */
import type { Traffic } from '../routing/traffic.ts'
import { apacheText } from './apache.ts'
import { caddyText } from './caddy.ts'
import { haproxyText } from './haproxy.ts'
import { nginxText } from './nginx.ts'

export const proxies = {
  nginx: nginxText,
  haproxy: haproxyText,
  caddy: caddyText,
  apache: apacheText,
} as const satisfies Readonly<Record<string, (traffic: Traffic) => string>>
