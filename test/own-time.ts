/** Milliseconds of the processor that this thread has had: what a piece of work takes by itself, however busy the machine is. */
export function ownMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}
