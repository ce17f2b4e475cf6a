import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'

/** A process of the benchmark's own, spoken to over IPC. */
export interface Child {
  process: ChildProcess
  ask<Answer>(question: string): Promise<Answer>
  stop(): Promise<void>
}

/** As the npm scripts start it: a small young generation and a bound on the old one keep the process small. */
const FLAGS = ['--max-semi-space-size=16', '--max-old-space-size=192']

/** Starts it and waits for its first word. */
export async function startChild<Ready>(
  file: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<Child & { ready: Ready }> {
  const child = fork(new URL(file, import.meta.url), args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    execArgv: [
      ...FLAGS,
      ...(process.env.HANDSET_BENCH_PROFILE ? ['--cpu-prof', '--cpu-prof-dir', process.env.HANDSET_BENCH_PROFILE] : []),
    ],
  })
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`${file} ended with ${code} before it was ready`)
  })
  const [ready] = (await Promise.race([once(child, 'message'), failed])) as [Ready]
  failed.catch(() => {})
  return {
    process: child,
    ready,
    async ask(question) {
      child.send(question)
      const [answer] = await once(child, 'message')
      return answer
    },
    async stop() {
      if (child.exitCode !== null) return
      child.disconnect()
      await once(child, 'exit')
    },
  }
}
