import { asIs, type RouteCase } from './request-names.ts'

/**
 * Of REQUESTS in requests.ts. Templates are everybody's; what a workspace makes of one is made here first, so that its
 * first version is there to be read.
 */
export const TEMPLATE_REQUESTS: Record<string, RouteCase> = {
  'PUT /v1/templates/{key}': {
    needs: ['templates.write'],
    ...asIs('/v1/templates/priority_alert', { email_subject: 'New', email_body: 'Look at it.', sms_wording: null }),
  },
  'GET /v1/templates': { needs: ['templates.read'], ...asIs('/v1/templates') },
  'GET /v1/templates/{key}': { needs: ['templates.read'], ...asIs('/v1/templates/priority_alert') },
  'GET /v1/templates/{key}/versions/{version}': {
    needs: ['templates.read'],
    ...asIs('/v1/templates/priority_alert/versions/1'),
  },
  'POST /v1/templates/{key}/preview': {
    needs: ['templates.read'],
    ...asIs('/v1/templates/priority_alert/preview', { email_subject: 'Tried' }),
  },
  'DELETE /v1/templates/{key}': { needs: ['templates.write'], ...asIs('/v1/templates/issue_created') },
}
