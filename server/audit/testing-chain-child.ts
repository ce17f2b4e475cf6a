// Chains until it is killed: node server/audit/testing-chain-child.ts <connection string>
import { openDatabase } from '../kit/db.ts'
import { openChaining } from './chain.ts'

const turn = openChaining({ db: openDatabase({ connectionString: process.argv[2]! }, { max: 1 }) })
process.stdout.write('at work\n')
for (;;) await turn()
