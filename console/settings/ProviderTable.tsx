import classes from './ProviderTable.module.css'

const rows: [what: string, twilio: string, webhook: string][] = [
  ['Set up', 'credentials only', 'you run an endpoint'],
  ['Receipts', 'yes', 'if your endpoint posts them back'],
  ['Replies, STOP', 'yes', 'if your endpoint posts them back'],
  ['Countries', '180+', 'as your gateway'],
  ['Cost', 'Twilio, per segment', 'as your gateway'],
  ['Sender numbers', 'from Twilio', 'your own'],
  ['Tries again by itself', 'yes', 'Handset repeats a request after 5xx or silence'],
  ['Long texts', 'split and joined', 'as your gateway'],
  ['To look at', "History and Twilio's logs", 'History'],
]

export function ProviderTable() {
  return (
    <table className={classes.table}>
      <caption className="visually-hidden">Twilio and HTTP webhook compared</caption>
      <thead>
        <tr>
          <td />
          <th scope="col">Twilio</th>
          <th scope="col">HTTP webhook</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([what, twilio, webhook]) => (
          <tr key={what}>
            <th scope="row">{what}</th>
            <td>{twilio}</td>
            <td>{webhook}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
