import { Link } from '@tanstack/react-router'
import { Section } from '../ui/Section.tsx'
import classes from './MailScreen.module.css'

export function WhatGoesOut() {
  return (
    <Section
      title="What is mailed"
      purpose="Every mail of the last 30 days, and what became of it, stands under Health."
      action={<Link to="/health">Mails</Link>}
    >
      <ul className={classes.facts}>
        <li>Invitations to a workspace, and links for a new password. Their text is shown to nobody else.</li>
        <li>Warnings to those who can mend it: texts of a workspace wait because its provider refuses the account.</li>
        <li>What the operator must know: a workspace that will be deleted, a new way to sign in.</li>
      </ul>
    </Section>
  )
}
