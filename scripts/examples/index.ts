import { agentToPaytr } from './templates/agent-to-paytr';
import { crmDealToPaytrLink } from './templates/crm-deal-to-paytr-link';
import { crmToPayfull } from './templates/crm-to-payfull';
import { formToPaytr } from './templates/form-to-paytr';
import { googleSheetsToPaytr } from './templates/google-sheets-to-paytr';
import { hubspotDealToPaytr } from './templates/hubspot-deal-to-paytr';
import { monthlyToPayfull } from './templates/monthly-to-payfull';
import { paytrPaid } from './templates/paytr-paid';
import { pipedriveDealToPayfull } from './templates/pipedrive-deal-to-payfull';
import { remindersPaytr } from './templates/reminders-paytr';
import { spreadsheetToPaytr } from './templates/spreadsheet-to-paytr';
import { woocommerceOrderToPaytr } from './templates/woocommerce-order-to-paytr';
import type { Template } from './template';

/** Every example, in the order of docs/templates.md. */
export const TEMPLATES: Template[] = [
	spreadsheetToPaytr,
	googleSheetsToPaytr,
	formToPaytr,
	woocommerceOrderToPaytr,
	hubspotDealToPaytr,
	pipedriveDealToPayfull,
	crmDealToPaytrLink,
	crmToPayfull,
	monthlyToPayfull,
	remindersPaytr,
	paytrPaid,
	agentToPaytr,
];
