import assert from 'node:assert/strict'
import test from 'node:test'
import { readTwiml } from './twiml.ts'

const plain = { to: null, from: null, statusCallback: null }

const CASES: [name: string, document: string, expected: ReturnType<typeof readTwiml>][] = [
  ['nothing to do', '<Response/>', []],
  ['a declaration before it', '<?xml version="1.0"?>\n<Response>\n</Response>\n', []],
  ['words directly', '<Response><Message> hi </Message></Response>', [{ verb: 'message', body: 'hi', ...plain }]],
  [
    'words in a body',
    '<Response><Message>\n <Body>a\nb</Body>\n</Message></Response>',
    [{ verb: 'message', body: 'a\nb', ...plain }],
  ],
  ['the older name', '<Response><Sms>hi</Sms></Response>', [{ verb: 'message', body: 'hi', ...plain }]],
  [
    'attributes in both quotes',
    `<Response><Message to="+14155550142" action='/cb?a=1&amp;b=2'>hi</Message></Response>`,
    [{ verb: 'message', body: 'hi', to: '+14155550142', from: null, statusCallback: '/cb?a=1&b=2' }],
  ],
  [
    'entities',
    '<Response><Message>&lt;3 &#233; &#x1F600; &nosuch;</Message></Response>',
    [{ verb: 'message', body: '<3 é 😀 &nosuch;', ...plain }],
  ],
  [
    'comments and CDATA',
    '<Response><!-- <Message>no</Message> --><Message><![CDATA[a < b & c]]></Message></Response>',
    [{ verb: 'message', body: 'a < b & c', ...plain }],
  ],
  ['a redirect', '<Response><Redirect> /n </Redirect></Response>', [{ verb: 'redirect', url: '/n', method: 'POST' }]],
  ['verbs of calls', '<Response><Say>hi</Say><Pause length="1"/></Response>', []],
  ['another root', '<Reply/>', null],
  ['an open element', '<Response><Message>hi</Response>', null],
  ['a bare less-than', '<Response><Message>a < b</Message></Response>', null],
  ['words around the root', 'hi <Response/>', null],
  ['two roots', '<Response/><Response/>', null],
  ['no document', 'thanks', null],
]

for (const [name, document, expected] of CASES) {
  test(`TwiML with ${name} is read as ${expected === null ? 'no document' : `${expected.length} verbs`}`, () => {
    assert.deepEqual(readTwiml(document), expected)
  })
}
