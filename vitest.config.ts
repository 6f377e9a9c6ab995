import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: ['test/lab/**', 'test/bench/**'] } },
      {
        test: {
          name: 'lab',
          include: ['test/lab/**/*.test.ts'],
          // Hosts boot, packages are installed, a homeserver is converted: minutes, not seconds.
          testTimeout: 600_000,
          hookTimeout: 900_000,
          // Two cores carry the hosts as well: one file after the other.
          fileParallelism: false,
        },
      },
    ],
  },
})
