/** Whether the ssh configuration says nothing that matters here: then no process needs to be started to ask it. */
import { glob, readFile } from 'node:fs/promises'
import { homedir } from 'node:os'

let answer: Promise<boolean> | undefined

/** `file`: what -F names; it then stands for all others. The answer for the user's own files is remembered. */
export function saysNothing(file: string | undefined): Promise<boolean> {
  if (file !== undefined) return Promise.resolve(false)
  answer ??= ownFiles().then(texts => texts.every(text => isTrivial(text)))
  return answer
}

/** Only what Debian's own /etc/ssh/ssh_config has: it changes nothing of what swk reads. */
export function isTrivial(text: string): boolean {
  return text.split('\n').every(line => {
    const [keyword = '', ...values] = line
      .trim()
      .toLowerCase()
      .split(/[\s=]+/)
    if (keyword === '' || keyword.startsWith('#')) return true
    if (keyword === 'host') return values.join(' ') === '*'
    if (keyword === 'include') return values.join(' ') === '/etc/ssh/ssh_config.d/*.conf'
    return ['sendenv', 'hashknownhosts', 'gssapiauthentication'].includes(keyword)
  })
}

async function ownFiles(): Promise<readonly string[]> {
  const files = [`${homedir()}/.ssh/config`, '/etc/ssh/ssh_config']
  for await (const file of glob('/etc/ssh/ssh_config.d/*.conf')) files.push(file)
  return Promise.all(files.map(readText))
}

/** A file that cannot be read is left to ssh to complain of. */
async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? '' : 'unreadable'
  }
}
