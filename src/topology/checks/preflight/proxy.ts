/** An nginx that proxies to this Synapse: its vhost is what the workers' routes are put into. */
import { Refusal } from '../../../engine/module.ts'
import { isMonolith } from '../../model/deployment.ts'
import { editedVhosts } from '../../nginx/vhosts.ts'
import type { Check } from './survey.ts'

export const proxy: Check = ({ facts, deployment, observed }) => {
  if (deployment.proxy === 'other' || isMonolith(deployment)) return
  if (facts.nginx === null) {
    throw new Refusal('nginx is not installed on this host', {
      hint: 'Put an nginx with a vhost before Synapse first (Synapse manual: "Reverse proxy").',
    })
  }
  if (editedVhosts(facts, observed).length > 0) return
  throw new Refusal('no vhost of nginx proxies to Synapse', {
    hint: `nginx reads ${facts.nginx.includes.length} files, none of them with a proxy_pass to one of Synapse's listeners.`,
  })
}
