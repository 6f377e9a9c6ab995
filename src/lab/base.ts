import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Layer, layer, type Say } from './layer.ts'
import { aptSettings, aptSources, extraCertificates, type NamedText, proxySettings } from './machine.ts'
import { finishBase, packages } from './recipe/base.ts'
import { sandboxed } from './sandbox.ts'

const suite = 'bookworm'

/** The Debian root below all hosts: systemd, sshd, sudo, apt, and nothing else that Debian doesn't always have. */
export async function baseLayer(say: Say): Promise<Layer> {
  const sources = aptSources(suite)
  const settings = await aptSettings()
  const certificates = extraCertificates()
  return layer(
    {
      kind: 'base',
      inputs: { suite, packages, finishBase, bootstrap, sources, settings, certificates },
      async build(work) {
        put(join(work, 'sources'), sources)
        put(join(work, 'apt'), settings)
        put(join(work, 'ca'), certificates)
        writeFileSync(join(work, 'finish.sh'), finishBase)
        await sandboxed('the Debian root', work, {
          script: bootstrap,
          args: [suite, packages.join(',')],
          env: proxySettings(),
        })
      },
    },
    say,
  )
}

function put(folder: string, files: NamedText[]) {
  mkdirSync(folder)
  for (const { name, text } of files) writeFileSync(join(folder, name), text)
}

// What the machine trusts and tells apt has to be there before anything is fetched.
const bootstrap = `
suite=$1 packages=$2
cat > before.sh <<'EOF'
mkdir -p "$1/etc/apt/apt.conf.d" "$1/usr/local/share/ca-certificates"
find "$2/apt" -type f -exec cp -t "$1/etc/apt/apt.conf.d" {} +
find "$2/ca" -type f -exec cp -t "$1/usr/local/share/ca-certificates" {} +
EOF
set -- $(find sources -type f | sort)
exec mmdebstrap --mode=root --variant=minbase --format=directory --skip=cleanup/apt/lists \
  --include="$packages" \
  --setup-hook="sh -eu before.sh \\"\\$1\\" '$PWD'" \
  --customize-hook="chroot \\"\\$1\\" sh -eux < finish.sh" \
  "$suite" upper "$@"
`
