// Handset as a process of its own, for tests that look at it from outside. Its output is its log and nothing else: where
// it listens and the set-up token go to the parent by message. It ends with its parent.
import { readConfig } from '../../server/config.ts'
import { start } from '../../server/start.ts'
import { makeSetupToken } from '../../server/workspaces/setup.ts'

const handset = await start(readConfig(), { consoleDir: process.argv[2] ?? null })
process.on('disconnect', async () => {
  await handset.stop()
  process.exit()
})
process.send!({ url: handset.url, token: await makeSetupToken(handset.context) })
