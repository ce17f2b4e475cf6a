import { Copy } from '../ui/Copy.tsx'
import { Section } from '../ui/Section.tsx'
import classes from './Scim.module.css'

/** In the words of their own consoles. */
export function GuideSection({ address }: { address: string }) {
  const shown = (
    <>
      <span className="mono">{address}</span> <Copy value={address} label="address" />
    </>
  )
  return (
    <Section
      title="At the directory"
      purpose="Any that speaks SCIM 2.0 asks for the same three things under other names."
    >
      <h3 className={classes.directory}>Okta</h3>
      <ol className={classes.steps}>
        <li>Open the application (or make one), tick Enable SCIM provisioning, and go to Provisioning, Integration.</li>
        <li>SCIM connector base URL: {shown}</li>
        <li>
          Unique identifier field for users: <span className="mono">userName</span>. Authentication mode: HTTP Header,
          with the token. Press Test Connector Configuration.
        </li>
        <li>Under To App switch on Create Users, Update User Attributes and Deactivate Users.</li>
        <li>Map Mobile phone, written with + and country code. Push the groups that you want here.</li>
      </ol>
      <h3 className={classes.directory}>Microsoft Entra</h3>
      <ol className={classes.steps}>
        <li>
          Enterprise applications, New application, Create your own, not in the gallery. Then Provisioning, Automatic.
        </li>
        <li>Tenant URL: {shown}</li>
        <li>Secret token: the token. Press Test Connection, then Save.</li>
        <li>
          Under Mappings let <span className="mono">mobile</span> go to{' '}
          <span className="mono">phoneNumbers[type eq "mobile"].value</span>.
        </li>
        <li>Assign people and groups, then Start provisioning. It comes round about every 40 minutes.</li>
      </ol>
    </Section>
  )
}
