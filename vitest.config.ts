import { defineConfig } from 'vitest/config'

/** `swk` is the checkout itself, as for a module that is run by it. */
const resolve = { alias: { swk: new URL('src/index.ts', import.meta.url).pathname } }

/** Folders of test/lab whose hosts have no homeserver. */
const hosts = ['engine', 'language', 'modules', 'resources', 'transport']

export default defineConfig({
  test: {
    globalSetup: 'test/temporary.ts',
    projects: [
      {
        resolve,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/lab/**', 'test/laws/**', 'test/bench/**', 'test/faults/**'],
          // Modules are loaded once, not once a file: a third of the time.
          isolate: false,
          // No test is timed: a busy machine is no fault. What never ends is one.
          testTimeout: 120_000,
        },
      },
      {
        resolve,
        // Hours: `npm run laws`.
        test: { name: 'laws', include: ['test/laws/**/*.test.ts'], testTimeout: 0 },
      },
      {
        resolve,
        // Hours: `npm run faults`.
        test: {
          ...{ name: 'faults', include: ['test/faults/**/*.test.ts'], fileParallelism: false },
          ...{ testTimeout: 1_800_000, hookTimeout: 1_800_000 },
        },
      },
      {
        resolve,
        // Hosts boot, packages are installed: minutes, not seconds.
        test: {
          ...{ name: 'lab-hosts', include: hosts.map(folder => `test/lab/${folder}/**/*.test.ts`) },
          ...{ testTimeout: 600_000, hookTimeout: 900_000 },
          // Light hosts, which mostly wait: two files at once.
          ...{ maxWorkers: 2, sequence: { groupOrder: 1 } },
        },
      },
      {
        resolve,
        test: {
          ...{ name: 'lab-homeservers', include: ['test/lab/**/*.test.ts'] },
          exclude: hosts.map(folder => `test/lab/${folder}/**`),
          ...{ testTimeout: 600_000, hookTimeout: 900_000 },
          // Two cores carry a homeserver and its users as well: one file after the other.
          ...{ fileParallelism: false, sequence: { groupOrder: 2 } },
        },
      },
    ],
  },
})
