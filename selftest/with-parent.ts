// Loaded into each process that the self-test starts: when the self-test is gone, however it ended, they end too.
const STOPS_WITHIN_MS = 30_000

process.once('disconnect', () => {
  setTimeout(() => process.exit(1), STOPS_WITHIN_MS).unref()
  // As if somebody had stopped it: a database of its own goes with it.
  process.kill(process.pid, 'SIGTERM')
})
process.channel?.unref()
