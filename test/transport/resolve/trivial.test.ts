import { expect, it } from 'vitest'
import { isTrivial } from '../../../src/transport/resolve/trivial.ts'

it("Debian's own ssh_config says nothing that matters", () => {
  expect(
    isTrivial(`# comment
Include /etc/ssh/ssh_config.d/*.conf
Host *
#   ForwardAgent no
    SendEnv LANG LC_*
    HashKnownHosts yes
    GSSAPIAuthentication yes
`),
  ).toBe(true)
})

it.each(['Host hs1', 'User=root', 'ProxyJump x', 'Include ~/more', 'Match exec true', 'Host * hs1 '])(
  '"%s" matters, or might',
  text => {
    expect(isTrivial(text)).toBe(false)
  },
)
