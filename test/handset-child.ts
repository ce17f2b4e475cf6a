// Handset in a process of its own, configured by its environment, for tests that end that process. A signal to stop is
// treated as `npm start` treats the first one.
import { readConfig } from '../server/config.ts'
import { start } from '../server/start.ts'

const handset = await start(readConfig(), { consoleDir: null })
process.once('SIGTERM', async () => {
  await handset.stop()
  process.exit(0)
})
// Whoever started it is gone, and so must this be.
process.once('disconnect', () => process.exit(1))
process.send!(handset.url)
