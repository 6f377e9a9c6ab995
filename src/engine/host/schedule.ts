/** The order of a play: sections, and where notified handlers run. */
import { type HostPlay, sections, type Task } from '../task.ts'

export type Op = { readonly type: 'task'; readonly task: Task } | { readonly type: 'flush'; readonly section: string }

/** Tasks by section; handlers at the end of each section that has tasks, and where `meta: flush_handlers` stands. */
export function schedule(play: HostPlay): readonly Op[] {
  return sections.flatMap(section => {
    const tasks = play.tasks.filter(task => task.section === section)
    if (tasks.length === 0) return []
    return [
      ...tasks.map((task): Op => (task.meta ? { type: 'flush', section } : { type: 'task', task })),
      { type: 'flush', section },
    ]
  })
}
