/** Locales of the host. */
import { args, defineModule, list, managed, Refusal, see, want, z } from 'swk'

export default defineModule({
  name: 'locale_gen',
  summary: 'Generates locales, or removes them.',
  args: args({
    name: list.describe('Locales of /etc/locale.gen, such as de_DE.UTF-8.'),
    state: z.enum(['present', 'absent']).default('present').describe('Whether they are there.'),
  }),
  examples: ['locale_gen: { name: de_DE.UTF-8, state: present }'],
  reads: ({ name, state }) => name.map(one => locale(one, state)),
  plan: ({ name, state }, observed) =>
    name.map(one => {
      if (see(observed, locale(one, state))?.file === 'absent')
        throw new Refusal('/etc/locale.gen does not exist', { hint: 'Install the package locales in an earlier task.' })
      return want(locale(one, state), { locale: state })
    }),
  intent: ({ name, state }) => `${name.join(', ')}: ${state}`,
})

const locale = (name: string, state: string) =>
  managed({ program: 'locale', title: `locale ${name}`, args: [name], options: [state] })
