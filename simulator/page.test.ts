import assert from 'node:assert/strict'
import test from 'node:test'
import { buildPage, builtPageDir } from './build-page.ts'
import { startBench } from './testing.ts'

test('the page is built when it is missing and served beside the API', async (t) => {
  await buildPage()
  const bench = await startBench(t, { pageDir: builtPageDir })
  const page = await fetch(`${bench.simulator.url}/`)
  assert.deepEqual([page.status, page.headers.get('content-type')], [200, 'text/html; charset=utf-8'])
  const html = await page.text()
  assert.match(html, /<title>Simulator<\/title>/)
  for (const [, path] of html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)) {
    const asset = await fetch(bench.simulator.url + path)
    assert.equal(asset.status, 200, path)
    assert.ok((await asset.text()).length > 1000, path)
  }
  assert.equal((await fetch(`${bench.simulator.url}/nothing`)).status, 404)
})
