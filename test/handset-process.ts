import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'

/** Handset in a process of its own, to be ended as its end is tested. */
export interface Running {
  url: string
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null>
}

/** Configured by its environment alone; it answers when this does. */
export async function startHandset(environment: Record<string, string>): Promise<Running> {
  const child: ChildProcess = fork(new URL('./handset-child.ts', import.meta.url), {
    env: { ...process.env, HANDSET_PORT: '0', HANDSET_LOG_LEVEL: 'silent', ...environment },
    execArgv: [],
  })
  const exited = once(child, 'exit')
  const early = exited.then(([code]) => Promise.reject(new Error(`Handset ended with ${code} before it was ready`)))
  const [url] = await Promise.race([once(child, 'message'), early])
  early.catch(() => {})
  return {
    url,
    async end(signal) {
      child.kill(signal)
      const [code] = await exited
      return code
    },
  }
}
