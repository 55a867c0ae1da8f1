import type { Operation } from '../../../shared/operation';
import { simplifyField } from '../../../shared/records/panel';
import { readFailure } from '../../../shared/records/report';
import { flag } from '../../../shared/values/text';
import { SERVICE } from '../../constants';
import { readOrder, simplifiedOrder } from '../../records/order';
import { merchantOid, merchantOidField } from '../../records/panel';

export const getPayment: Operation = {
	option: {
		name: 'Get',
		value: 'get',
		action: 'Get payment',
		description: 'Look up whether an order was paid, and what was refunded',
	},
	unit: 'payment',
	isRead: true,
	fields: [merchantOidField, simplifyField],
	prepare({ reader }) {
		const oid = reader.read(merchantOidField, merchantOid) ?? '';
		const isSimple = reader.read(simplifyField, flag) !== '0';
		return reader.finish(() => ({
			steps: [],
			async run(sender) {
				const result = await sender.send({
					name: 'orderStatus',
					path: SERVICE.orderStatus,
					form: { merchant_oid: oid },
					about: { merchantOid: oid },
					isRead: true,
					read: readOrder,
				});
				if (result.state === 'failed') {
					return [{ failure: { ...readFailure(result.failure), data: result.about } }];
				}
				const { paid, reason } = result.state === 'delivered' ? result.value : {};
				if (!paid) return [{ json: { merchantOid: oid, paid: false, reason } }];
				return [
					{
						json: isSimple
							? simplifiedOrder(oid, paid)
							: { merchantOid: oid, paid: true, response: paid },
					},
				];
			},
		}));
	},
};
