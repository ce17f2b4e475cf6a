// Handset itself, as the benchmarks run it: started in earnest, configured by its environment.
import { readConfig } from '../server/config.ts'
import { start } from '../server/start.ts'

const handset = await start(readConfig(), { consoleDir: null })
let peakRss = 0
const look = () => (peakRss = Math.max(peakRss, process.memoryUsage.rss()))
setInterval(look, 100).unref()

process.on('message', (message) => {
  if (message !== 'report') return
  const { user, system } = process.cpuUsage()
  look()
  process.send!({ cpuMicros: user + system, peakRss })
})
process.on('disconnect', async () => {
  await handset.stop()
  process.exit()
})
process.send!({ url: handset.url })
