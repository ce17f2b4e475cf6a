import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const COMMAND = fileURLToPath(new URL('../selftest/run.ts', import.meta.url))
/** Killed workers, a killed database, killed machines, a late list, the embedded database's life, and deploys. */
const SHORT = 'F-01,F-02,F-03,F-07,F-10,F-27'

/** How many texts each sends in a run of 3 minutes. */
const TEXTS: Record<string, number> = {
  'F-01': 250,
  'F-02': 250,
  'F-03': 600,
  'F-07': 80,
  'F-10': 150,
  'F-27': 700,
}

async function selftest(...args: string[]): Promise<{ code: number | null; said: string }> {
  // It brings a database of its own, whichever the other tests use.
  const { DATABASE_URL: _, ...env } = process.env
  const child = spawn(process.execPath, [COMMAND, '--minutes', '3', ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk))
  const [code] = await once(child, 'exit')
  return { code, said }
}

test('a run of nothing does not pass', async () => {
  for (const words of [
    ['--only', 'F-99'],
    ['--minutes', 'ten'],
  ]) {
    const { code, said } = await selftest(...words)
    assert.equal(code, 2, said)
    assert.equal(said.trim().split('\n').length, 1, said)
  }
})

test('whatever is killed, each text that was acknowledged is sent, and once', async () => {
  const { code, said } = await selftest('--seed', '1', '--only', SHORT)
  console.log(said)
  assert.equal(code, 0, said)
  assert.match(said, /: 0 lost, 0 sent twice, 0 unresolved, 0 too late\./)
  for (const id of SHORT.split(',')) {
    const [, texts, faults] = new RegExp(`^${id} +(\\d+) +(\\d+) +0 +0 +0 .* ok `, 'm').exec(said) ?? []
    assert.equal(Number(texts), TEXTS[id], `${id} sent ${texts} texts\n${said}`)
    assert.ok(Number(faults) > 0, `${id} had ${faults} faults\n${said}`)
  }
})

test('where attempts in doubt and those of paused workers are sent again blindly, the same run finds doubles', async () => {
  const { code, said } = await selftest('--seed', '1', '--only', 'F-01,F-11', '--callbacks', 'off', '--without-guard')
  assert.equal(code, 1, said)
  for (const id of ['F-01', 'F-11']) {
    const [, doubles] = new RegExp(`^${id} +\\d+ +\\d+ +\\d+ +(\\d+) .* FAILED`, 'm').exec(said) ?? []
    assert.ok(Number(doubles) > 0, `${id} found ${doubles} doubles\n${said}`)
  }
})
