/** What the demo runs, and the recording of it for the README. */
import { labFiles } from '../src/lab/index.ts'

export const host = 'hs1'

export type DemoStep = { readonly title: string; readonly args: readonly string[] }

export const steps: readonly DemoStep[] = [
  { title: 'Check: show every change, make none', args: ['play', 'site.yaml', '-i', 'lab', '--check'] },
  { title: 'Convert it', args: ['play', 'site.yaml', '-i', 'lab', '--no-diff'] },
  { title: 'Verify it', args: ['verify', 'site.yaml', '-i', 'lab'] },
  { title: 'Play it again: nothing to do', args: ['play', 'site.yaml', '-i', 'lab'] },
]

export const conclusion = 'The monolith is now a worker-based homeserver, as playbooks/site.yaml declares.'

/** A lab of its own state or network has its hosts at other addresses than inventories/lab.yaml lists. */
export function labArguments(args: readonly string[]): readonly string[] {
  const isUsual = process.env.SWK_LAB_STATE === undefined && process.env.SWK_LAB_NET === undefined
  return isUsual ? args : args.map(word => (word === 'lab' ? labFiles().inventory : word))
}
